"""Cuts a sentence into words, numbers and marks, and knows which of them qualify what the others say."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kutip.language.negations import denies
from kutip.language.united import any_of, union
from kutip.text.terms import stem

QUOTES = frozenset("\"“”'’‘«»")
PRINT = frozenset("*_`")  # marks of Markdown, which a reader of the paper does not see
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:(?:[-'/.&]|(?<=\d),(?=\d))[^\W_]+)*|\S")
_LIKE = str.maketrans("‐‑–’‘“”«»", "---''" + '""""')
_SHARE = re.compile(rf"(?<=\d)\s*{any_of('numbers.shares')}\b")
_QUALIFIERS = union("rewording.qualifiers")
_REPORTING, _GOVERNING = (
    frozenset(stem(word, "english") for word in union(f"rewording.{field}")) for field in ("reporting", "governing")
)


@dataclass(frozen=True, slots=True)
class SentenceToken:
    """A word, number or mark.

    Attributes:
        text: As it is written, but with plain hyphens and apostrophes.
        key: The same for a word in either case: "police" for "Police"; an acronym such as "US" stays as it is.
    """

    text: str
    key: str

    @property
    def is_word(self) -> bool:
        """True for a word or number."""
        return self.text[0].isalnum()

    @property
    def qualifies(self) -> bool:
        """True if it limits or denies what is said beside it, or says who says it."""
        return denies(self.key) or self.key in _QUALIFIERS or stem(self.key, "english") in _REPORTING

    @property
    def governs(self) -> bool:
        """True for a verb whose object is the subject of what follows."""
        return stem(self.key, "english") in _GOVERNING


def tokens_of(sentence: str) -> tuple[SentenceToken, ...]:
    """Cut a sentence into its words, numbers and marks.

    >>> [token.key for token in tokens_of("The US’s e-Bus holds 1,047 names.")]
    ['the', "us's", 'e-bus', 'holds', '1,047', 'names', '.']
    """
    text = _SHARE.sub("%", unicodedata.normalize("NFC", sentence).translate(_LIKE))
    return tuple(
        SentenceToken(piece, piece if _is_acronym(piece) else piece.casefold()) for piece in _TOKEN.findall(text)
    )


def _is_acronym(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def without_stop(tokens: Sequence[SentenceToken]) -> tuple[str, tuple[SentenceToken, ...]]:
    """Cut off the final mark; it is returned first if it makes a question or an exclamation, else "" is."""
    end = len(tokens)
    while end and (tokens[end - 1].text in QUOTES or tokens[end - 1].text in ".?!…"):
        end -= 1
    final = {token.text for token in tokens[end:]}
    return next((mark for mark in "?!" if mark in final), ""), tuple(tokens[:end])
