"""Cuts the part of a passage that the reader is shown in training: whole sentences, with or without the answer."""

import random
from dataclasses import dataclass
from enum import Enum

from kutip.text.sentences import sentence_bounds
from training.records import Range

_TOKENS_PER_WORD = 1.4  # English WordPiece on SQuAD; a window's length need not be exact


class Leave(Enum):
    """What is left out of a window."""

    NOTHING = "nothing"
    ANSWER = "answer"  # the sentences with the answer: the window no longer has it
    OTHER = "other"  # one sentence without it


@dataclass(frozen=True, slots=True)
class ReaderWindow:
    """A part of a passage.

    Attributes:
        heading: What is shown before the sentences; "" for nothing.
        text: The sentences.
        answer: Where the answer stands in `text`; None if it does not.
        evidence: Where the sentences stand that hold the answer; None if they do not.
    """

    heading: str
    text: str
    answer: Range | None
    evidence: Range | None


def cut_window(
    text: str,
    *,
    heading: str,
    answer: Range | None,
    tokens: int,
    draw: random.Random,
    leave: Leave = Leave.NOTHING,
) -> ReaderWindow | None:
    """Cut a window around the answer or, without one, around any sentence.

    Args:
        text: The passage.
        heading: What stands before it; "" for none.
        answer: Where the answer stands in `text`; None if it has none.
        tokens: About how long the sentences may be together; those with the answer always stay whole.
        draw: Chooses on which side the window grows, and the sentence to leave out.
        leave: What to leave out.

    Returns:
        None if nothing would be left, or if the answer was to go and stands elsewhere in the window too.
    """
    starts = [start for start, _ in sentence_bounds(text)]
    if not starts:
        return None
    pieces = list(zip(starts, [*starts[1:], len(text)], strict=True))
    if answer is not None:
        first = max(n for n, (start, _) in enumerate(pieces) if start <= answer[0])
        last = max(n for n, (start, _) in enumerate(pieces) if start < answer[1])
    else:
        first = last = draw.randrange(len(pieces))
    kept = _grown(text, pieces, first, last, tokens, draw)
    dropped = _dropped(kept, first, last, leave, draw)
    left = [n for n in kept if n not in dropped]
    if not left:
        return None
    return _window(text, heading, [pieces[n] for n in left], answer, (pieces[first][0], pieces[last][1]), leave)


def _grown(text: str, pieces: list[Range], first: int, last: int, tokens: int, draw: random.Random) -> range:
    """The numbers of the sentences of the window: those needed, and others on either side while there is room."""
    sizes = [len(text[start:end].split()) * _TOKENS_PER_WORD for start, end in pieces]
    size = sum(sizes[first : last + 1])
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(pieces) and size + sizes[n] <= tokens]
        if not sides:
            return range(first, last + 1)
        n = draw.choice(sides)
        size += sizes[n]
        first, last = min(first, n), max(last, n)


def _dropped(kept: range, first: int, last: int, leave: Leave, draw: random.Random) -> set[int]:
    if leave is Leave.ANSWER:
        return set(range(first, last + 1))
    others = [n for n in kept if not first <= n <= last]
    return {draw.choice(others)} if leave is Leave.OTHER and len(others) > 1 else set()


def _window(
    text: str, heading: str, pieces: list[Range], answer: Range | None, evidence: Range, leave: Leave
) -> ReaderWindow | None:
    shown, places = "", []
    for start, end in pieces:
        places.append((start, len(shown)))
        shown += text[start:end]
    shown = shown.rstrip()
    if answer is None:
        return ReaderWindow(heading, shown, None, None)
    if leave is Leave.ANSWER:
        words = text[slice(*answer)].casefold()
        still_there = words in shown.casefold() or words in heading.casefold()
        return None if still_there else ReaderWindow(heading, shown, None, None)
    shift = next(at - start for start, at in places if start == evidence[0])
    end = min(evidence[1] + shift, len(shown))
    return ReaderWindow(heading, shown, (answer[0] + shift, answer[1] + shift), (evidence[0] + shift, end))
