"""Reads what a cell of a table holds: a number however it is written, a date, an ordinal, or that nothing is given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kutip.language import LANGUAGES
from kutip.language.numbers import YEAR
from kutip.language.united import any_of, union
from retriever.answers.facts import Fact, FactKind, facts

_DASH = r"\s*[-–—]\s*"
_DIGITS = r"\d+(?:[.,]\d+)*+"
_NUMBER = re.compile(
    rf"(?:(?:{any_of('numbers.currencies')}\.?|[$€£])\s*)?(?P<minus>[-−])?(?P<low>{_DIGITS})(?:{_DASH}(?P<high>{_DIGITS}))?"
    rf"(?:\s?(?P<unit>%|{any_of('numbers.shares')}|(?!{any_of('numbers.ordinal_endings')}\b)[^\W\d_]{{1,8}}))?[*†‡§]{{0,3}}",
    re.IGNORECASE,
)
_SHARE = re.compile(rf"%|{any_of('numbers.shares')}", re.IGNORECASE)
_NOT_GIVEN = re.compile(rf"[-–—.…\s]*|{any_of('tables.not_given')}", re.IGNORECASE)
_YEAR = re.compile(rf"(?<![\d.,]){YEAR}(?![\d%]|[.,]\d)")
_MONTHS = {name.casefold(): at for one in LANGUAGES.values() for at, name in enumerate(one.dates.months, start=1)}
_MONTH = re.compile(rf"\b{any_of('dates.months')}\b", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_ORDINAL = re.compile(
    rf"(?<!\w)(\d{{1,3}}){any_of('numbers.ordinal_endings')}\b|\b{any_of('numbers.ordinal_prefixes')}(\d{{1,3}})\b",
    re.I,
)
_ROW_NUMBERS = union("papers.row_numbers")
_ROW_NUMBER = re.compile(r"\d{1,3}([.):]{0,2})")
_THOUSAND = 3  # digits between two marks


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number of a cell, or a range of numbers.

    Attributes:
        low: The number, or where the range begins.
        high: The number, or where it ends.
        unit: What stands behind it, "%" for every word for a share; "" for nothing.
    """

    low: float
    high: float
    unit: str

    @property
    def is_range(self) -> bool:
        """Whether it is a range of more than one number."""
        return self.low != self.high


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The start of the time that a cell states; month and day are 0 where it does not say them."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks between the digits of a column mean.

    Attributes:
        decimal: The marks that were seen to stand before decimals.
        thousands: The marks that were seen to stand between thousands.
        usual: What a mark before three digits means where no number of the column shows it: "." or ",", for thousands.
    """

    decimal: frozenset[str]
    thousands: frozenset[str]
    usual: str

    @classmethod
    def of(cls, cells: Iterable[str], *, usual: str) -> "Marks":
        """Learn them from the numbers of a column that leave no doubt.

        >>> sorted(Marks.of(["7.104,4", "711"], usual=",").decimal)
        [',']
        """
        decimal: set[str] = set()
        thousands: set[str] = set()
        for text in cells:
            match = _NUMBER.fullmatch(text.strip())
            for digits in (match["low"], match["high"] or "") if match is not None else ():
                marks = re.findall(r"[.,]", digits)
                last = len(re.split(r"[.,]", digits)[-1])
                if marks and last != _THOUSAND:
                    decimal.add(marks[-1])
                    thousands.update(marks[:-1])
                elif len(marks) > 1:
                    thousands.update(marks if len({*marks}) == 1 else marks[:-1])
                    decimal.update(marks[-1:] if len({*marks}) > 1 else ())
        return cls(frozenset(decimal), frozenset(thousands), usual)

    def value(self, digits: str) -> float:
        """The number that some digits with marks stand for."""
        *whole, last = re.split(r"[.,]", digits)
        if not whole:
            return float(last)
        mark = digits[-len(last) - 1]
        if self._is_decimal(mark, digits, last):
            return float(f"{''.join(whole)}.{last}")
        return float("".join([*whole, last]))

    def _is_decimal(self, mark: str, digits: str, last: str) -> bool:
        marks = re.findall(r"[.,]", digits)
        if len(last) != _THOUSAND or len({*marks}) > 1:
            return True
        if len(marks) > 1 or mark in self.thousands:
            return False
        if digits.startswith("0"):
            return True
        other = "." if mark == "," else ","
        if other in self.decimal:
            return False  # a paper that writes "7,104.4" means thousands by "2,324"
        return mark in self.decimal or mark != self.usual


def cell_number(text: str, marks: Marks) -> CellNumber | None:
    """The number of a cell; None if it holds something else, or more.

    >>> cell_number("1.250,5 %", Marks.of(["1.250,5 %"], usual=","))
    CellNumber(low=1250.5, high=1250.5, unit='%')
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    low, high = marks.value(match["low"]), marks.value(match["high"] or match["low"])
    if match["minus"]:
        low, high = -low, -high if match["high"] is None else high
    unit = (match["unit"] or "").casefold()
    return CellNumber(low, high, "%" if _SHARE.fullmatch(unit) else unit) if low <= high else None


def is_not_given(text: str) -> bool:
    """Whether a cell says that it has no value: "-", "n/a"."""
    return _NOT_GIVEN.fullmatch(text.strip()) is not None


def is_numbering(column: str, text: str) -> bool:
    """Whether a cell in the first column only numbers its row: "3." or, below "No.", "3".

    >>> is_numbering("No.", "3"), is_numbering("", "3."), is_numbering("Cases", "3")
    (True, True, False)
    """
    match = _ROW_NUMBER.fullmatch(text.strip())
    return match is not None and (bool(match[1]) or column.casefold().strip(" .#") in _ROW_NUMBERS)


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, in its order.

    >>> years_in("Year 2020"), years_in("1,990 of 2016-2018")
    ((2020,), (2016, 2018))
    """
    return tuple(int(one) for one in _YEAR.findall(text))


def moment(text: str) -> Moment | None:
    """When the time begins that a cell states; None if it names no year.

    >>> moment("June 30 – July 3, 2009 Oslo"), moment("9 – 10 Juni 2003")
    (Moment(year=2009, month=6, day=30), Moment(year=2003, month=6, day=9))
    """
    years = years_in(text)
    if not years:
        return None
    month = _MONTH.search(text)
    if month is None:
        return Moment(years[0])
    day = _DAY.search(text)
    return Moment(years[0], _MONTHS[month[0].casefold()], int(day[0]) if day is not None else 0)


def months_in(text: str) -> frozenset[int]:
    """The months that a text names, from 1."""
    return frozenset(_MONTHS[one.casefold()] for one in _MONTH.findall(text))


def ordinals_in(text: str) -> tuple[int, ...]:
    """The ordinals that a text writes with digits.

    >>> ordinals_in("2nd FTC, ke-5"), ordinals_in("14 rows")
    ((2, 5), ())
    """
    return tuple(int(first or second) for first, second in _ORDINAL.findall(text))


def date_and_rest(text: str) -> tuple[str, str]:
    """The date of a cell and what else it holds; either may be "".

    >>> date_and_rest("June 5 – 9, 2006 Bali")
    ('June 5 – 9, 2006', 'Bali')
    """
    dates = [fact for fact in facts(text) if fact.kind is FactKind.DATE]
    if not dates:
        return "", text
    date: Fact = max(dates, key=lambda fact: fact.end - fact.start)
    before, after = (part.strip(" ,;–—-") for part in (text[: date.start], text[date.end :]))
    return date.text, after if not before else before if not after else ""
