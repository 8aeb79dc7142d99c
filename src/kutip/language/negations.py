"""Words that deny what a sentence says."""

import re

from kutip.language.united import any_of, in_order, union

_NEGATIONS = union("function_words.negations")
_ENDINGS = in_order("function_words.negating_endings")
_NEGATIVE = union("function_words.negative_words")
_PAIRED = union("function_words.paired_negations")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w-])")
_BEFORE_NUMBER = re.compile(rf"\b{any_of('sentences.before_numbers')}\.?\s*(?=\d)")  # "No. 21"


def denies(word: str) -> bool:
    """Whether a word only negates its sentence.

    >>> [word for word in ["No", "didn’t", "unlawful", "tidak"] if denies(word)]
    ['No', 'didn’t', 'tidak']
    """
    folded = word.casefold()
    return folded in _NEGATIONS or folded.endswith(_ENDINGS)


def count_negations(text: str) -> int:
    """How many times a text denies something; "neither … nor" counts once, the "No." before a number not at all.

    >>> [count_negations(text) for text in ("Neither A nor B met.", "It didn’t say no.", "Law No. 21 holds.")]
    [1, 2, 0]
    """
    words = _WORD.findall(_BEFORE_NUMBER.sub(" ", text.casefold()))
    return sum((denies(word) or word in _NEGATIVE) and word not in _PAIRED for word in words)
