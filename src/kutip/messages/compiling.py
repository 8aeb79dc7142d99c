"""Compiles the catalogues that translators edit (.po) into those that Kutip reads (.mo); each installation runs it.

By hand: ``python -m kutip.messages.compiling``. It needs Babel, which Kutip itself does not.
"""

import os
from pathlib import Path

from kutip.errors import NotInstalledError
from kutip.messages.catalogue import DOMAIN, LOCALES, is_stale


def compile_catalogues(locales: Path = LOCALES) -> list[Path]:
    """Compile the catalogues whose compiled file is missing or older.

    Args:
        locales: The folder with a folder for each language; `kutip.messages.catalogue` describes it.

    Returns:
        The files that were written; empty if all are up to date.

    Raises:
        NotInstalledError: Babel is not installed.
    """
    folders = sorted(path.parent for path in locales.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return [_compile(folder) for folder in folders if is_stale(folder)]


def _compile(folder: Path) -> Path:
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise NotInstalledError("compiling the catalogues", ["Babel"], "dev") from error
    compiled = folder / f"{DOMAIN}.mo"
    written = compiled.with_suffix(f".{os.getpid()}")  # renamed when complete: other processes may read or compile
    with (folder / f"{DOMAIN}.po").open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    with written.open("wb") as file:
        write_mo(file, catalogue)
    written.replace(compiled)
    return compiled


if __name__ == "__main__":
    compile_catalogues()
