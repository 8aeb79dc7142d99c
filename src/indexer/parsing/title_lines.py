"""Finds headings among lines that no blank line parts: short lines between a paragraph's end and prose, or numbered.

A heading without a number is believed only where its line had room for the next word, since a paragraph's line has not.
In a paper that numbers its sections, other lines are headings only by known words or in capitals.
"""

import re
from collections.abc import Callable, Sequence

from indexer.parsing import line_openers
from indexer.parsing.headings import is_capitals, is_short_title, is_title_case, whole_capitals
from indexer.parsing.line_widths import LineWidths, begins_anew, is_ended
from indexer.parsing.plain_headings import is_known_title

_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])(\.?)(?:\s+[|│])?\s+(?=\S)")
_LONE_NUMBER = re.compile(r"[1-9]\d?(?:\.\d{1,2}){0,3}\.?")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST = 120  # characters of a title on two lines
_MOST_WORDS = 14
_LEAST_NUMBERED = 3  # headings from which a paper numbers its sections
_ROOM = 0.95  # share of a line's width below which a title without a number ends
_PROSE_WORDS = 4
_MOST_SKIPPED = 2  # by a number from the one before it: a heading between may have been missed
_WRAPPED = 0.6  # the same, from which a title of larger letters goes on in the next line
_WIDE = 0.7  # of a line's width, from which a line is the first one of a paragraph

SectionPlace = tuple[str, tuple[int, ...]]  # how sections are numbered ("1", "I", "A"), and the number


def section_place(text: str) -> tuple[SectionPlace, str] | None:
    """Return a line's section number and the words behind it; None if it has none.

    >>> section_place("2.1 | Nets used"), section_place("IV. Results"), section_place("12 boats")
    ((('1', (2, 1)), 'Nets used'), (('I', (4,)), 'Results'), None)
    """
    found = _NUMBER.match(text)
    if found is None or not text[found.end()].isupper():
        return None
    number, words = found[1], text[found.end() :]
    if number[0].isdigit():
        return ("1", tuple(map(int, number.split(".")))), words
    if not found[2]:
        return None
    values = [_ROMAN[one] for one in number if one in _ROMAN]
    if len(values) == len(number):
        return ("I", (sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)),)), words
    return (("A", (ord(number) - ord("A") + 1,)), words) if len(number) == 1 else None


class SectionOrder:
    """Follows the numbers of sections: each is the next of its kind, or the first below the one before it."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, ...]] = {}

    def follows(self, place: SectionPlace) -> bool:
        """True if a number may come next; one heading before it may have been missed."""
        kind, number = place
        last = self._last.get(kind)
        if kind == "A":
            return (last is not None and number == (last[0] + 1,)) or (number == (1,) and "I" in self._last)
        if last is None:
            return number in {(1,), (2,)} or (kind == "1" and number in {(1, 1), (2, 1)})
        if len(number) > len(last):
            below_next = (*last[:-1], last[-1] + 1, 1)
            return number in {(*last, 1), (*last, 2), below_next}
        level = len(number) - 1
        return number[:level] == last[:level] and 0 < number[level] - last[level] <= _MOST_SKIPPED

    def take(self, place: SectionPlace) -> None:
        """Count a heading's number."""
        kind, number = place
        self._last[kind] = number
        if kind == "I":
            self._last.pop("A", None)


class TitleLines:
    """Finds the headings of a text by the widths of its lines."""

    def __init__(self, widths: LineWidths, inside: Sequence[bool]) -> None:
        """Take the lines, and whether each may be part of the paper's text: not of its list of references."""
        self._widths = widths
        self._texts = widths.texts
        self._inside = inside
        self._titles: dict[int, int] = {}

    def found(self) -> dict[int, int]:
        """Return the number of lines of each heading, by the number of its first line."""
        if self._widths.is_known:
            numbered = self._scan(self._numbered_length)
            is_numbered = len(numbered) >= _LEAST_NUMBERED
            self._titles = numbered
            self._titles |= self._scan(lambda at: self._plain_length(at, is_numbered=is_numbered))
        return self._titles

    def _scan(self, length_of: Callable[[int], int]) -> dict[int, int]:
        self._order = SectionOrder()
        found: dict[int, int] = {}
        at = 0
        while at < len(self._texts):
            count = self._titles.get(at) or (length_of(at) if self._inside[at] else 0)
            if count:
                found[at] = self._titles[at] = count
            at += max(1, count)
        return found

    # --- Numbered -----------------------------------------------------------------------------------------------------

    def _numbered_length(self, at: int) -> int:
        text = self._texts[at]
        if _LONE_NUMBER.fullmatch(text):
            joined = self._joined(at, 2)
            place = section_place(joined)
            fits = place is not None and is_short_title(place[1]) and self._has_below(at + 2)
            return self._counted(joined, 2) if fits and self._may_follow(at, numbered=True) else 0
        if section_place(text) is None or not self._may_follow(at, numbered=True):
            return 0
        for count in (1, 2):
            joined = self._joined(at, count)
            if not joined or not self._is_whole(at, count):
                return 0
            if _can_be_title(joined) and self._widths.had_room(at + count - 1) and self._has_below(at + count):
                return self._counted(joined, count)
        return 0

    def _counted(self, text: str, count: int) -> int:
        place = section_place(text)
        if place is None or not self._order.follows(place[0]):
            return 0
        self._order.take(place[0])
        return count

    # --- Without a number ---------------------------------------------------------------------------------------------

    def _plain_length(self, at: int, *, is_numbered: bool) -> int:
        text = whole_capitals(self._texts[at])
        openers = (line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE, line_openers.LIST_ITEM)
        if section_place(text) or any(opener.match(text) for opener in openers) or not self._may_follow(at):
            return 0
        for count in (1, 2):
            joined = whole_capitals(self._joined(at, count))
            if not joined or not self._is_whole(at, count):
                return 0
            if not self._widths.had_room(at + count - 1, _ROOM) or not self._has_below(at + count):
                continue
            shaped = is_capitals(joined) if is_numbered else _is_shaped(joined, lines=count)
            return count if is_known_title(joined) or shaped else 0
        return 0

    def _may_follow(self, at: int, *, numbered: bool = False) -> bool:
        """True if a heading may begin at a line: below the end of a paragraph or of a row, or below another heading."""
        if at == 0 or at - 1 in self._ends():
            return True
        above = self._texts[at - 1]
        if self._widths.apart[at]:
            return is_ended(above) or not self._widths.is_prose(at - 1)
        is_row = above[-1].isdigit() and " " in above
        return is_ended(above) or (self._widths.had_room(at - 1) and (numbered or is_row))

    def _ends(self) -> set[int]:
        return {first + count - 1 for first, count in self._titles.items()}

    def _has_below(self, at: int) -> bool:
        """True if prose, or a heading and prose, begins at a line."""
        if at >= len(self._texts) or not self._inside[at]:
            return False
        text = self._texts[at]
        if line_openers.TABLE.match(text) or line_openers.FIGURE.match(text):
            return True
        if section_place(text) is not None or _LONE_NUMBER.fullmatch(text):
            return _can_be_title(text) or bool(_LONE_NUMBER.fullmatch(text))
        if not begins_anew(text):
            return False
        is_prose = len(text.split()) >= _PROSE_WORDS and (self._widths.is_wide(at, _WIDE) or is_ended(text))
        return is_prose or (at in self._titles) or (_is_shaped(text, lines=1) and self._is_wide_prose(at + 1))

    def _is_wide_prose(self, at: int) -> bool:
        return at < len(self._texts) and begins_anew(self._texts[at]) and self._widths.is_wide(at, _WIDE)

    def _joined(self, at: int, count: int) -> str:
        return " ".join(self._texts[at : at + count]) if at + count <= len(self._texts) else ""

    def _is_whole(self, at: int, count: int) -> bool:
        """True if lines can be one title: no blank line parts them, and all but the last are wide."""
        wide = all(self._widths.is_wide(line, _WRAPPED) for line in range(at, at + count - 1))
        return wide and not any(self._widths.apart[at + 1 : at + count])


def _can_be_title(text: str) -> bool:
    """True if a numbered line can be a heading."""
    place = section_place(text)
    words = whole_capitals(place[1]) if place else ""
    if not words or len(text) > _LONGEST or len(words.split()) > _MOST_WORDS or is_ended(text) or text[-1] in ",;":
        return False
    letters = sum(map(str.isalpha, words))
    return letters >= 3 and letters * 4 >= 3 * len(words.replace(" ", "")) and not any(c in "=@|/" for c in words)


def _is_shaped(text: str, *, lines: int) -> bool:
    """True if a line looks like a title; on two lines, only capitals and title case do."""
    if len(text) > _LONGEST or is_ended(text):
        return False
    return is_capitals(text) or (is_title_case(text) and "," not in text) or (lines == 1 and is_short_title(text))
