"""The words of questions and sentences as they are compared: by stem, synonym, number and kind of number."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kutip.language import LANGUAGES
from kutip.language.numbers import YEAR, stated_numbers
from kutip.language.united import any_of, in_order, union
from kutip.text.terms import terms

PRESENT, PAST = union("polarity.present"), union("polarity.past")
BEING = PRESENT | PAST | union("polarity.being")
HAVING, DOING = union("polarity.having"), union("polarity.doing")
MODALS = {word: at for at, same in enumerate(in_order("polarity.modals")) for word in same.split()}
THERE, DETERMINERS = union("polarity.there"), union("polarity.determiners")
PREPOSITIONS, MOVABLE = union("polarity.prepositions"), union("polarity.movable")
UNIVERSALS, EXCLUSIVES = union("polarity.universals"), union("polarity.exclusives")
PARTIALS = union("polarity.partials") - UNIVERSALS
_PHRASES = dict(one.split(" = ") for one in in_order("polarity.phrases"))
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b", re.IGNORECASE)
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*(?:%|{any_of('numbers.ordinal_endings')}\b)?|[^\W\d_]+(?:[-’'][^\W_]+)*|[,;:.!?<>~]"
)
_EXACT = re.compile(rf"\b{any_of('polarity.exact')}\s+(?=\d)", re.IGNORECASE)
_ABOVE = re.compile(rf"\b{any_of('polarity.above')}\s+(?=\d)", re.IGNORECASE)
_BELOW = re.compile(rf"\b{any_of('polarity.below')}\s+(?=\d)", re.IGNORECASE)
_ROUGHLY = re.compile(rf"\b{any_of('numbers.rough', 'polarity.above', 'polarity.below')}\s+(?=\d)", re.IGNORECASE)
_RANKING = re.compile(any_of("rewording.superlatives"))
# Of a comparison no form stands for another: the best is not good.
_FIRST_FORMS = {
    form: family[0]
    for one in LANGUAGES.values()
    for family in one.stemming.families
    if not any(map(_RANKING.fullmatch, family))
    for form in family
}
_YEAR = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word, number or mark.

    Attributes:
        text: As it stands.
        folded: In lower case.
        key: What is compared: the number, the stem, or the first of the words that say the same.
        shape: For a number, of which kind it is: a year, a share, an ordinal, or a count; else "".
        bound: For a number that is asked for with one, "<" or ">"; else "".
    """

    text: str
    folded: str
    key: str
    shape: str = ""
    bound: str = ""


def tokens(text: str) -> list[ComparedWord]:
    """The tokens of a sentence; the numbers that it calls inexact have "~" before them.

    >>> [(one.key, one.shape) for one in tokens("About 1,138 in 1981: 10.1%")]
    [('~', ''), ('1138', 'count'), ('in', ''), ('1981', 'year'), (':', ''), ('10.1', 'share')]
    """
    return [_token(one.group()) for one in _TOKEN.finditer(_ROUGHLY.sub("~ ", _EXACT.sub("", with_one_form(text))))]


def with_one_form(text: str) -> str:
    """A text with each phrase that one word can say replaced by that word."""
    return _PHRASE.sub(lambda phrase: _PHRASES[phrase[0].casefold()], text)


@lru_cache(maxsize=8192)  # many questions read the same sentences
def _token(text: str) -> ComparedWord:
    folded = text.casefold().replace("’", "'").removesuffix("'s")
    if folded[0].isdigit():
        value = (terms(folded.rstrip("%")) or [folded])[0]
        shape = "share" if folded.endswith("%") else "ordinal" if folded[-1].isalpha() else "count"
        return ComparedWord(text, folded, value, "year" if shape == "count" and _YEAR.fullmatch(folded) else shape)
    numbers = stated_numbers(folded)
    if len(numbers) == 1 and numbers[0].isdigit():
        return ComparedWord(text, folded, numbers[0], "count")
    return ComparedWord(text, folded, key_of(folded))


@lru_cache(maxsize=8192)
def key_of(word: str) -> str:
    """What is compared of a word: its stem, or that of the first of the words that say the same."""
    stem = _stem(word)
    return _groups().get(stem, stem)


def _stem(word: str) -> str:
    own = terms(_FIRST_FORMS.get(word, word))
    return own[-1] if own else word  # of a compound the whole


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    rows = [[_stem(word) for word in row.split()] for row in in_order("polarity.synonyms")]
    return {word: row[0] for row in rows for word in row}


def asked_tokens(text: str) -> list[ComparedWord]:
    """The tokens of a question; the bounds that it sets to numbers are "<" and ">" before them."""
    bounded = _BELOW.sub("< ", _ABOVE.sub("> ", _EXACT.sub("", with_one_form(text))))
    return [_token(one.group()) for one in _TOKEN.finditer(_ROUGHLY.sub("~ ", bounded))]
