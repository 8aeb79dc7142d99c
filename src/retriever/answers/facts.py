"""Finds what short answers are made of in a text: dates, numbers, names, places, lists, reasons, definitions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kutip.language.united import any_of


class FactKind(StrEnum):
    """What a piece of text is."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    ITEMS = "items"
    REASON = "reason"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of a text, [start, end), and what it is."""

    kind: FactKind
    start: int
    end: int
    text: str


_MONTHS = any_of("dates.months")
_DASH = r"\s*[-–—]\s*"
_DAYS = rf"\d{{1,2}}(?:st|nd|rd|th)?(?:{_DASH}\d{{1,2}})?"
_YEAR = r"(?:1[6-9]|20)\d{2}"
_DATE = re.compile(
    rf"\b{_MONTHS}\b,?\s+{_DAYS}(?:{_DASH}{_MONTHS}\s+{_DAYS})?(?:\s*,?\s+(?:{_YEAR})\b)?(?!\d)"
    rf"|\b{_DAYS}\s+(?:of\s+)?{_MONTHS}\b(?:,?\s+{_YEAR}\b)?"
    rf"|\b{_MONTHS}\s+{_YEAR}\b"
    rf"|\b\d{{1,2}}/\d{{1,2}}/{_YEAR}\b"
    rf"|(?:(?<![\w.,/-])|(?<=\b[Mm]id-)|(?<=\b[Ee]arly-)){_YEAR}(?:{_DASH}(?:{_YEAR}|\d{{2}}\b))?(?![\w%]|[.,/-]\d)"
)
_NUMBER_WORD = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven"
    "|eight|nine))?|hundred|dozen)"
)
_SCALE = r"(?:\s*%|\s+(?:percent|per cent|persen|million|billion|thousand|hundred|trillion|juta|ribu)\b)?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(
    rf"(?:\b(?:Rp|IDR|USD|US\$)\.?\s*|[$€£]\s*|(?<![\w.,/-])){_DIGITS}(?:{_DASH}{_DIGITS})?(?!\w|[.,/-]\d|/){_SCALE}"
    rf"|\b{_NUMBER_WORD}\b{_SCALE}",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:No|Nos|Number|Nomor|Articles?|Pasal|ayat|Table|Figure|Appendix|Chapter|Section|paragraph|point|Law|Act"
    r"|Resolution|UU|Tier|Vol|p|pp|ke|doi)\b\.?:?\s*(?:\d+\s*(?:,|and|dan|to|-)\s*)*|[#\[]\s*)$",
    re.IGNORECASE,
)
_CAPITALISED = r"(?:[A-Z]\.)+(?!\w)|(?:e-)?[^\W\d_a-z][\w’'.-]*\w"
_JOINING = r"(?:of|the|for|and|on|to|in|against|de|den|van|bin|binti|&)"
_NAME = re.compile(rf"(?<![\w-])(?:{_CAPITALISED})(?:\s+(?:{_JOINING}\s+){{0,3}}(?:{_CAPITALISED}))*")
_TIME = re.compile(
    rf"\s+(?:(?:on|in|and|of|from|to)\s+)*(?:{_MONTHS}|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\b.*$"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|into|di|ke|dari)\s+(?:the\s+)?$", re.IGNORECASE)
_CLAUSE = r"(?:[^.;]|\.(?=\d)|(?<=\bNo)\.|(?<=\bal)\.){3,250}"
_REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|since(?!\s+(?:its|their|then|the\b|\d|[A-Z]))|as a result of|caused by"
    rf"|in order to|so that|so as to|aims? to|karena)\s+{_CLAUSE}",
)
_DEFINITION = re.compile(
    r"\b(?:(?:is|are|can be|was) (?:often )?(?:defined|described|understood|known) as|(?<!here )(?<!here)(?:is|are) an?"
    rf"|refers? to|(?<!by )means(?: that)?|stands? for|adalah|merupakan)\s+({_CLAUSE})"
)
_ITEM = r"[^\s,.;:()][^,.;:()]{1,80}(?<!\s)"
_ITEMS = re.compile(
    rf"(?:\b(?:namely|such as|including|includes?|consist(?:s|ing)? of|comprises?|through|via|are|were|into|yaitu"
    rf"|seperti|antara lain)\b|:)\s*,?\s*((?:{_ITEM},\s+){{0,15}}{_ITEM},?\s+(?:and|or|as well as|dan|atau|&)\s+{_ITEM}"
    rf"|(?:{_ITEM},\s+){{2,15}}{_ITEM})(?![\w])",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    "The This That These Those It In On At As A An He She They We I However But And For From To If When While There Its"
    " His Her Their Our After Before During Since Although Moreover Furthermore Meanwhile Therefore Thus According By"
    " Also Both Each Every Some Many Most Such Through With Without Under Over Between Among Based First Second Third"
    " Finally Then So Besides Because Not No Yes Of Or Referring Regarding Formed Previously".split()
)


def facts_of(texts: Iterable[str]) -> list[tuple[Fact, ...]]:
    """The facts of each of several texts; see `facts`."""
    return [facts(text) for text in texts]


@lru_cache(maxsize=8192)  # the same sentences are looked at for many questions
def facts(text: str) -> tuple[Fact, ...]:
    """All facts of a text; they may overlap, as a place is a name too.

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
        enumerates |= bracketed and match.group().isdigit()  # a list within a sentence
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
