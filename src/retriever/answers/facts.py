"""Finds the facts in a text that can be short answers: dates, numbers, names, places, lists, reasons, definitions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kutip.language import LANGUAGES
from kutip.language.numbers import COUNTED_FROM
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
_YEAR = r"(?:1[6-9]|20)\d{2}"
_DATE = re.compile(
    rf"\b{_MONTHS}\b,?\s+{_DAYS}(?:{_DASH}{_MONTHS}\s+{_DAYS})?(?:\s*,?\s+(?:{_YEAR})\b)?(?!\d)"
    rf"|\b{_DAYS}\s+(?:of\s+)?{_MONTHS}\b(?:,?\s+{_YEAR}\b)?"
    rf"|\b{_MONTHS}\s+{_YEAR}\b"
    rf"|\b\d{{1,2}}/\d{{1,2}}/{_YEAR}\b"
    rf"|(?:(?<![\w.,/-])|(?<=\b[Mm]id-)|(?<=\b[Ee]arly-)){_YEAR}(?:{_DASH}(?:{_YEAR}|\d{{2}}\b))?(?![\w%]|[.,/-]\d)"
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
_LABEL_BEFORE = re.compile(rf"(?:\b{_PARTS}\b\.?:?\s*(?:\d+\s*(?:,|{_AND}|-)\s*)*|[#\[]\s*)$", re.IGNORECASE)
_CAPITALISED = r"(?:[A-Z]\.)+(?!\w)|(?:e-)?[^\W\d_a-z][\w’'.-]*\w"
_PARTICLES = "|".join(word for word in in_order("names.particles") if word not in STOP_WORDS)
_JOINING = rf"(?:{any_of('names.joins', 'names.loose_joins')}|{_PARTICLES}|&)"
_NAME = re.compile(rf"(?<![\w-])(?:{_CAPITALISED})(?:\s+(?:{_JOINING}\s+){{0,3}}(?:{_CAPITALISED}))*")
_DAY = any_of("dates.months", "dates.weekdays")
_TIME = re.compile(rf"\s+(?:{any_of('dates.date_leads')}\s+)*{_DAY}\b.*$")
_ARTICLE = any_of("function_words.articles")
_PLACE_BEFORE = re.compile(rf"\b{any_of('facts.place_leads')}\s+(?:{_ARTICLE}\s+)?$", re.IGNORECASE)
_ABBREVIATED = "".join(rf"|(?<=\b{word})\." for word in (*in_order("citing.title_abbreviations"), "al"))
_CLAUSE = rf"(?:[^.;]|\.(?=\d){_ABBREVIATED}){{3,250}}"
_REASON = re.compile(rf"\b{any_of('facts.reasons')}\s+{_CLAUSE}")
_DEFINITION = re.compile(rf"\b{any_of('facts.definitions')}\s+({_CLAUSE})")
_ITEM = r"[^\s,.;:()][^,.;:()]{1,80}(?<!\s)"
_LAST = any_of("facts.last_item_leads")
_ITEMS = re.compile(
    rf"(?:\b{any_of('facts.item_leads')}\b|:)\s*,?\s*"
    rf"((?:{_ITEM},\s+){{0,15}}{_ITEM},?\s+(?:{_LAST}|&)\s+{_ITEM}|(?:{_ITEM},\s+){{2,15}}{_ITEM})(?![\w])",
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
    for match in _NUMBER.finditer(text):
        in_date = any(date.start <= match.start() < date.end for date in dates)
        enumerates = not text[: match.start()].strip() and text[match.end() :].startswith((".", ")"))
        bracketed = text[: match.start()].endswith("(") and text[match.end() :].startswith(")")
        enumerates |= bracketed and match.group().isdigit()  # "(1)" numbers a list within a sentence
        if not in_date and not enumerates and not _LABEL_BEFORE.search(text[: match.start()]):
            yield Fact(FactKind.NUMBER, match.start(), match.end(), match.group())


def _names(text: str) -> Iterator[Fact]:
    for match in _NAME.finditer(text):
        start, words = match.start(), match.group().split()
        while words and (words[0] in _OPENERS or words[0].islower()):
            start += len(match.group()[start - match.start() :].split(maxsplit=1)[0])
            start += len(text[start : match.end()]) - len(text[start : match.end()].lstrip())
            words = words[1:]
        name = _TIME.sub("", text[start : match.end()])
        if not words or _TIME.fullmatch(f" {name}"):
            continue
        yield Fact(FactKind.NAME, start, start + len(name), name)
        if _PLACE_BEFORE.search(text[:start]):
            yield Fact(FactKind.PLACE, start, start + len(name), name)


def _clauses(text: str) -> Iterator[Fact]:
    for match in _REASON.finditer(text):
        yield Fact(FactKind.REASON, match.start(), match.end(), match.group())
    for match in _DEFINITION.finditer(text):
        yield Fact(FactKind.DEFINITION, match.start(1), match.end(1), match.group(1))
    for match in _ITEMS.finditer(text):
        yield Fact(FactKind.ITEMS, match.start(1), match.end(1), match.group(1))
