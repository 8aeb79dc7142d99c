"""Reads a glossary: a file with one word or phrase per line, and its translations to the language of the papers."""

from pathlib import Path

from kutip.errors import CorpusError

_COLUMNS = 3


def read_glossary(path: Path) -> dict[str, tuple[str, ...]]:
    """The translations in a file, best first, by word or phrase in lower case; none if there is no such file.

    A line has three columns between tabs: the word, its translations between bars (none for a word that carries no
    meaning), and a note. Lines that start with "#" are remarks.

    Raises:
        CorpusError: A line has other columns, its word is not in lower case or stood before, or the file is not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
    entries: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != _COLUMNS or not columns[0]:
            raise CorpusError(
                f"{path}, line {number}: it needs three columns between tabs (word, translations, note), not {line!r}"
            )
        word, translations, _ = columns
        if word != word.casefold() or word in entries:
            raise CorpusError(f"{path}, line {number}: write {word!r} in lower case, and on one line only")
        entries[word] = tuple(part.strip() for part in translations.split("|") if part.strip())
    return entries
