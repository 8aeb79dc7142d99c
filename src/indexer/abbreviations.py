"""Spells out the abbreviations of the papers in texts, and reads those that are listed by hand beside the papers."""

import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from indexer.parsing.files import MOST_BYTES, read_file
from kutip.errors import CorpusError

FILE = "abbreviations.tsv"
_WORD_START = re.compile(r"(?<![\w-]).", re.DOTALL)
_WORD_GOES_ON = re.compile(r"[\w-]")
_COLUMNS = 4


class LongForms:
    """Long forms by short form, ready to be added to many texts: the time for a text grows with its length alone."""

    def __init__(self, long_forms: Mapping[str, str]) -> None:
        """Sort the short forms by length; an empty one is left out."""
        self._long = {short: long for short, long in long_forms.items() if short}
        self._lengths = sorted({len(short) for short in self._long}, reverse=True)

    def added_to(self, text: str, *, after: str = "") -> str:
        """Add the long form in brackets after the first occurrence of each short form.

        Args:
            text: Any text.
            after: The text before it; a long form that it or `text` already has is not added.

        >>> LongForms({"NATO": "North Atlantic Treaty Organization"}).added_to("Members of NATO")
        'Members of NATO (North Atlantic Treaty Organization)'
        """
        known = (text.casefold(), after.casefold())
        had: set[str] = set()  # short forms whose long form is in the text or before it
        added: set[str] = set()
        pieces: list[str] = []
        at = done = 0
        while self._long and (start := _WORD_START.search(text, at)) is not None:
            at = start.start()
            short = self._short_form_at(text, at, had)
            if short is None:
                at += 1
            elif short not in added and any(self._long[short].casefold() in one for one in known):
                had.add(short)  # a shorter form may stand at the same place
            else:
                at += len(short)
                if short not in added:
                    pieces.append(f"{text[done:at]} ({self._long[short]})")
                    done = at
                added.add(short)
        return "".join([*pieces, text[done:]])

    def _short_form_at(self, text: str, at: int, without: Container[str]) -> str | None:
        """Return the longest short form that stands at a place, of those that are not to be left out."""
        here = ((text[at : at + length], at + length) for length in self._lengths)
        return next(
            (
                short
                for short, end in here
                if short in self._long and short not in without and not _WORD_GOES_ON.match(text, end)
            ),
            None,
        )


def spell_out(text: str, long_forms: Mapping[str, str]) -> str:
    """Add the long form in brackets after the first occurrence of each short form, unless the text already has it.

    >>> spell_out("Members of NATO", {"NATO": "North Atlantic Treaty Organization"})
    'Members of NATO (North Atlantic Treaty Organization)'
    """
    return LongForms(long_forms).added_to(text)


def read_listed(path: Path) -> list[tuple[str, ...]]:
    """Read groups of forms with the same meaning from a file; a missing file gives no groups.

    Each line has four columns between tabs: short form, long form, other names separated by "|", and the source. Lines
    that start with "#" are comments.

    Raises:
        CorpusError: A line has other columns, or the file is not UTF-8.
    """
    try:
        lines = read_file(path, path.parent, most=MOST_BYTES).decode("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
    groups = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != _COLUMNS or not all((columns[0], columns[1], columns[3])):
            raise CorpusError(
                f"{path}, line {number}: it needs four columns between tabs (short form, long form, other names or "
                f"nothing, source), not {line!r}"
            )
        short, long, others, _ = columns
        groups.append((short, long, *(other.strip() for other in others.split("|") if other.strip())))
    return groups


def merged(listed: Iterable[tuple[str, ...]], in_text: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Group forms by short form, those listed by hand first; long forms that differ only in case are merged.

    >>> merged([("UN", "United Nations", "PBB")], [("UN", "united nations"), ("EU", "European Union")])
    [['UN', 'United Nations', 'PBB'], ['EU', 'European Union']]
    """
    groups: dict[str, dict[str, str]] = {}
    for short, *longs in (*listed, *in_text):
        forms = groups.setdefault(short, {short.casefold(): short})
        for long in longs:
            forms.setdefault(long.casefold(), long)
    return [list(forms.values()) for forms in groups.values()]
