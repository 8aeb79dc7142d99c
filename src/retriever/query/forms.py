"""The forms in which a law, date, number or ordinal is written, in every language of `kutip.language`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kutip.language import LANGUAGES, PAPERS_LANGUAGE
from kutip.language.united import any_of


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A piece of a text and another form of it.

    Attributes:
        start: Start of the piece in the text.
        end: End of the piece.
        target: The other form.
        why: The kind of form, such as "ordinal".
        beside: The words next to the piece if they decide its meaning, as in "third meeting" and "a third of them".
    """

    start: int
    end: int
    target: str
    why: str
    beside: tuple[str, ...] = ()


Rewriter = Callable[[str], Iterator[Rewriting]]

_NUMBERS = PAPERS_LANGUAGE.numbers
_WORDS = {
    **{word: number for number, word in enumerate(_NUMBERS.ordinals, start=1)},
    **{word: 10 * number for number, word in enumerate(_NUMBERS.tens_ordinals, start=2)},
    **{
        f"{tens}-{unit}": 10 * n + m
        for n, tens in enumerate(_NUMBERS.tens, start=2)
        for m, unit in enumerate(_NUMBERS.ordinals[:9], start=1)
    },
}
_BY_NUMBER = {number: word for word, number in _WORDS.items()}
_FOLDED = re.IGNORECASE | re.ASCII  # ASCII: else "i" would match the Turkish "ı"
_ANY_ORDINAL = "|".join(sorted(_WORDS, key=len, reverse=True)).replace("-", r"[-\s]")
_ORDINAL_WORD = re.compile(rf"\b(?:{_ANY_ORDINAL})\b(?!\s+of\b)", _FOLDED)  # "a third of them" is a fraction
_ENDING = any_of("numbers.ordinal_endings")
_ORDINAL_NUMBER = re.compile(
    rf"\b(?P<ended>\d{{1,3}}){_ENDING}\b|\b{any_of('numbers.ordinal_prefixes')}(?P<prefixed>\d{{1,3}})\b", _FOLDED
)
_IN_WORD = re.compile(r"\w")
_HYPHENS = re.compile("-+")
_NEXT_WORD = re.compile(r"\W*([\w-]+)")

_LAWS = {  # by their names in the papers' language
    getattr(PAPERS_LANGUAGE.laws, kind)[0]: any_of(f"laws.{kind}")
    for kind in ("law", "presidential_regulation", "government_regulation")
}
_KINDS = "|".join(f"(?P<k{i}>{names})" for i, names in enumerate(_LAWS.values()))
_LAW = re.compile(
    rf"\b(?:{_KINDS})(?:\s+{any_of('laws.states')})?\s*+(?:{any_of('laws.numbers')}\s*+)?(?P<number>\d{{1,3}})"
    rf"(?:\s*+/|\s++{any_of('laws.years')}\s)\s*(?P<year>\d{{4}})\b",
    _FOLDED,
)

_MONTHS = {name.casefold(): at for one in LANGUAGES.values() for at, name in enumerate(one.dates.months, start=1)}
_MONTH = any_of("dates.months")
_WORDED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}){_ENDING}?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}}){_ENDING}?),?\s+(?P<year>\d{{4}})\b",
    _FOLDED,
)
_NUMERIC = re.compile(r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([/.-])(\d{1,2})\5(\d{4}))\b")

_ALONE = r"(?<![\d.,/-])(?<!\d[a-z])"  # no part of an identifier before the number; "Rp" is allowed
_DOTTED = re.compile(rf"{_ALONE}\d{{1,3}}(?:\.\d{{3}})+(?![\d.,]*\d)")
_PLAIN = re.compile(rf"{_ALONE}\d{{4,15}}(?![\w-]|[\d.,/-]*\d)")
_YEARS = range(1500, 2200)  # four digits in this range are more often a year than a count


def ordinal(number: int) -> str:
    """Return the English ordinal of a number.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    *ones, others = _NUMBERS.ordinal_endings
    unit = number % 10
    return f"{number}{ones[unit - 1] if 1 <= unit <= len(ones) and not 10 <= number % 100 <= 20 else others}"


def rewrite_ordinals(text: str) -> Iterator[Rewriting]:
    """Yield ordinals in words as numbers and the reverse.

    >>> [r.target for r in rewrite_ordinals("the third WHA, the 21st COP and the ke-5")]
    ['3rd', 'twenty-first', '5th']
    """
    for match in _ORDINAL_WORD.finditer(text):
        target = ordinal(_WORDS["-".join(match.group().casefold().replace("-", " ").split())])
        yield Rewriting(match.start(), match.end(), target, "ordinal", _beside(text, match))
    for match in _ORDINAL_NUMBER.finditer(text):
        number = int(match.group("ended") or match.group("prefixed"))
        other = _BY_NUMBER.get(number, "") if match.group("ended") else ordinal(number)
        if other:
            yield Rewriting(match.start(), match.end(), other, "ordinal", _beside(text, match))


def _beside(text: str, match: re.Match[str]) -> tuple[str, ...]:
    """The words before and after a match; one that has no letter, such as "-", only if there is no other."""
    following = _NEXT_WORD.match(text, match.end())
    words = (_word_before(text, match.start()), following[1] if following is not None else "")
    return tuple(word for word in words if word)


def _word_before(text: str, at: int) -> str:
    end = at
    while end and not _IN_WORD.match(text, end - 1):
        end -= 1
    if not end:  # no letter or digit, but perhaps hyphens
        hyphens = _HYPHENS.search(text, 0, at)
        return hyphens.group() if hyphens is not None else ""
    start = end
    while start and (text[start - 1] == "-" or _IN_WORD.match(text, start - 1)):
        start -= 1
    hyphens = _HYPHENS.match(text, end, at)
    return text[start : hyphens.end() if hyphens is not None else end]


def rewrite_laws(text: str) -> Iterator[Rewriting]:
    """Yield laws and regulations in both forms in which English papers cite them.

    >>> [r.target for r in rewrite_laws("UU Nomor 21 Tahun 2007 and Law No. 5 of 2009")]
    ['Law No. 21 of 2007', 'Law No. 21/2007', 'Law No. 5/2009']
    """
    for match in _LAW.finditer(text):
        kind = next(name for i, name in enumerate(_LAWS) if match.group(f"k{i}"))
        number, year = match.group("number"), match.group("year")
        for target in (f"{kind} No. {number} of {year}", f"{kind} No. {number}/{year}"):
            if target.casefold() != match.group().casefold():
                yield Rewriting(match.start(), match.end(), target, "law")


def rewrite_dates(text: str) -> Iterator[Rewriting]:
    """Yield dates in numbers in words and the reverse; the day comes first, as in Indonesia, unless it is over 12.

    >>> [r.target for r in rewrite_dates("4/7/2023, 2023-07-04, 7/24/2023, July 4, 2023")]
    ['4 July 2023', '4 July 2023', '24 July 2023', '4/7/2023']
    """
    for match in _NUMERIC.finditer(text):
        iso_year, iso_month, iso_day, first, _, second, year = match.groups()
        numbers = (iso_year, iso_month, iso_day) if iso_year else (year, second, first)
        day_found = _date(*map(int, numbers)) or (None if iso_year else _date(int(year), int(first), int(second)))
        if day_found is not None:
            target = f"{day_found.day} {PAPERS_LANGUAGE.dates.months[day_found.month - 1]} {day_found.year}"
            yield Rewriting(match.start(), match.end(), target, "date")
    for match in _WORDED.finditer(text):
        day, month = match.group("day") or match.group("day2"), match.group("month") or match.group("month2")
        day_found = _date(int(match.group("year")), _MONTHS[month.casefold()], int(day))
        if day_found is not None:
            target = f"{day_found.day}/{day_found.month}/{day_found.year}"
            yield Rewriting(match.start(), match.end(), target, "date")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def rewrite_numbers(text: str) -> Iterator[Rewriting]:
    """Yield numbers of four or more digits with commas between thousands.

    >>> [r.target for r in rewrite_numbers("1.047 victims, 2605 cases in 2019")]
    ['1,047', '2,605']
    """
    for match in _DOTTED.finditer(text):
        yield Rewriting(match.start(), match.end(), match.group().replace(".", ","), "number")
    for match in _PLAIN.finditer(text):
        if int(match.group()) not in _YEARS:
            yield Rewriting(match.start(), match.end(), f"{int(match.group()):,}", "number")
