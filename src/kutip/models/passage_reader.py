"""The reader: a network that reads a question together with a passage and says where the passage answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from kutip import budget
from kutip.index.arrays import Floats, Integers
from kutip.models.session import open_session
from kutip.models.windows import Window, WindowedText, cut_windows

_LONGEST_SPAN = 24  # tokens; answers of the training data have at most that many but for few
_NEVER = -1e9


@dataclass(frozen=True, slots=True, eq=False)
class WindowReading:
    """What the network gives for the T tokens of a passage's text in one window.

    Attributes:
        first: The number of the first of them among all tokens of the text.
        starts: (T,) for each token, how much it is like the start of the answer, as a logit.
        ends: (T,) the same for the end.
        evidence: (T,) for each token, how much it is part of the sentence that answers, as a logit.
        nothing: The sum of both logits for "no answer here".
        answerable: How much the window is like one that answers, as a logit.
    """

    first: int
    starts: Floats
    ends: Floats
    evidence: Floats
    nothing: float
    answerable: float


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Characters [start, end) of a passage's text that may be the answer.

    Attributes:
        start: Where it starts.
        end: Where it ends.
        margin: By how much its logits exceed those of "no answer here".
        certainty: As that of the reading, but for this span: a logit, above 0 for a likely answer.
    """

    start: int
    end: int
    margin: float
    certainty: float


class PassageReading:
    """What the reader found in one passage.

    Attributes:
        certainty: How certainly the passage answers the question, as a logit: the answerability plus half the margin of
            the best span; of several windows the highest.
    """

    def __init__(self, windows: Sequence[WindowReading], offsets: Integers) -> None:
        """Keep readings of the windows of a passage.

        Args:
            windows: They cover the passage's text.
            offsets: (T, 2) start and end of each token of the text, in characters.
        """
        self._windows = windows
        self._offsets = offsets
        self.certainty = max(one.answerable + _best(one, 0, len(one.starts))[2] / 2 for one in windows)
        self._evidence = np.full(len(offsets), _NEVER, dtype=np.float32)
        for one in windows:
            part = self._evidence[one.first : one.first + len(one.evidence)]
            np.maximum(part, one.evidence, out=part)

    def evidence(self, start: int, end: int) -> float | None:
        """The mean logit of the tokens in characters [start, end) to be of the sentence that answers; None without."""
        first, last = self._tokens(start, end)
        return float(self._evidence[first:last].mean()) if last > first else None

    def span(self, start: int, end: int) -> AnswerSpan | None:
        """The likeliest answer within characters [start, end) of the text; None if they have no token."""
        first, last = self._tokens(start, end)
        found: AnswerSpan | None = None
        for one in self._windows:
            low, high = max(0, first - one.first), min(len(one.starts), last - one.first)
            if low >= high:
                continue
            begin, final, margin = _best(one, low, high)
            certainty = one.answerable + margin / 2
            if found is None or certainty > found.certainty:
                place = self._offsets[one.first + begin, 0], self._offsets[one.first + final, 1]
                found = AnswerSpan(int(place[0]), int(place[1]), margin, certainty)
        return found

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens [first, last) that lie within characters [start, end)."""
        first = int(np.searchsorted(self._offsets[:, 0], start, "left"))
        return first, max(first, int(np.searchsorted(self._offsets[:, 1], end, "right")))


def _best(window: WindowReading, low: int, high: int) -> tuple[int, int, float]:
    """The best span of tokens of a window from `low` to below `high`: its first and last token, and its margin."""
    starts, ends = window.starts[low:high], window.ends[low:high]
    best = (low, low, _NEVER)
    for longer in range(min(_LONGEST_SPAN, high - low)):
        sums = starts[: len(starts) - longer] + ends[longer:]
        at = int(sums.argmax())
        margin = float(sums[at]) - window.nothing
        if margin > best[2]:
            best = (low + at, low + at + longer, margin)
    return best


class PassageReader:
    """Reads passages for a question; safe to share between threads."""

    def __init__(self, network: bytes, tokenizer: bytes, *, threads: int = 2) -> None:
        """Load the network.

        Args:
            network: The content of its ONNX file.
            tokenizer: The content of its tokenizer's file.
            threads: Number of threads that compute one window.
        """
        self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._session = open_session(network, threads=threads)

    def read(self, question: str, texts: Sequence[tuple[str, str]]) -> Iterator[PassageReading]:
        """Read passages one by one, in their order.

        Each window is a run of its own, so a reading does not depend on what else is read: in int8, the inputs of one
        run share their scales. It is also faster: ten windows in one run took three times the CPU time of ten runs.

        Args:
            question: In the passages' language.
            texts: Of each passage its context, such as its heading, and its text.
        """
        for one in cut_windows(self._tokenizer, question, texts):
            yield self._read(one)

    def _read(self, text: WindowedText) -> PassageReading:
        readings = []
        for window in text.windows:
            budget.pause()
            readings.append(self._run(window))
        return PassageReading(readings, text.offsets)

    def _run(self, window: Window) -> WindowReading:
        ids, types = window.ids[None], window.types[None]
        starts, ends, evidence, answerable = self._session.run(
            ["start", "end", "evidence", "answerable"], {"ids": ids, "types": types, "mask": np.ones_like(ids)}
        )
        own = slice(window.place, window.place + window.last - window.first)
        nothing = float(starts[0, 0] + ends[0, 0])
        return WindowReading(
            window.first, starts[0, own], ends[0, own], evidence[0, own], nothing, float(answerable[0])
        )
