"""The loss of the late-interaction adapter: the base, fitted to how Kutip matches the words of a question.

A passage scores as its best sentence. A sentence scores as the mean, weighted by IDF, over the question's tokens of
their similarity to the sentence's most similar token (`retriever.ranking.late`).
"""

from dataclasses import dataclass

import torch
from torch.nn import functional

from kutip.index.arrays import Floats
from training.late_batches import LateBatch, TokenRows
from training.networks import ReaderNetwork, TrainedNetwork, pooled

_TEMPERATURE, _POOLED_TEMPERATURE = 0.025, 0.05
_TEACHER_SCALE = 0.5  # brings scores over the temperature to the range of the reader's logits
_NEVER = -1e4


def late_scores(
    question: torch.Tensor, questions: TokenRows, passage: torch.Tensor, passages: TokenRows, idf: torch.Tensor
) -> torch.Tensor:
    """Score G questions with P passages, from -1 to 1.

    Args:
        question: (G, Q, D) vectors of the questions' tokens.
        questions: Their tokens.
        passage: (P, T, D) vectors of the passages' tokens.
        passages: Their tokens.
        idf: (V,) weight of each token of the vocabulary.

    Returns:
        (G, P) scores.
    """
    real = questions.sentence >= 0
    weights = idf[questions.ids] * real
    weights = weights / weights.sum(1, keepdim=True).clamp(min=1e-6)
    asked = functional.normalize(question[real].float(), dim=-1)  # (N, D), N tokens of all questions
    similar = torch.einsum("nd,ptd->npt", asked, functional.normalize(passage.float(), dim=-1))
    sentences = int(passages.sentence.max()) + 1
    slots = torch.where(passages.sentence < 0, sentences, passages.sentence)  # what is of no sentence goes to the last
    best = similar.new_full((*similar.shape[:2], sentences + 1), _NEVER)
    best = best.scatter_reduce(2, slots.expand_as(similar), similar, "amax")[..., :sentences]
    by_question = torch.zeros((len(weights), len(asked)), device=weights.device)
    by_question[real.nonzero()[:, 0], torch.arange(len(asked), device=weights.device)] = weights[real]
    return torch.einsum("gn,nps->gps", by_question, best).amax(-1)


@dataclass(frozen=True, slots=True)
class LateLoss:
    """The loss of a batch and its parts.

    Attributes:
        late: InfoNCE: a question's passage among all passages of the batch.
        taught: Kullback-Leibler divergence from the reader's answerability among the question's own passages.
        dense: InfoNCE of pooled vectors of sentences, which Kutip searches too.
        pull: 1 - cosine of these vectors to the base's, so that they stay about what they were.
    """

    late: torch.Tensor
    taught: torch.Tensor
    dense: torch.Tensor
    pull: torch.Tensor

    @property
    def total(self) -> torch.Tensor:
        """The weighted sum."""
        return self.late + 0.5 * self.taught + 0.5 * self.dense + self.pull

    def figures(self) -> dict[str, float]:
        """All of it as numbers."""
        return {name: float(getattr(self, name).detach()) for name in ("total", "late", "taught", "dense", "pull")}


class LateObjective:
    """The loss of a batch; holds the base, which does not change, and perhaps a reader that teaches."""

    def __init__(self, base: TrainedNetwork, idf: Floats, *, teacher: ReaderNetwork | None, device: str) -> None:
        self._base = base.to(device).eval()
        self._idf = torch.from_numpy(idf).to(device)
        self._teacher = teacher.to(device).eval() if teacher is not None else None

    def __call__(self, network: TrainedNetwork, batch: LateBatch) -> LateLoss:
        """The loss of a batch."""
        asked, held = (_vectors(network, rows) for rows in (batch.questions, batch.passages))
        scores = late_scores(asked, batch.questions, held, batch.passages, self._idf)
        size, group = len(scores), scores.shape[1] // len(scores)
        own = torch.arange(size, device=scores.device)
        late = functional.cross_entropy((scores / _TEMPERATURE).masked_fill(batch.same, _NEVER), own * group)
        among = scores.view(size, size, group)[own, own] / _TEMPERATURE * _TEACHER_SCALE
        questions = pooled(asked, batch.questions.mask)
        sentences = pooled(_vectors(network, batch.sentences), batch.sentences.mask)
        cosines = (questions @ sentences.T / _POOLED_TEMPERATURE).masked_fill(batch.same_sentence, _NEVER)
        per_question = len(sentences) // size
        return LateLoss(
            late,
            self._taught(among, batch),
            functional.cross_entropy(cosines, own * per_question),
            self._away(questions, batch.questions) + self._away(sentences, batch.sentences),
        )

    def _taught(self, among: torch.Tensor, batch: LateBatch) -> torch.Tensor:
        if self._teacher is None or batch.taught is None or batch.taught_types is None:
            return among.new_zeros(())
        with torch.no_grad():
            logits = self._teacher(batch.taught.ids, batch.taught_types, batch.taught.mask)[3]
            wanted = functional.softmax(logits.float().view(among.shape), dim=1)
        return functional.kl_div(functional.log_softmax(among, dim=1), wanted, reduction="batchmean")

    def _away(self, vectors: torch.Tensor, rows: TokenRows) -> torch.Tensor:
        """How far pooled vectors are from the base's."""
        with torch.no_grad():
            base = pooled(_vectors(self._base, rows), rows.mask)
        return (1 - (base * vectors).sum(1)).mean()


def _vectors(network: TrainedNetwork, rows: TokenRows) -> torch.Tensor:
    return network.tokens(rows.ids, torch.zeros_like(rows.ids), rows.mask).float()
