"""Batches to train the late-interaction adapter on: questions, passages and sentences as tokens."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.utils.data import Dataset

from kutip.index.arrays import Floats
from kutip.models.windows import cut_windows
from kutip.text.sentences import sentence_bounds
from training.batches import order_of
from training.errors import TrainingError
from training.records import Mined, Prepared, SourceQuestion

MAX_TOKENS = 256  # of a passage, special tokens included
_QUESTION_TOKENS = 64
_NEAR = 0.6  # share of the other passages that are of the same article


@dataclass(frozen=True, slots=True)
class TokenRows:
    """N texts as tokens.

    Attributes:
        ids: (N, T) token numbers, special tokens included, 0 beyond the end.
        mask: (N, T) 1 for tokens.
        sentence: (N, T) the number of the text's sentence that a token is of; -1 for special tokens and beyond the end.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    sentence: torch.Tensor

    def to(self, device: str) -> "TokenRows":
        """The same on another device."""
        return TokenRows(self.ids.to(device), self.mask.to(device), self.sentence.to(device))


@dataclass(frozen=True, slots=True)
class LateBatch:
    """G questions, each with K + 1 passages, the one that answers first.

    Attributes:
        questions: (G, …) the questions.
        passages: (G (K + 1), …) the passages, those of one question following one another.
        sentences: (3 G, …) for each question the sentence that answers, another of its passage, one of another passage.
        same: (G, G (K + 1)) True where a passage is a question's own once more, as that of another question.
        same_sentence: (G, 3 G) the same of sentences.
        taught: (G (K + 1), …) each question with each of its passages, for the reader; None without a teacher.
        taught_types: Their token types.
    """

    questions: TokenRows
    passages: TokenRows
    sentences: TokenRows
    same: torch.Tensor
    same_sentence: torch.Tensor
    taught: TokenRows | None = None
    taught_types: torch.Tensor | None = None

    def to(self, device: str) -> "LateBatch":
        """The same batch on another device."""
        taught = self.taught.to(device) if self.taught is not None else None
        types = self.taught_types.to(device) if self.taught_types is not None else None
        questions, passages, sentences = (one.to(device) for one in (self.questions, self.passages, self.sentences))
        same = self.same.to(device), self.same_sentence.to(device)
        return LateBatch(questions, passages, sentences, *same, taught, types)


class LateSteps(Dataset[LateBatch]):
    """The batch of each step; it depends on the seed and the step's number alone."""

    def __init__(
        self,
        data: Prepared,
        questions: Sequence[SourceQuestion],
        tokenizer: Tokenizer,
        *,
        steps: int,
        size: int,
        seed: int,
        others: int = 3,
        taught: bool = False,
    ) -> None:
        """Remember what to draw from.

        Args:
            data: Passages and mined passages.
            questions: Those to train on; unanswerable ones are left out.
            tokenizer: The base's, which adds special tokens to a text.
            steps: How many steps there are.
            size: G, questions per step (>= 2).
            seed: Chooses order and passages.
            others: K, passages per question that do not answer it.
            taught: Whether a reader will judge each question with its passages.

        Raises:
            TrainingError: Fewer than two questions are answerable.
        """
        self._data, self._tokenizer = data, tokenizer
        self._questions = [question for question in questions if question.answerable]
        if len(self._questions) < 2:
            raise TrainingError("fewer than two of the questions to train on are answerable; add a source")
        self._ids = list(data.passages)
        self._steps, self._size, self._seed, self._others, self._taught = steps, size, seed, others, taught

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> LateBatch:
        """The batch of a step."""
        asked: list[SourceQuestion] = []
        passages: list[str] = []
        sentences: list[str] = []
        total = len(self._questions)
        for at in range(step * self._size, (step + 1) * self._size):
            epoch, place = divmod(at, total)
            question = self._questions[order_of(self._seed, epoch, total)[place]]
            asked.append(question)
            draw = random.Random(f"{self._seed}:{at}")  # noqa: S311
            drawn = self._drawn(question, draw)
            passages += drawn
            sentences += self._sentences(question, drawn[1], draw)
        texts = [self._data.passages[key].text for key in passages]
        same = [_again(names, groups=len(asked)) for names in (passages, sentences)]
        questions = token_rows(self._tokenizer, [question.text for question in asked], most=_QUESTION_TOKENS)
        held, alone = (token_rows(self._tokenizer, own, most=MAX_TOKENS) for own in (texts, sentences))
        if not self._taught:
            return LateBatch(questions, held, alone, same[0], same[1])
        pairs = [(asked[n // (self._others + 1)].text, text) for n, text in enumerate(texts)]
        return LateBatch(questions, held, alone, same[0], same[1], *self._pairs(pairs))

    def _drawn(self, question: SourceQuestion, draw: random.Random) -> list[str]:
        """The question's passage and K others."""
        mined = self._data.mined.get(question.id, Mined())
        drawn = [question.passage]
        while len(drawn) <= self._others:
            held = mined.near if draw.random() < _NEAR and mined.near else mined.far
            other = draw.choice(held or self._ids)
            drawn.append(other if other not in drawn else draw.choice(self._ids))
        return drawn

    def _sentences(self, question: SourceQuestion, other: str, draw: random.Random) -> list[str]:
        """The sentence that answers, or any if that is not known; another of its passage; one of another passage."""
        text, beside = (self._data.passages[key].text for key in (question.passage, other))
        bounds, around = sentence_bounds(text), sentence_bounds(beside)
        at = draw.randrange(len(bounds))
        if question.answer is not None:
            at = max(n for n, (start, _) in enumerate(bounds) if start <= question.answer[0])
        rest = [one for n, one in enumerate(bounds) if n != at] or bounds
        return [text[slice(*bounds[at])], text[slice(*draw.choice(rest))], beside[slice(*draw.choice(around))]]

    def _pairs(self, pairs: Sequence[tuple[str, str]]) -> tuple[TokenRows, torch.Tensor]:
        """Questions with passages as the reader takes them; of a passage of several windows the first."""
        cut = [cut_windows(self._tokenizer, question, [("", text)])[0].windows[0] for question, text in pairs]
        rows = _padded([window.ids.tolist() for window in cut], [[-1] * len(window.ids) for window in cut])
        types = torch.zeros_like(rows.ids)
        for row, window in enumerate(cut):
            types[row, : len(window.types)] = torch.from_numpy(window.types)
        return rows, types


def _again(names: Sequence[str], *, groups: int) -> torch.Tensor:
    """(G, N) True where the first name of a group occurs once more, in any of the G groups of equal size."""
    by_group = np.asarray(names).reshape(groups, -1)
    same = by_group[:, :1] == by_group.reshape(1, -1)
    rows = np.arange(groups)
    same[rows, rows * by_group.shape[1]] = False
    return torch.from_numpy(same)


def token_rows(tokenizer: Tokenizer, texts: Sequence[str], *, most: int) -> TokenRows:
    """Encode texts with special tokens, each up to `most` tokens, and number the sentence of each token."""
    ids, sentences = [], []
    for text in texts:
        encoding = tokenizer.encode(text)
        starts = np.asarray([start for start, _ in sentence_bounds(text)] or [0])
        of = [
            -1 if special else max(0, int(np.searchsorted(starts, start, "right")) - 1)
            for special, (start, _) in zip(encoding.special_tokens_mask, encoding.offsets, strict=True)
        ]
        own = encoding.ids
        if len(own) > most:  # the special token at the end stays
            own, of = [*own[: most - 1], own[-1]], [*of[: most - 1], -1]
        ids.append(own)
        sentences.append(of)
    return _padded(ids, sentences)


def _padded(ids: Sequence[Sequence[int]], sentences: Sequence[Sequence[int]]) -> TokenRows:
    length = max(map(len, ids))
    rows, mask = (torch.zeros((len(ids), length), dtype=torch.long) for _ in range(2))
    sentence = torch.full((len(ids), length), -1, dtype=torch.long)
    for row, (own, of) in enumerate(zip(ids, sentences, strict=True)):
        rows[row, : len(own)], mask[row, : len(own)] = torch.tensor(own), 1
        sentence[row, : len(of)] = torch.tensor(of)
    return TokenRows(rows, mask, sentence)


def token_idf(tokenizer: Tokenizer, texts: Sequence[str]) -> Floats:
    """(V,) how rare each token of the vocabulary is among N texts: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    held = np.zeros(tokenizer.get_vocab_size(), dtype=np.float64)
    for text in texts:
        held[np.unique(np.asarray(tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int64))] += 1
    idf: Floats = np.log(1 + (len(texts) - held + 0.5) / (held + 0.5)).astype(np.float32)
    return idf
