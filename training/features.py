"""Turns a question and a window into the numbers that the reader takes, and the answer into those that it should give.

The input is cut by the code that also cuts it when Kutip answers (`kutip.models.windows`).
"""

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from kutip.index.arrays import Integers
from kutip.models.windows import Window, cut_windows
from training.records import Range
from training.windows import ReaderWindow


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """The input of one run of the reader, with what it should say about it.

    Attributes:
        ids: (L,) [CLS] question [SEP] heading and passage [SEP], as numbers in the vocabulary.
        types: (L,) 1 from the heading on.
        answerable: Whether the passage answers the question.
        span: Indices of the answer's first and last token; (0, 0), that is [CLS], if the passage does not answer.
        evidence: Indices of the first and last token of the sentences that answer; (-1, -1) if there are none.
        located: Whether span and evidence are known: not for a yes-or-no question that the passage answers.
    """

    ids: Integers
    types: Integers
    answerable: bool
    span: Range = (0, 0)
    evidence: Range = (-1, -1)
    located: bool = True


def make_example(tokenizer: Tokenizer, question: str, shown: ReaderWindow, *, answerable: bool) -> Example | None:
    """Encode a part of a passage with its labels; None if the answer does not stand whole in one window.

    Args:
        tokenizer: The base's, without truncation and padding.
        question: As people asked it, or as we changed it.
        shown: The part of the passage.
        answerable: Whether it answers the question.
    """
    cut = cut_windows(tokenizer, question, [(shown.heading, shown.text)])[0]
    if not answerable:
        return Example(cut.windows[0].ids, cut.windows[0].types, answerable=False)
    if shown.answer is None or shown.evidence is None:
        return Example(cut.windows[0].ids, cut.windows[0].types, answerable=True, located=False)
    answer, evidence = _tokens(cut.offsets, shown.answer), _tokens(cut.offsets, shown.evidence)
    for window in cut.windows:
        if answer is not None and evidence is not None and window.first <= answer[0] and answer[1] < window.last:
            inside = max(evidence[0], window.first), min(evidence[1], window.last - 1)
            return Example(window.ids, window.types, True, _placed(window, answer), _placed(window, inside))
    return None


def _tokens(offsets: Integers, characters: Range) -> Range | None:
    """The numbers of the first and the last token that overlap these characters; None if none does."""
    inside = np.flatnonzero((offsets[:, 1] > characters[0]) & (offsets[:, 0] < characters[1]))
    return (int(inside[0]), int(inside[-1])) if len(inside) else None


def _placed(window: Window, tokens: Range) -> Range:
    """The indices in the window's input of tokens of the passage's text."""
    shift = window.place - window.first
    return tokens[0] + shift, tokens[1] + shift
