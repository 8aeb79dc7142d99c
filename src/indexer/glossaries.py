"""The glossaries that a corpus brings: translations of what only its papers name."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from indexer.parsing.files import MOST_BYTES, read_file
from kutip.language import LANGUAGES
from kutip.language.glossary_file import read_glossary


def glossary_files(corpus: Path) -> dict[str, Path]:
    """Where a corpus folder has its glossary of each language that it translates: `glossary_id.tsv`."""
    return {code: corpus / f"glossary_{code}.tsv" for code, one in LANGUAGES.items() if one.translating is not None}


def glossaries_of(corpus: Path) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """The translations of a corpus folder by language, then by word or phrase; empty ones for missing files.

    Raises:
        CorpusError: A file is not a glossary.
    """
    files = glossary_files(corpus)
    for path in files.values():
        with suppress(FileNotFoundError):
            read_file(path, corpus, most=MOST_BYTES)  # refuses links out of the corpus, pipes and the like
    return {code: read_glossary(path) for code, path in files.items()}
