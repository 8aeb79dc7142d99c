"""What training makes small."""

from dataclasses import dataclass

import torch
from torch.nn import functional

from training.batches import Batch
from training.networks import passage_tokens

_LISTWISE, _EVIDENCE = 0.5, 0.5  # weights beside the losses of span and answerability
_NEVER = -1e4  # a logit of what cannot be


@dataclass(frozen=True, slots=True)
class ReaderLoss:
    """The loss of a batch and its parts.

    Attributes:
        span: Cross-entropy of the answer's first and last token; [CLS] where the passage does not answer.
        answerable: Binary cross-entropy, answering and other windows weighing alike.
        listwise: Cross-entropy of the answering window among its group.
        evidence: Binary cross-entropy of each passage token: is it of a sentence that answers?
    """

    span: torch.Tensor
    answerable: torch.Tensor
    listwise: torch.Tensor
    evidence: torch.Tensor

    @property
    def total(self) -> torch.Tensor:
        """The weighted sum."""
        return self.span + self.answerable + _LISTWISE * self.listwise + _EVIDENCE * self.evidence

    def figures(self) -> dict[str, float]:
        """All of it as numbers."""
        names = ("total", "span", "answerable", "listwise", "evidence")
        return {name: float(getattr(self, name).detach()) for name in names}


def reader_loss(outputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor], batch: Batch) -> ReaderLoss:
    """The loss of what the reader said about a batch."""
    start, end, evidence, answerable = (one.float() for one in outputs)
    label, located, first, last, from_token, to_token = batch.labels.unbind(dim=1)
    inner = passage_tokens(batch.types, batch.mask).bool()
    place = torch.arange(start.shape[1], device=start.device).unsqueeze(0)
    possible = inner | (place == 0)
    by_token = [
        functional.cross_entropy(logits.masked_fill(~possible, _NEVER), wanted, reduction="none")
        for logits, wanted in ((start, first), (end, last))
    ]
    known = located.float()
    weights = torch.where(label > 0, 1.0, 1.0 / max(1, batch.group - 1)) * known
    span = ((by_token[0] + by_token[1]) / 2 * weights).sum() / weights.sum().clamp(min=1e-6)
    wanted = label.float()
    each = functional.binary_cross_entropy_with_logits(answerable, wanted, reduction="none")
    both = (each[label > 0].mean() + each[label < 1].mean()) / 2
    groups = answerable.view(-1, batch.group)
    target = torch.zeros(len(groups), dtype=torch.long, device=groups.device)
    listwise = functional.cross_entropy(groups, target)
    answering = (place >= from_token.unsqueeze(1)) & (place <= to_token.unsqueeze(1))
    by_place = functional.binary_cross_entropy_with_logits(evidence, answering.float(), reduction="none")
    counted = inner * known.unsqueeze(1)
    return ReaderLoss(span, both, listwise, (by_place * counted).sum() / counted.sum().clamp(min=1))
