"""Finds the facts in a text that can be short answers: dates, numbers, names, places, lists, reasons, definitions."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kutip.language import LANGUAGES
from kutip.language.numbers import COUNTED_FROM, YEAR
from kutip.language.united import STOP_WORDS, any_of, in_order, union


class FactKind(StrEnum):
    """The kind of a fact."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    ITEMS = "items"
    REASON = "reason"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in a text: its kind, and the characters [start, end) that state it."""

    kind: FactKind
    start: int
    end: int
    text: str


_MONTHS = any_of("dates.months")
_DASH = r"\s*[-–—]\s*"
_ORDINAL = any_of("numbers.ordinal_endings")
_DAYS = rf"\d{{1,2}}{_ORDINAL}?(?:{_DASH}\d{{1,2}})?"
_DATE = re.compile(
    rf"\b{_MONTHS}\b,?\s+{_DAYS}(?:{_DASH}{_MONTHS}\s+{_DAYS})?(?:(?:\s*+,\s++|\s++){YEAR}\b)?(?!\d)"
    rf"|\b{_DAYS}\s+(?:of\s+)?{_MONTHS}\b(?:,?\s+{YEAR}\b)?"
    rf"|\b{_MONTHS}\s+{YEAR}\b"
    rf"|\b\d{{1,2}}/\d{{1,2}}/{YEAR}\b"
    rf"|(?:(?<![\w.,/-])|(?<=\b[Mm]id-)|(?<=\b[Ee]arly-)){YEAR}(?:{_DASH}(?:{YEAR}|\d{{2}}\b))?(?![\w%]|[.,/-]\d)"
)
_UNITS = "|".join(word for one in LANGUAGES.values() for word in one.numbers.cardinals[1:10])
_COUNTS = "|".join(word for one in LANGUAGES.values() for word in one.numbers.cardinals[COUNTED_FROM:])
_NUMBER_WORD = rf"(?:{_COUNTS}|{any_of('numbers.tens')}(?:[- ](?:{_UNITS}))?|{any_of('numbers.scales')})"
_SCALE = rf"(?:\s*%|\s+{any_of('numbers.shares', 'numbers.scales')}\b)?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(
    rf"(?:\b{any_of('numbers.currencies')}\.?\s*|[$€£]\s*|(?<![\w.,/-])){_DIGITS}(?:{_DASH}{_DIGITS})?(?!\w|[.,/-]\d|/){_SCALE}"
    rf"|\b{_NUMBER_WORD}\b{_SCALE}",
    re.IGNORECASE,
)
_PARTS = any_of(
    *("papers.tables", "papers.figures", "papers.appendices", "papers.sections", "papers.pages", "papers.paragraphs"),
    *("papers.issues", "numbers.labels"),
)
_AND = any_of("function_words.conjunctions", "numbers.ranges")
_LABEL = re.compile(rf"(?:\b{_PARTS}\b\.?:?|[#\[])\s*", re.IGNORECASE)
_MORE_LABELLED = re.compile(rf"(?<!\d)\d++\s*+(?:,|{_AND}|-)\s*", re.IGNORECASE)  # "Tables 2, 3 and 4"
_CAPITALISED = r"(?:[A-Z]\.)+(?!\w)|(?:e-)?[^\W\d_a-z][\w’'.-]*\w"
_PARTICLES = "|".join(word for word in in_order("names.particles") if word not in STOP_WORDS)
_JOINING = rf"(?:{any_of('names.joins', 'names.loose_joins')}|{_PARTICLES}|&)"
_NAME = re.compile(rf"(?<![\w-])(?:{_CAPITALISED})(?:\s+(?:{_JOINING}\s+){{0,3}}(?:{_CAPITALISED}))*")
_DAY = any_of("dates.months", "dates.weekdays")
# Rows of such words are read from the first one only.
_NOT_AFTER_LEAD = "".join(rf"(?<!\s{word})" for word in in_order("dates.date_leads"))
_TIME = re.compile(rf"{_NOT_AFTER_LEAD}(?<!\s)\s++(?:{any_of('dates.date_leads')}\s++)*+{_DAY}\b")
_WORD = re.compile(r"\S+")
_ARTICLE = any_of("function_words.articles")
_PLACE_LEAD = re.compile(rf"\b{any_of('facts.place_leads')}\s++(?P<article>{_ARTICLE}\s++)?", re.IGNORECASE)
_ABBREVIATED = "".join(rf"|(?<=\b{word})\." for word in (*in_order("citing.title_abbreviations"), "al"))
_CLAUSE = rf"(?:[^.;]|\.(?=\d){_ABBREVIATED}){{3,250}}"
_REASON = re.compile(rf"\b{any_of('facts.reasons')}\s+{_CLAUSE}")
_DEFINITION = re.compile(rf"\b{any_of('facts.definitions')}\s+({_CLAUSE})")
_ITEM = r"[^\s,.;:()][^,.;:()]{1,80}(?<!\s)"
_LAST = any_of("facts.last_item_leads")
_ITEMS = re.compile(
    rf"(?:\b{any_of('facts.item_leads')}\b|:)\s*+(?:,\s*+)?"
    rf"((?:{_ITEM},\s++){{0,15}}{_ITEM},?\s++(?:{_LAST}|&)\s++{_ITEM}|(?:{_ITEM},\s++){{2,15}}{_ITEM})(?![\w])",
    re.IGNORECASE,
)
_OPENERS = union("sentences.openers", "sentences.counting_openers", "sentences.participles")


def facts_of(texts: Iterable[str]) -> list[tuple[Fact, ...]]:
    """The facts of each of several texts; see `facts`."""
    return [facts(text) for text in texts]


@lru_cache(maxsize=8192)  # many questions read the same sentences
def facts(text: str) -> tuple[Fact, ...]:
    """Find all facts of a text; they may overlap, since a place is a name too.

    >>> [(f.kind.value, f.text) for f in facts("It met in Manila in 1981.")]
    [('date', '1981'), ('name', 'Manila'), ('place', 'Manila')]
    """
    dates = [Fact(FactKind.DATE, m.start(), m.end(), m.group()) for m in _DATE.finditer(text)]
    return (*dates, *_numbers(text, dates), *_names(text), *_clauses(text))


def _numbers(text: str, dates: Sequence[Fact]) -> Iterator[Fact]:
    labelled, first = _labelled(text), len(text) - len(text.lstrip())
    starts = [date.start for date in dates]
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        date = bisect_right(starts, start) - 1
        in_date = date >= 0 and start < dates[date].end
        enumerates = start <= first and text.startswith((".", ")"), end)
        bracketed = text.startswith("(", start - 1) and text.startswith(")", end) if start else False
        enumerates |= bracketed and match.group().isdigit()  # "(1)" numbers a list within a sentence
        if not in_date and not enumerates and start not in labelled:
            yield Fact(FactKind.NUMBER, start, end, match.group())


def _labelled(text: str) -> set[int]:
    """The places after labels, such as "Table", and after further numbers of the same label, as in "Tables 2 and 3"."""
    places = set()
    for label in _LABEL.finditer(text):
        more: re.Match[str] | None = label
        while more is not None and more.end() not in places:
            places.add(more.end())
            more = _MORE_LABELLED.match(text, more.end()) if label[0][0] not in "#[" else None
    return places


def _names(text: str) -> Iterator[Fact]:
    leads = list(_PLACE_LEAD.finditer(text))
    place_starts = {end for lead in leads for end in (lead.end(), lead.start("article"))}
    for match in _NAME.finditer(text):
        words = _WORD.finditer(text, *match.span())
        word = next((one for one in words if one[0] not in _OPENERS and not one[0].islower()), None)
        if word is None:
            continue
        start = word.start()
        name = _without_time(text[start : match.end()])
        if _is_time(name):
            continue
        yield Fact(FactKind.NAME, start, start + len(name), name)
        if start in place_starts:
            yield Fact(FactKind.PLACE, start, start + len(name), name)


def _is_time(name: str) -> bool:
    time = _TIME.match(f" {name}")
    return time is not None and "\n" not in name[time.end() - 1 :]


def _without_time(name: str) -> str:
    """A name without the day or month at its end, as in "ASEAN on Monday"; that stands in its last line."""
    last_line = name.rfind("\n")
    time = next((one for one in _TIME.finditer(name) if one.end() > last_line), None)
    return name if time is None else name[: time.start()]


def _clauses(text: str) -> Iterator[Fact]:
    for match in _REASON.finditer(text):
        yield Fact(FactKind.REASON, match.start(), match.end(), match.group())
    for match in _DEFINITION.finditer(text):
        yield Fact(FactKind.DEFINITION, match.start(1), match.end(1), match.group(1))
    for match in _ITEMS.finditer(text):
        yield Fact(FactKind.ITEMS, match.start(1), match.end(1), match.group(1))
