"""Trains the reader: python -m training.train_reader PREPARED RUN. Started again, it goes on where it stopped."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from indexer.model_files import DEFAULT_MODEL
from training.batches import Batch, ReaderGroups, ReaderSteps
from training.command import run_command
from training.deltas import apply_delta, read_delta
from training.errors import TrainingError
from training.losses import ReaderLoss, reader_loss
from training.networks import ReaderNetwork, TrainedNetwork, base_folder, load_base_tokenizer, load_body
from training.records import FACTS, MINED, PASSAGES, QUESTIONS, Prepared, SourceQuestion
from training.runs import TrainingPlan, TrainingRun


def start_reader(base: str, start: Path | None, *, seed: int) -> ReaderNetwork:
    """The reader to train: the base with new heads, or, from a delta file, an earlier reader."""
    reader = ReaderNetwork(load_body(base), seed=seed)
    if start is not None:
        own = TrainedNetwork(reader.body).weights(trained_only=False)
        reader.set_weights(apply_delta(own, read_delta(start)))
    return reader


def loss_of_reader(network: TrainedNetwork, batch: Batch) -> ReaderLoss:
    """The loss of a batch."""
    if not isinstance(network, ReaderNetwork):
        raise TypeError(f"{type(network).__name__} is no ReaderNetwork")
    return reader_loss(network(batch.ids, batch.types, batch.mask), batch)


def train_reader(
    data: Prepared,
    questions: Sequence[SourceQuestion],
    reader: ReaderNetwork,
    plan: TrainingPlan,
    folder: Path,
    *,
    base: str,
    size: int,
) -> TrainingRun[Batch]:
    """The run of a reader, ready to train.

    Args:
        data: Passages and mined passages.
        questions: Those to train on.
        reader: Is trained in place.
        plan: How to train.
        folder: Gets checkpoints and log.
        base: Whose tokenizer to use.
        size: Questions per step.
    """
    groups = ReaderGroups(data, questions, load_base_tokenizer(base))
    steps = ReaderSteps(groups, steps=plan.steps, size=size, seed=plan.seed)
    return TrainingRun(reader, steps, loss_of_reader, plan, folder)


def hash_of(paths: Sequence[Path]) -> str:
    """The SHA-256 of these files together, its first 16 digits.

    Raises:
        TrainingError: A file cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise TrainingError(f"{path} cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()[:16]


def identity_of(base: str, prepared: Path, *, size: int, start: Path | None) -> dict[str, object]:
    """What a run depends on beside its plan."""
    return {
        "base": hash_of([base_folder(base) / name for name in ("config.json", "model.safetensors", "tokenizer.json")]),
        "data": hash_of([prepared / name for name in (PASSAGES, QUESTIONS, MINED, FACTS)]),
        "size": size,
        "start": None if start is None else hash_of([start]),
    }


def main(
    prepared: Annotated[Path, typer.Argument(help="Folder of python -m training.prepare.")],
    run: Annotated[Path, typer.Argument(help="Folder of the run; a checkpoint in it is resumed.")],
    base: Annotated[str, typer.Option(help="The base: the default model's name, or a folder.")] = DEFAULT_MODEL,
    start: Annotated[Path | None, typer.Option(help="A reader's delta file to start from.")] = None,
    steps: Annotated[int, typer.Option(help="Steps of the whole run.", min=1)] = 2500,
    size: Annotated[int, typer.Option(help="Questions per step, each with four windows.", min=1)] = 128,
    rate: Annotated[float, typer.Option(help="The highest learning rate.", min=0)] = 1.5e-4,
    seed: Annotated[int, typer.Option(help="Decides order, windows, dropout and what is held out.")] = 13,
    seconds: Annotated[float | None, typer.Option(help="End after so many seconds; then not repeatable.")] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda; cuda computes in mixed precision.")] = "cpu",
    workers: Annotated[int, typer.Option(help="Processes that prepare batches.", min=0)] = 0,
    save_every: Annotated[int, typer.Option(help="Steps between two checkpoints.", min=1)] = 500,
) -> None:
    """Train the reader."""
    data = Prepared.read(prepared)
    questions, held_out = data.split(seed=seed)
    print(f"{len(questions)} questions to train on, {len(held_out)} held out")
    identity = identity_of(base, prepared, size=size, start=start)
    plan = TrainingPlan(steps, rate, seed, identity, seconds, save_every, device=device, workers=workers)
    reader = start_reader(base, start, seed=seed)
    going = train_reader(data, questions, reader, plan, run, base=base, size=size)
    going.train(print)
    print(f"{run}: {going.step} steps in {going.seconds:.0f} s; next: python -m training.pack {run} reader.delta.npz")


if __name__ == "__main__":
    run_command(main)
