"""The glossaries that a corpus brings: translations of what only its papers name."""

from collections.abc import Mapping
from pathlib import Path

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
    return {code: read_glossary(path) for code, path in glossary_files(corpus).items()}
