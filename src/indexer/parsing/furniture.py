"""Finds page numbers and running heads and feet by their place on pages, by repetition and by the numbers' order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.parsing import line_openers
from indexer.parsing.lines import Line, is_finished
from kutip.language.united import any_of
from kutip.text.reading import HYPHENS, squeeze

_EDGE = 3  # lines at the top and at the foot of a page among which furniture stands
_LEAST_REPEATS = 3
_SHARE_OF_PAGES = 0.3  # heads of even and of odd pages differ, and the first page of a paper has neither
_LEAST_DISTANCE = 8  # lines of text between two running heads: fewer are rows of a table
_LONGEST_HEAD = 120  # in characters
_PROSE = 40  # characters; a shorter line may be a heading or a cell
_LARGEST_SECTION = 30  # numbers beyond it count pages
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    rf"[-–—|\[]?\s*(?:{any_of('papers.pages')}\.?\s*)?(\d{{1,4}})(?:\s*(?:/|\b\w{{2,4}}\b)\s*\d{{1,4}})?\s*[-–—|\]]?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(\d{1,4})\s(\D*)|(.*\S)\s(\d{1,4})")
_LEAST_LETTERS = 8  # beside the number of a page
_MANY = 6  # more chapters or studies have hardly the same name
_FIRST_PAGES = 2  # numbers that count other things as well
_CUT = re.compile(rf"[^\W\d_][{HYPHENS}]$")


def page_number(text: str) -> int | None:
    """Return the page number that a line consists of.

    >>> [page_number(text) for text in ("84", "- 5 -", "Page 3 of 12", "halaman 7", "(3)", "2.1", "5 boats")]
    [84, 5, 3, 7, None, None, None]
    """
    found = _PAGE_NUMBER.fullmatch(text)
    return int(found.group(1)) if found else None


def reads_on(before: str, after: str) -> str:
    """Return what goes on from one line to another: "word", "sentence", or "" if nothing shows it.

    >>> reads_on("a fitted regres-", "sion model"), reads_on("and so we", "built it"), reads_on("It ends.", "built it")
    ('word', 'sentence', '')
    """
    if not after[:1].islower() or not any(map(str.islower, before)) or is_finished(before):
        return ""
    if _CUT.search(before):
        return "word"
    return "sentence" if len(before.split()) >= 3 else ""


class PagedLines:
    """The lines of a text that are not blank, by number from 0, with the pages that they are on.

    Attributes:
        lines: The lines.
        texts: Their content.
        places: Where each is in the list of all lines.
        pages: The numbers of the lines of each page; one range of all lines where the text shows no pages.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.places = [at for at, line in enumerate(lines) if line.content]
        self.lines = [lines[at] for at in self.places]
        self.texts = [line.content for line in self.lines]
        self._page_starts = self._starts_of_pages(lines)
        starts = sorted({0, *self._page_starts})
        self.pages = [range(a, b) for a, b in zip(starts, [*starts[1:], len(self.texts)], strict=True)]
        gaps = sum(self.places[at] > self.places[at - 1] + 1 for at in range(1, len(self.places)))
        self.has_gaps = gaps * 100 > len(self.places)

    def _starts_of_pages(self, lines: Sequence[Line]) -> frozenset[int]:
        starts, begins, number = set(), False, 0
        for line in lines:
            begins = begins or line.page_start
            if line.content:
                if begins:
                    starts.add(number)
                begins = False
                number += 1
            # A form feed at the end of a line starts a page as well.
            begins = begins or "\f" in line.text.lstrip("\f")
        return frozenset(starts)

    def starts_page(self, at: int) -> bool:
        """True if a line is the first one of a page."""
        return at in self._page_starts

    def apart_from_above(self, at: int) -> bool:
        """True if a blank line or a page's start is above a line, or if no line of the text has one above it."""
        return not self.has_gaps or at == 0 or self.starts_page(at) or self.places[at] > self.places[at - 1] + 1

    def may_be_aside(self, at: int) -> bool:
        """True if a line begins nothing that is known to be a part of the paper."""
        text = self.texts[at]
        openers = (line_openers.FIGURE, line_openers.TABLE, line_openers.NOTE, line_openers.LIST_ITEM)
        named = line_openers.OPENING.fullmatch(text) or line_openers.REFERENCES.fullmatch(text)
        return not named and not any(opener.match(text) for opener in openers) and not text.startswith(("|", "#", "`"))


class Furniture:
    """Finds the furniture among the lines of a text."""

    def __init__(self, paged: PagedLines) -> None:
        self._paged = paged
        self._texts = paged.texts
        self._found: set[int] = set()

    def found(self) -> frozenset[int]:
        """Return the numbers of the lines that are furniture."""
        self._found |= set(self._repeated_with_counts())
        if len(self._paged.pages) >= 2:
            self._found |= set(self._repeated_at_edges())
            self._found |= set(self._counted_at_edges())
            if self._leaves_little():
                self._found.clear()
        else:
            self._found |= set(self._repeated_beside_numbers())
            self._found |= set(self._repeated_in_sentences())
            self._found |= set(self._lone_numbers())
        return frozenset(self._found)

    def _leaves_little(self) -> bool:
        """True if fewer than half of the pages would keep a line: then what repeats is all that the text says."""
        kept = sum(any(at not in self._found for at in numbers) for numbers in self._paged.pages)
        return kept * 2 < len(self._paged.pages)

    def _edges(self) -> Iterator[tuple[int, int, str]]:
        """Yield number, page and side of the lines at the edges of pages."""
        for page, numbers in enumerate(self._paged.pages):
            for at in numbers[:_EDGE]:
                yield at, page, "top"
            for at in numbers[max(_EDGE, len(numbers) - _EDGE) :]:
                yield at, page, "foot"

    def _repeated_at_edges(self) -> Iterator[int]:
        on: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        edges = [(at, page, (side, _key(self._texts[at]))) for at, page, side in self._edges() if self._may_repeat(at)]
        for _, page, key in edges:
            on[key].add(page)
        least = max(_LEAST_REPEATS, _SHARE_OF_PAGES * len(self._paged.pages))
        return (at for at, _, key in edges if len(on[key]) >= least)

    def _may_repeat(self, at: int) -> bool:
        text = self._texts[at]
        return len(text) <= _LONGEST_HEAD and page_number(text) is None and self._paged.may_be_aside(at)

    def _counted_at_edges(self) -> Iterator[int]:
        """Yield lines at the edges of two pages or more whose numbers grow as the pages do."""
        numbers = [(at, page, page_number(self._texts[at])) for at, page, _ in self._edges()]
        counted = [(at, page, value - page) for at, page, value in numbers if value is not None]
        pages_of: defaultdict[int, set[int]] = defaultdict(set)
        for _, page, first in counted:
            pages_of[first].add(page)
        return (at for at, _, first in counted if len(pages_of[first]) >= 2)

    def _repeated_beside_numbers(self) -> Iterator[int]:
        """Yield lines that repeat far apart, each directly beside a number that is one more than at the last place."""
        same: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for at in range(len(self._texts)):
            for step in (-1, 1):
                value = page_number(self._texts[at + step]) if 0 <= at + step < len(self._texts) else None
                if value is not None and self._may_repeat(at):
                    same[_key(self._texts[at]), step].append((at, value))
        for (_, step), places in same.items():
            counted = all(later == value + 1 for (_, value), (_, later) in pairwise(places))
            far = all(
                b - a >= _LEAST_DISTANCE for (a, _), (b, _) in pairwise(places[:-1])
            )  # the last page may be short
            if len(places) >= 2 and counted and far and places[-1][0] - places[-2][0] >= _EDGE:
                yield from (line for at, _ in places for line in (at, at + step))

    def _repeated_with_counts(self) -> Iterator[int]:
        """Yield lines that repeat far apart but for a page number at one end, which grows: "2 NETS AND BOATS 31".

        Numbers that count from 1 or 2 count studies, questions or chapters, and no pages.
        """
        same: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, text in enumerate(map(squeeze, self._texts)):
            counted = _COUNTED.fullmatch(text) if len(text) <= _LONGEST_HEAD and self._paged.may_be_aside(at) else None
            rest = (counted[2] or counted[3] or "").casefold().strip() if counted is not None else ""
            if counted is not None and sum(map(str.isalpha, rest)) >= _LEAST_LETTERS and " " in rest:
                same[rest].append((at, int(counted[1] or counted[4])))
        for places in same.values():
            grows = all(b - a >= _LEAST_DISTANCE and more > less for (a, less), (b, more) in pairwise(places))
            counts_pages = places[0][1] > _FIRST_PAGES or len(places) >= _MANY
            if len(places) >= _LEAST_REPEATS and grows and counts_pages:
                yield from (at for at, _ in places)

    def _repeated_in_sentences(self) -> Iterator[int]:
        """Yield lines that repeat far apart in a text without pages, at least half of them inside a sentence."""
        same: defaultdict[str, list[int]] = defaultdict(list)
        for at in range(len(self._texts)):
            if self._may_repeat(at) and self._is_alone(at):
                same[_key(self._texts[at])].append(at)
        for numbers in same.values():
            far = all(b - a >= _LEAST_DISTANCE for a, b in pairwise(numbers))
            inside = sum(self._is_inside_sentence(at) for at in numbers)
            if len(numbers) >= _LEAST_REPEATS and far and inside * 2 >= len(numbers):
                yield from numbers

    def _lone_numbers(self) -> Iterator[int]:
        alone = {at: value for at, text in enumerate(self._texts) if (value := page_number(text)) is not None}
        opened = [at for at, value in alone.items() if value == 1]
        for at, value in alone.items():
            beside = any(near in self._found and near not in alone for near in (at - 1, at + 1))
            if beside or (self._is_alone(at) and (self._is_inside_sentence(at) or self._is_between(at, value, opened))):
                yield at

    def _is_between(self, at: int, value: int, opened: Sequence[int]) -> bool:
        """True if a number stands between two paragraphs, or above the list of references, and counts no section."""
        if at == 0 or at + 1 >= len(self._texts) or not self._paged.has_gaps:
            return False
        before, after = self._texts[at - 1], self._texts[at + 1]
        if len(before) < _PROSE and not is_finished(before):
            return False
        if line_openers.REFERENCES.fullmatch(after):
            return value > _LARGEST_SECTION or not opened or opened[0] >= at
        return len(after) >= _PROSE and after[0].isupper() and " " in after and is_finished(before) and value > 1

    def _is_alone(self, at: int) -> bool:
        paged = self._paged
        return paged.apart_from_above(at) and (at + 1 >= len(self._texts) or paged.apart_from_above(at + 1))

    def _is_inside_sentence(self, at: int) -> bool:
        """True if the sentence above a line goes on below it and the page numbers beside it."""
        above = next(self._texts_from(at, -1), "")
        below = next(self._texts_from(at, 1), "")
        return reads_on(above, below) != ""

    def _texts_from(self, at: int, step: int) -> Iterator[str]:
        """Yield the texts near a line that are no page numbers, the nearest first."""
        for near in range(at + step, at + _EDGE * step + step, step):
            if 0 <= near < len(self._texts) and page_number(self._texts[near]) is None:
                yield self._texts[near]


def _key(text: str) -> str:
    """What is equal in running heads that differ by a page number."""
    return _DIGITS.sub("0", squeeze(text).casefold())
