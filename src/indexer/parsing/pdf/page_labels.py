"""Tells what is printed on each page of a PDF as its number: "217", "iv", "S3"; nothing where that is not sure.

A PDF may state labels. Many programs write 1, 2, 3 there whatever is printed, so numbers in the heads and feet of the
pages that run on otherwise are believed first.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexer.parsing.furniture import page_number
from indexer.parsing.pdf.page_rows import PageRow

_ENDS = re.compile(r"^(\S{1,8})(?=\s)|(?<=\s)(\S{1,8})$")  # beside a running head
# "S3", "A-2", "111:4" (an article of a volume and its page), "3-12" (a chapter and its page)
_NUMBER = re.compile(r"([A-Z]{1,2}[-–.]?|\d{1,5}[:–-])?([1-9]\d{0,4})", re.ASCII)
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
_FRAME = "-–—|[]() "  # around a number at the foot of a page
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_STEPS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEAST = 3  # pages that show a number of a run
_SHARE = 0.5  # of the pages from the first to the last of a run
_LONGEST = 20  # characters of a label
_UNSEEN_AFTER = 1  # pages after the last number of a run that still count on


@dataclass(frozen=True, slots=True)
class _Counting:
    """A way to count pages: what stands before the number, how it is written, and the number of the first page."""

    before: str
    is_roman: bool
    is_upper: bool
    offset: int

    def label(self, page: int) -> str:
        """Return what a page has as its number; "" below one."""
        number = page + self.offset
        if number < 1:
            return ""
        if not self.is_roman:
            return f"{self.before}{number}"
        return _roman(number).upper() if self.is_upper else _roman(number)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number at the edge of a page: how it would count, and whether nothing else stands on its row."""

    counting: _Counting
    is_alone: bool


def labels_of(stated: Sequence[str], rows: Sequence[PageRow], aside: frozenset[int]) -> tuple[str, ...]:
    """Return the label of each page of a PDF; "" where none is sure.

    Args:
        stated: What the PDF itself states, for each page; "" for none.
        rows: All rows.
        aside: Which of them are furniture.
    """
    printed = _printed(len(stated), rows, aside | _outermost(rows))
    if any(stated) and not _only_counts(stated):
        return tuple(_clean(one) or other for one, other in zip(stated, printed, strict=True))
    if any(printed):
        return printed
    return tuple(map(_clean, stated))


def _only_counts(stated: Sequence[str]) -> bool:
    """True for 1, 2, 3: what programs write who know nothing of the pages."""
    return list(stated) == [str(at) for at in range(1, len(stated) + 1)]


def _outermost(rows: Sequence[PageRow]) -> set[int]:
    """Return the first and the last row of each page, where these are nothing but a number."""
    down = sorted(
        (at for at, one in enumerate(rows) if not one.row.is_aside), key=lambda at: (rows[at].page, rows[at].base)
    )
    pages = [list(own) for _, own in groupby(down, key=lambda at: rows[at].page)]
    return {at for own in pages for at in (own[0], own[-1]) if any(one.is_alone for one in _numbers(rows[at].text, 0))}


def _clean(label: str) -> str:
    bare = " ".join(label.split())
    return bare if len(bare) <= _LONGEST and bare.isprintable() else ""


def _printed(pages: int, rows: Sequence[PageRow], aside: frozenset[int]) -> tuple[str, ...]:
    """Return the labels of the pages by the numbers in their heads and feet that run on."""
    on: defaultdict[_Counting, dict[int, bool]] = defaultdict(dict)
    for at in sorted(aside):
        if not rows[at].row.is_aside and rows[at].page < pages:
            for seen in _numbers(rows[at].text, rows[at].page):
                own = on[seen.counting]
                own[rows[at].page] = own.get(rows[at].page, False) or seen.is_alone
    labels = [""] * pages
    for counting, first, end in sorted(_runs(on, pages), key=lambda run: run[1]):
        for page in range(first, end):
            labels[page] = counting.label(page)
    return tuple(labels)


def _runs(on: dict[_Counting, dict[int, bool]], pages: int) -> Iterator[tuple[_Counting, int, int]]:
    """Yield ways to count with the pages that they count; of those that share pages the one that most of them show."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[_Counting, int, int]] = []
    for counting, shown in sorted(on.items(), key=lambda one: (-len(one[1]), one[0].offset)):
        for first, end in _stretches(sorted(shown)):
            if any(first < other and begin < end for begin, other in taken):
                continue
            seen = [page for page in shown if first <= page < end]
            alone = sum(shown[page] for page in seen)
            few = len(seen) < _LEAST and not (alone == len(seen) > 1 and len(seen) >= pages - 1)
            if few or len(seen) < _SHARE * (end - first):
                continue
            taken.append((first, end))
            found.append((counting, first, end))
    for counting, first, end in found:
        before = max((other for _, other in taken if other <= first), default=0)
        after = min((begin for begin, _ in taken if begin >= end), default=pages)
        while first > before and counting.label(first - 1):
            first -= 1
        yield counting, first, min(after, end + _UNSEEN_AFTER)


def _stretches(shown: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pages that count alike, from the first to after the last, without wide gaps."""
    start = last = shown[0]
    for page in shown[1:]:
        if page - last > _LEAST + 1:
            yield start, last + 1
            start = page
        last = page
    yield start, last + 1


def _numbers(text: str, page: int) -> Iterator[_Seen]:
    """Yield what may be the number of a page, each way to count once."""
    parts = text.split("\t")
    stated = [(page_number(part), len(parts) == 1) for part in parts]
    texts = [(str(number), is_alone) for number, is_alone in stated if number is not None]
    if not texts:
        texts = [(text.strip(_FRAME), True), *((one or other, False) for one, other in _ENDS.findall(text))]
    found = [_Seen(one, is_alone) for part, is_alone in texts if (one := _counting(part, page)) is not None]
    for _, same in groupby(sorted(found, key=lambda one: repr(one.counting)), key=lambda one: one.counting):
        yield max(same, key=lambda one: one.is_alone)


def _counting(text: str, page: int) -> _Counting | None:
    if (number := _NUMBER.fullmatch(text)) is not None:
        return _Counting(number[1] or "", is_roman=False, is_upper=False, offset=int(number[2]) - page)
    small = text.lower()
    if (text in (small, text.upper())) and _ROMAN.fullmatch(small):
        return _Counting("", is_roman=True, is_upper=text != small, offset=_value(small) - page)
    return None


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    return sum(-value if at + 1 < len(values) and value < values[at + 1] else value for at, value in enumerate(values))


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN_STEPS:
        written += letters * (number // value)
        number %= value
    return written
