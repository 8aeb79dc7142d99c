"""Numbers in a text, however they are written."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kutip.language import LANGUAGES
from kutip.language.united import any_of, union
from kutip.text.terms import terms

NUMBER_WORDS = union(
    *("numbers.cardinals", "numbers.tens", "numbers.scales", "numbers.amounts"),
    *("numbers.ordinals", "numbers.tens_ordinals"),
)
COUNTED_FROM = 2  # "one" is more often a pronoun than a count
YEAR = r"(?:1[5-9]|20)\d{2}"  # a number that is read as a year, whatever stands beside it
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")  # as Indonesian writes 10.1
_VALUES = {
    word: number
    for one in LANGUAGES.values()
    for first, step, words in ((0, 1, one.numbers.cardinals), (20, 10, one.numbers.tens))
    for number, word in zip(range(first, 100, step), words, strict=False)
    if number > 0
}
_TENS = union("numbers.tens")
_WORDS = _VALUES.keys() | union("numbers.scales")
_ENDING, _PREFIX = any_of("numbers.ordinal_endings"), any_of("numbers.ordinal_prefixes")
_ORDINAL = re.compile(rf"(\d+){_ENDING}|{_PREFIX}(\d+)")
_NUMBER = re.compile(
    rf"(?<!\w)\d+{_ENDING}\b|\b{_PREFIX}\d+\b|(?<=\d/)\d{{4}}\b"
    r"|(?<![\w.,/])(?<![^\W\d_]-)\d+(?:[.,]\d+)*(?!\w|[.,]\d)"
    rf"|[^\W\d_]+(?:[ -](?!{_PREFIX}\d)[^\W\d_]+)*",
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
    """The numbers of a piece of a text: digits, or words, of which those that stand together make one number."""
    ordinal, decimal = _ORDINAL.fullmatch(piece), _DECIMAL_COMMA.fullmatch(piece)
    if ordinal is not None:
        yield f"ordinal {ordinal[1] or ordinal[2]}"
    elif decimal is not None:
        yield f"{decimal[1]}.{decimal[2]}"
    elif piece[0].isdigit():
        yield terms(piece)[0]
    else:
        for is_number, run in groupby(re.split(r"[ -]", piece), key=_WORDS.__contains__):
            value = _value(list(run)) if is_number else 0
            if value >= COUNTED_FROM:
                yield str(value)


def _value(words: list[str]) -> int:
    """The number that words make together; 0 for a combination that is not read, such as "two hundred"."""
    values = [_VALUES.get(word, 0) for word in words]
    if len(words) == 2 and words[0] in _TENS and 0 < values[1] < 10:
        return sum(values)
    return values[0] if len(words) == 1 else 0


def years(texts: Iterable[str]) -> frozenset[str]:
    """The years in some texts, by their four digits.

    >>> sorted(years(["from 2019 to 2021", "12345"]))
    ['2019', '2021']
    """
    return frozenset(year for text in texts for year in _YEAR.findall(text))
