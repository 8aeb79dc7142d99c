"""Cuts a question and a passage into windows: what the reader reads in one run, at most 320 tokens of BERT."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from kutip.errors import ModelError
from kutip.index.arrays import Integers

MOST_TOKENS = 320  # of a window; the network was trained with windows up to about that length
_MOST_OF_QUESTION = 96  # longer questions are cut: questions of the training data have 14 tokens on average
_MOST_OF_CONTEXT = 64
_SHARED = 64  # tokens that two windows of one passage share, so that most sentences stand whole in one of them
_MARKS = (("[CLS]", "[SEP]"), ("<s>", "</s>"))  # what begins and ends a text: of BERT, of XLM-R and multilingual-e5


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The input of one run: [CLS] question [SEP] context, tokens of the passage's text [SEP].

    Attributes:
        ids: (L,) each token's number in the vocabulary.
        types: (L,) 0 for the question, 1 from the context on.
        place: Where the text's tokens begin among the L.
        first: The number of the first of them among all T tokens of the passage's text.
        last: One more than the number of the last one.
    """

    ids: Integers
    types: Integers
    place: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class WindowedText:
    """The windows of one passage.

    Attributes:
        windows: They cover all tokens of the text; one if the text is short.
        offsets: (T, 2) start and end of each token in the text, in characters.
    """

    windows: tuple[Window, ...]
    offsets: Integers


def cut_windows(tokenizer: Tokenizer, question: str, texts: Sequence[tuple[str, str]]) -> list[WindowedText]:
    """Cut each of several passages into windows for one question.

    Args:
        tokenizer: Without truncation and padding.
        question: In the passages' language.
        texts: Of each passage its context, such as its heading, and its text.

    Raises:
        ModelError: The tokenizer is of another kind than BERT's and XLM-R's.
    """
    begin, end = _begin_and_end(tokenizer)
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:_MOST_OF_QUESTION]
    cut = []
    for context, text in texts:
        above = tokenizer.encode(context, add_special_tokens=False).ids[:_MOST_OF_CONTEXT]
        encoding = tokenizer.encode(text, add_special_tokens=False)
        before = [begin, *asked, end, *above]
        room = MOST_TOKENS - len(before) - 1
        windows = []
        for first, last in _parts(len(encoding.ids), room):
            ids = np.asarray([*before, *encoding.ids[first:last], end], dtype=np.int64)
            types = (np.arange(len(ids)) >= len(asked) + 2).astype(np.int64)
            windows.append(Window(ids, types, len(before), first, last))
        cut.append(WindowedText(tuple(windows), np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)))
    return cut


def _begin_and_end(tokenizer: Tokenizer) -> tuple[int, int]:
    for marks in _MARKS:
        begin, end = map(tokenizer.token_to_id, marks)
        if begin is not None and end is not None:
            return begin, end
    raise ModelError(f"the reader's tokenizer has none of {_MARKS}; take a model with one of BERT's or XLM-R's kind")


def _parts(tokens: int, room: int) -> Iterator[tuple[int, int]]:
    """Parts [first, last) of a text of some tokens, each at most `room` long, that overlap and cover it."""
    first = 0
    while first + room < tokens:
        yield first, first + room
        first += room - _SHARED
    yield first, tokens
