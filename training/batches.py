"""Groups of windows to train the reader on: for each question one window that answers it and K that do not.

What a step sees depends on the seed and the step's number alone, neither on the steps before nor on how many processes
prepare batches; so an interrupted run goes on as if it had not been interrupted.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import Dataset

from training.errors import TrainingError
from training.features import Example, make_example
from training.records import Mined, Prepared, SourceQuestion
from training.windows import Leave, cut_window

# How often each kind of window without an answer is drawn, where a question has it.
KINDS = {"asked": 3.0, "made": 3.0, "removed": 2.0, "near": 4.0, "far": 1.0}
_TOKENS = (48, 80, 112, 144, 176, 200, 200, 200)  # lengths of windows; Kutip's passages have up to 200 tokens
_OTHER_LEFT_OUT, _WITH_HEADING = 0.3, 0.5
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """B = G (K + 1) windows of up to T tokens; those of one question follow one another, the answering one first.

    Attributes:
        ids: (B, T) token numbers, 0 beyond the end.
        types: (B, T) 1 from the passage on.
        mask: (B, T) 1 for tokens, 0 beyond the end.
        labels: (B, 6) answerable, located, start, end, first and last token of the evidence.
        group: K + 1.
    """

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor
    group: int

    def to(self, device: str) -> "Batch":
        """The same batch on another device."""
        ids, types, mask, labels = (
            part.to(device, non_blocking=True) for part in (self.ids, self.types, self.mask, self.labels)
        )
        return Batch(ids, types, mask, labels, self.group)


def collate(examples: Sequence[Example], *, group: int) -> Batch:
    """Pad examples to the longest of them."""
    length = max(len(one.ids) for one in examples)
    ids, types, mask = (np.zeros((len(examples), length), dtype=np.int64) for _ in range(3))
    for row, one in enumerate(examples):
        size = len(one.ids)
        ids[row, :size], types[row, :size], mask[row, :size] = one.ids, one.types, 1
    labels = [(int(one.answerable), int(one.located), *one.span, *one.evidence) for one in examples]
    arrays = (ids, types, mask, np.asarray(labels, dtype=np.int64))
    tensors = [torch.from_numpy(array) for array in arrays]
    return Batch(tensors[0], tensors[1], tensors[2], tensors[3], group)


class ReaderGroups:
    """Draws the group of windows of a question."""

    def __init__(
        self, data: Prepared, questions: Sequence[SourceQuestion], tokenizer: Tokenizer, *, others: int = 3
    ) -> None:
        """Sort the questions.

        Args:
            data: Passages and mined passages.
            questions: Those to train on, unanswerable ones included.
            tokenizer: The base's, without truncation and padding.
            others: K, windows that do not answer, per question.

        Raises:
            TrainingError: None of the questions is answerable.
        """
        self._data, self._tokenizer, self._others = data, tokenizer, others
        self.questions = [question for question in questions if question.answerable]
        if not self.questions:
            raise TrainingError("none of the questions to train on is answerable; add a source, or hold out less")
        self._asked: dict[str, list[SourceQuestion]] = {}
        self._made: dict[str, list[SourceQuestion]] = {}
        for question in questions:
            if question.made:
                self._made.setdefault(question.id.rpartition("/")[0], []).append(question)
            elif not question.answerable:
                self._asked.setdefault(question.passage, []).append(question)

    def draw(self, question: SourceQuestion, draw: random.Random, kinds: Sequence[str] = ()) -> list[Example]:
        """Return K + 1 examples, the answering one first.

        Args:
            question: An answerable question.
            draw: Chooses windows.
            kinds: The kinds of the K others, if they are not to be drawn.

        Raises:
            TrainingError: The sources have no passage that does not answer it.
        """
        tokens = draw.choice(_TOKENS)
        leave = Leave.OTHER if draw.random() < _OTHER_LEFT_OUT else Leave.NOTHING
        first = self._window(question, question.passage, draw, tokens, leave, answerable=True)
        if first is None:  # the answer is too long to be located; that there is one is learned nevertheless
            first = self._window(replace(question, answer=None), question.passage, draw, tokens, leave, answerable=True)
        if first is None:
            raise TrainingError(f"the passage of {question.id} has no sentence; leave it out")
        wanted = list(kinds) or [""] * self._others
        return [first, *(self._other(question, draw, tokens, kind) for kind in wanted)]

    def _other(self, question: SourceQuestion, draw: random.Random, tokens: int, kind: str) -> Example:
        """A window that does not answer the question: of the kind asked for, or if it has none, of any that it has."""
        for turn in range(_TRIES):
            chosen = kind if kind and turn == 0 else draw.choices([*KINDS], [*KINDS.values()])[0]
            found = self._of_kind(question, draw, tokens if draw.random() < 0.5 else draw.choice(_TOKENS), chosen)
            if found is not None:
                return found
        held = list(self._data.passages)
        for _ in range(_TRIES):  # any passage of another article
            passage = self._data.passages[draw.choice(held)]
            if passage.article != self._data.passages[question.passage].article:
                found = self._window(question, passage.id, draw, tokens, Leave.NOTHING, answerable=False)
                if found is not None:
                    return found
        raise TrainingError(
            f"no window without an answer was found for {question.id}; the sources have too few articles"
        )

    def _of_kind(self, question: SourceQuestion, draw: random.Random, tokens: int, kind: str) -> Example | None:
        if kind in {"asked", "made"}:
            others = self._asked.get(question.passage) if kind == "asked" else self._made.get(question.id)
            if not others:
                return None
            leave = Leave.OTHER if draw.random() < _OTHER_LEFT_OUT else Leave.NOTHING
            # The window is one that answers `question`, so that only the question tells the two apart.
            return self._window(draw.choice(others), question.passage, draw, tokens, leave, False, question.answer)
        if kind == "removed":
            if question.answer is None:
                return None
            tokens = max(tokens, 112)  # enough that other sentences remain
            return self._window(question, question.passage, draw, tokens, Leave.ANSWER, False, question.answer)
        mined = self._data.mined.get(question.id, Mined())
        held = mined.near if kind == "near" else mined.far
        if not held:
            return None
        passage = held[int(len(held) * draw.random() ** 1.5)]  # more often one that ranks high
        return self._window(question, passage, draw, tokens, Leave.NOTHING, answerable=False)

    def _window(
        self,
        question: SourceQuestion,
        passage: str,
        draw: random.Random,
        tokens: int,
        leave: Leave,
        answerable: bool,
        around: tuple[int, int] | None = None,
    ) -> Example | None:
        of = self._data.passages[passage]
        heading = of.heading if draw.random() < _WITH_HEADING else ""
        answer = question.answer if answerable else around
        window = cut_window(of.text, heading=heading, answer=answer, tokens=tokens, draw=draw, leave=leave)
        return None if window is None else make_example(self._tokenizer, question.text, window, answerable=answerable)


class ReaderSteps(Dataset[Batch]):
    """The batch of each step."""

    def __init__(self, groups: ReaderGroups, *, steps: int, size: int, seed: int) -> None:
        """Remember how to draw.

        Args:
            groups: Draws one group.
            steps: How many steps there are.
            size: G, questions per step.
            seed: Chooses order, windows and questions.
        """
        self._groups, self._steps, self._size, self._seed = groups, steps, size, seed

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> Batch:
        """The batch of a step."""
        questions, total = self._groups.questions, len(self._groups.questions)
        examples: list[Example] = []
        group = 0
        for at in range(step * self._size, (step + 1) * self._size):
            epoch, place = divmod(at, total)
            question = questions[order_of(self._seed, epoch, total)[place]]
            drawn = self._groups.draw(question, random.Random(f"{self._seed}:{at}"))  # noqa: S311
            examples += drawn
            group = len(drawn)
        return collate(examples, group=group)


@lru_cache(maxsize=4)
def order_of(seed: int, epoch: int, size: int) -> tuple[int, ...]:
    """The order of the questions in an epoch."""
    return tuple(int(n) for n in np.random.default_rng((seed, epoch)).permutation(size))
