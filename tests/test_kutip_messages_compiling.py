"""Compiling the catalogues: what is written, what is left alone, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from test_kutip_messages_catalogue import ENGLISH, write

from kutip.errors import NotInstalledError
from kutip.messages.catalogue import LOCALES
from kutip.messages.compiling import compile_catalogues


def test_only_what_was_changed_is_compiled(tmp_path: Path) -> None:
    folders = [write(tmp_path, language, ENGLISH) for language in ("de", "en")]
    assert compile_catalogues(tmp_path) == [folder / "kutip.mo" for folder in folders]
    assert compile_catalogues(tmp_path) == []
    os.utime(folders[1] / "kutip.mo", (0, 0))
    assert compile_catalogues(tmp_path) == [folders[1] / "kutip.mo"]


def test_nothing_but_the_compiled_catalogue_is_left_behind(tmp_path: Path) -> None:
    folder = write(tmp_path, "en", ENGLISH)
    compile_catalogues(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["kutip.mo", "kutip.po"]


def test_a_catalogue_that_cannot_be_read_stops_the_build_and_leaves_the_old_one(tmp_path: Path) -> None:
    from babel.messages.pofile import PoFileError

    folder = write(tmp_path, "en", ENGLISH)
    compile_catalogues(tmp_path)
    before = (folder / "kutip.mo").read_bytes()
    write(tmp_path, "en", ENGLISH + '\nmessage "of no kind"\n')
    os.utime(folder / "kutip.mo", (0, 0))
    with pytest.raises(PoFileError):
        compile_catalogues(tmp_path)
    assert (folder / "kutip.mo").read_bytes() == before


def test_without_babel_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "en", ENGLISH)
    monkeypatch.setitem(sys.modules, "babel.messages.mofile", None)
    with pytest.raises(NotInstalledError, match=r"Babel, not installed here; run: pip install 'kutip\[dev\]'"):
        compile_catalogues(tmp_path)


def test_the_build_compiles_without_what_kutip_needs_to_run(tmp_path: Path) -> None:
    """The build has Babel and no other package of ours: the module may import none."""
    folder = write(tmp_path, "en", ENGLISH)
    code = f"""
import sys
sys.path.insert(0, {str(ROOT / "src")!r})
from pathlib import Path
from kutip.messages.compiling import compile_catalogues
compile_catalogues(Path({str(tmp_path)!r}))
print(sorted({{name.partition(".")[0] for name in sys.modules}} & {{"pydantic", "numpy", "rich", "api"}}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert (folder / "kutip.mo").is_file()


def test_the_build_and_make_compile_every_catalogue() -> None:
    """What is compiled is not under version control, so whatever installs Kutip has to compile it."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "*.mo" in ignored
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    assert "compile_catalogues()" in hook
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "[tool.hatch.build.targets.wheel.hooks.custom]" in settings
    assert 'artifacts = ["*.mo"]' in settings
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert rules.count(" $(CATALOGUES) |") == 2  # both ways to set up follow a changed catalogue
    assert sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/kutip.mo")) == ["en", "id"]
