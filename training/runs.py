"""Runs of training: optimiser, schedule, checkpoints.

The schedule counts steps, so that equal steps on the same CPU give equal weights. With a limit of seconds, the learning
rate also falls with the time that has passed, and what a run gives depends on the machine.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch.utils.data import DataLoader, Dataset

from training.errors import TrainingError
from training.networks import TrainedNetwork

DEVICES = ("cpu", "cuda")
CHECKPOINT, LOG = "checkpoint.safetensors", "log.jsonl"
_WARM_UP = 0.05  # fraction of the run in which the learning rate rises
_LONGEST_GRADIENT = 1.0
_DECAY = 0.01  # of matrices; biases and norms do not decay
_BETAS = (0.9, 0.98)
_STATES = ("exp_avg", "exp_avg_sq")  # what AdamW keeps of each parameter


class Movable(Protocol):
    """A batch."""

    def to(self, device: str) -> Self:
        """The same batch on another device."""


class Loss(Protocol):
    """The loss of a batch."""

    @property
    def total(self) -> torch.Tensor:
        """What the optimiser makes small."""

    def figures(self) -> dict[str, float]:
        """The total and its parts."""


BatchType = TypeVar("BatchType", bound=Movable)


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How to train.

    Attributes:
        steps: Steps of the whole run (>= 1).
        rate: The highest learning rate.
        seed: Decides dropout.
        identity: What a checkpoint must have been made with to be resumed: base, data, size of steps.
        seconds: The run ends after so many seconds even if steps are left; None for no limit.
        save_every: Steps between two checkpoints.
        log_every: Steps between two lines of the log.
        device: "cpu" or "cuda".
        workers: Processes that prepare batches; 0 prepares them in this one.
        dropout: Whether dropout is on.
    """

    steps: int
    rate: float
    seed: int
    identity: Mapping[str, object]
    seconds: float | None = None
    save_every: int = 500
    log_every: int = 20
    device: str = "cpu"
    workers: int = 0
    dropout: bool = True

    @property
    def fixed(self) -> dict[str, object]:
        """What must be equal for a run to be resumed."""
        return {"steps": self.steps, "rate": self.rate, "seed": self.seed, "dropout": self.dropout, **self.identity}


def rate_at(progress: float) -> float:
    """The learning rate as a fraction of the highest: it rises during the warm-up, then falls to 0 along a line.

    >>> [round(rate_at(progress), 3) for progress in (0.0, 0.025, 0.05, 0.525, 1.0)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    if progress < _WARM_UP:
        return progress / _WARM_UP
    return max(0.0, (1 - progress) / (1 - _WARM_UP))


class TrainingRun(Generic[BatchType]):
    """One run in its folder."""

    def __init__(
        self,
        network: TrainedNetwork,
        steps: Dataset[BatchType],
        loss_of: Callable[[TrainedNetwork, BatchType], Loss],
        plan: TrainingPlan,
        folder: Path,
    ) -> None:
        """Go on from the folder's checkpoint if it has one.

        Args:
            network: Is trained in place.
            steps: The batch of each step.
            loss_of: The loss of a batch.
            plan: How to train.
            folder: Gets the checkpoint and the log.

        Raises:
            TrainingError: The folder has a checkpoint of another run, or the device is not there.
        """
        if plan.device not in DEVICES or (plan.device != "cpu" and not torch.cuda.is_available()):
            raise TrainingError(f"the device {plan.device!r} is not available here; give --device cpu")
        self._network, self._steps, self._loss_of, self._plan = network.to(plan.device), steps, loss_of, plan
        self._folder = folder
        self._parameters = {name: one for name, one in network.named_parameters() if one.requires_grad}
        groups = [
            {"params": [one for one in self._parameters.values() if one.ndim > 1], "weight_decay": _DECAY},
            {"params": [one for one in self._parameters.values() if one.ndim < 2], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=plan.rate, betas=_BETAS)
        self.step, self.seconds = 0, 0.0
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CHECKPOINT).is_file():
            self._resume()

    def train(self, say: Callable[[str], None] = lambda _: None, *, stop_at: int | None = None) -> None:
        """Train until the steps or the seconds are over.

        Args:
            say: Gets a line for each line of the log.
            stop_at: End after this step as if interrupted, with a checkpoint.
        """
        plan = self._plan
        self._network.train(plan.dropout)
        left = range(self.step, min(plan.steps, stop_at or plan.steps))
        loader = DataLoader(self._steps, batch_size=None, sampler=left, num_workers=plan.workers)
        began = time.monotonic() - self.seconds
        for step, batch in zip(left, loader, strict=True):
            self.seconds = time.monotonic() - began
            if plan.seconds is not None and self.seconds >= plan.seconds:
                break
            loss = self._take(step, batch.to(plan.device))
            self.step = step + 1
            if self.step % plan.log_every == 0 or self.step == plan.steps:
                self._log(loss, say)
            if self.step % plan.save_every == 0:
                self._save()
        self._network.eval()
        self._save()

    def _take(self, step: int, batch: BatchType) -> Loss:
        """Change the weights by one batch."""
        plan = self._plan
        torch.manual_seed((plan.seed << 32) + step)  # dropout depends on the step alone
        progress = step / plan.steps
        if plan.seconds is not None:
            progress = max(progress, self.seconds / plan.seconds)
        for group in self._optimiser.param_groups:
            group["lr"] = plan.rate * rate_at(progress)
        with torch.autocast(plan.device, dtype=torch.bfloat16, enabled=plan.device != "cpu"):
            loss = self._loss_of(self._network, batch)
        loss.total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters.values(), _LONGEST_GRADIENT)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        return loss

    def _log(self, loss: Loss, say: Callable[[str], None]) -> None:
        figures = {name: round(value, 4) for name, value in loss.figures().items()}
        line = json.dumps({"step": self.step, "seconds": round(self.seconds, 1), **figures})
        with (self._folder / LOG).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        say(line)

    def _save(self) -> None:
        """Write the checkpoint beside the old one and put it in its place: an interrupted save leaves the old one."""
        tensors = {f"weight/{name}": one.detach().cpu().contiguous() for name, one in self._parameters.items()}
        for name, one in self._parameters.items():
            state = self._optimiser.state.get(one, {})
            tensors |= {f"{key}/{name}": state[key].cpu().contiguous() for key in _STATES if key in state}
        facts = {"step": str(self.step), "seconds": str(self.seconds), "plan": json.dumps(self._plan.fixed)}
        new = self._folder / f"{CHECKPOINT}.new"
        save_file(tensors, new, metadata=facts)
        os.replace(new, self._folder / CHECKPOINT)

    def _resume(self) -> None:
        tensors, facts = read_checkpoint(self._folder)
        plan = json.loads(facts["plan"])
        wanted = json.loads(json.dumps(self._plan.fixed))
        if plan != wanted:
            differing = sorted(key for key in plan.keys() | wanted.keys() if plan.get(key) != wanted.get(key))
            raise TrainingError(
                f"{self._folder} holds a run with other {', '.join(differing)}; give another folder, or remove this one"
            )
        self.step, self.seconds = int(facts["step"]), float(facts["seconds"])
        with torch.no_grad():
            for name, one in self._parameters.items():
                one.copy_(tensors[f"weight/{name}"])
                if self.step:
                    moments = {key: tensors[f"{key}/{name}"].to(one.device) for key in _STATES}
                    self._optimiser.state[one] = {"step": torch.tensor(float(self.step)), **moments}


def read_checkpoint(folder: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """The tensors and the facts of a run's checkpoint.

    Raises:
        TrainingError: There is none, or it cannot be read.
    """
    try:
        with safe_open(folder / CHECKPOINT, framework="pt") as file:
            facts: dict[str, Any] = dict(file.metadata() or {})
            return {name: file.get_tensor(name) for name in file.keys()}, facts  # noqa: SIM118 - not a dictionary
    except (OSError, SafetensorError) as error:
        raise TrainingError(
            f"{folder} has no checkpoint of a run that can be read ({error}); train one first"
        ) from error
