"""What a number in a sentence counts, and in which year."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kutip.text.terms import terms
from retriever.answers.evidence import COUNTED_WITHIN, AskedQuestion
from retriever.answers.facts import Fact, FactKind, facts

_SHARE = re.compile(r"\b(?:share|percent\w*|proportion|rate|persen\w*)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:how (?:many|much)|number of|berapa(?: banyak| jumlah)?)\s+((?:[\w-]+\s?){1,3})", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
# "164 cases (2018), 259 cases (2019)", "998 cases in 2023"
_YEAR_AFTER = re.compile(r"[^()\d]{0,30}(?:\((?=\d{4}\))|\b(?:in|of|during|pada|tahun)\s)(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")  # as Indonesian writes 10.1
_WORDS = {
    word: str(number)
    for words in (
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
        "dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    )
    for number, word in enumerate(words.split(), start=2)
} | {"eighteen": "18", "nineteen": "19", "twenty": "20"}
_PARTS = frozenset(  # of numbers in several words, which are not read
    "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion puluh belas ratus ribu"
    " juta".split()
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)|ke-(\d+)")
_NUMBER = re.compile(
    r"(?<!\w)\d+(?:st|nd|rd|th)\b|\bke-\d+\b|(?<=\d/)\d{4}\b"
    r"|(?<![\w.,/])(?<![^\W\d_]-)\d+(?:[.,]\d+)*(?!\w|[.,]\d)"
    r"|[^\W\d_]+(?:[ -](?!ke-\d)[^\W\d_]+)*",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:about|almost|approximately|around|at least|less than|more than|nearly|over|some|under|up to|hampir"
    r"|lebih dari|sekitar)\s+$",
    re.IGNORECASE,
)


def stated_numbers(text: str) -> tuple[str, ...]:
    """The numbers and years of a text, each once, in one form however they are written.

    >>> stated_numbers("Seven of 1,061 (10,1%) in 2023")
    ('7', '1061', '10.1', '2023')
    """
    found = (number for match in _NUMBER.finditer(text) for number in _numbers(match.group().casefold()))
    return tuple(dict.fromkeys(found))


def _numbers(piece: str) -> Iterator[str]:
    """The numbers of a piece of a text: digits, or words, of which those that stand together make another number."""
    ordinal, decimal = _ORDINAL.fullmatch(piece), _DECIMAL_COMMA.fullmatch(piece)
    if ordinal is not None:
        yield f"ordinal {ordinal[1] or ordinal[2]}"
    elif decimal is not None:
        yield f"{decimal[1]}.{decimal[2]}"
    elif piece[0].isdigit():
        yield terms(piece)[0]
    else:
        for is_number, words in groupby(re.split(r"[ -]", piece), key=lambda word: word in _WORDS or word in _PARTS):
            run = list(words)
            if is_number and len(run) == 1 and run[0] in _WORDS:
                yield _WORDS[run[0]]


def asks_for_share(question: str) -> bool:
    """Whether a question asks for a percentage."""
    return _SHARE.search(question) is not None


def asks_to_count(question: str) -> bool:
    """Whether a question asks how many there are of something."""
    return _COUNTED.search(question) is not None and not asks_for_share(question)


def years(said: Iterable[str]) -> frozenset[str]:
    """The years in some texts, by their four digits."""
    return frozenset(year for text in said for year in _YEAR.findall(text))


def counting(question: AskedQuestion, text: str, numbers: Iterable[Fact]) -> Iterator[Fact]:
    """Those of a text's numbers that count what the question counts, in the year that it asks about if it names one.

    They are shares where it asks for a share, else numbers that are followed by the word which it counts.
    """
    counted = {term for unit in _COUNTED.findall(question.text) for term in terms(unit)}
    asked_for = years(question.numbers)
    for number in numbers:
        date = date_of(text, number)
        if asked_for and date is not None and not asked_for & years([date]):
            continue
        if asks_for_share(question.text):
            if number.text.endswith(("%", "percent", "per cent", "persen")):
                yield number
        elif counted & set(terms(" ".join(_DIGIT.split(text[number.end :])[0].split()[:COUNTED_WITHIN]))):
            yield number


def date_of(text: str, number: Fact) -> str | None:
    """The date that a number of a text is of: told after it, else the one that stands nearest outside of brackets.

    >>> text = "It rose to 752 cases in 2022 from the year before, 2021, with 361 cases (Akbar, 2023)."
    >>> [date_of(text, fact) for fact in facts(text) if fact.kind is FactKind.NUMBER]
    ['2022', '2021']
    """
    after = _YEAR_AFTER.match(text, number.end)
    if after is not None:
        return after[1]
    dates = [fact for fact in facts(text) if fact.kind is FactKind.DATE and not _in_brackets(text, fact)]
    return min(dates, key=lambda date: _words_between(text, date, number)).text if dates else None


def is_rough(text: str, number: Fact) -> bool:
    """Whether a number of a text is said not to be exact."""
    return _ROUGHLY.search(text, 0, number.start) is not None


def _in_brackets(text: str, fact: Fact) -> bool:
    before = text[: fact.start]
    return before.rfind("(") > before.rfind(")")


def _words_between(text: str, one: Fact, other: Fact) -> int:
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return len(text[first.end : second.start].split())
