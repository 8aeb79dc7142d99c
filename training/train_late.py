"""Trains the late-interaction adapter: python -m training.train_late PREPARED RUN. Started again, it goes on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from indexer.model_files import DEFAULT_MODEL
from training.command import run_command
from training.export import reader_of
from training.late_batches import LateBatch, LateSteps, token_idf
from training.late_losses import LateObjective
from training.networks import ReaderNetwork, TrainedNetwork, load_base_tokenizer, load_body
from training.records import Prepared, SourceQuestion
from training.runs import TrainingPlan, TrainingRun
from training.train_reader import identity_of


def train_late(
    data: Prepared,
    questions: Sequence[SourceQuestion],
    network: TrainedNetwork,
    plan: TrainingPlan,
    folder: Path,
    *,
    base: str,
    size: int,
    teacher: ReaderNetwork | None = None,
) -> TrainingRun[LateBatch]:
    """The run of an adapter, ready to train.

    Args:
        data: Passages and mined passages.
        questions: Those to train on.
        network: Is trained in place.
        plan: How to train.
        folder: Gets checkpoints and log.
        base: The name or folder of the base.
        size: Questions per step.
        teacher: A reader of the same vocabulary, whose answerability is distilled; None for none.
    """
    tokenizer = load_base_tokenizer(base)
    steps = LateSteps(
        data, questions, tokenizer, steps=plan.steps, size=size, seed=plan.seed, taught=teacher is not None
    )
    idf = token_idf(tokenizer, [passage.text for passage in data.passages.values()])
    loss_of = LateObjective(TrainedNetwork(load_body(base)), idf, teacher=teacher, device=plan.device)
    return TrainingRun(network, steps, loss_of, plan, folder)


def main(
    prepared: Annotated[Path, typer.Argument(help="Folder of python -m training.prepare.")],
    run: Annotated[Path, typer.Argument(help="Folder of the run; a checkpoint in it is resumed.")],
    base: Annotated[str, typer.Option(help="The base: the default model's name, or a folder.")] = DEFAULT_MODEL,
    teacher: Annotated[Path | None, typer.Option(help="A reader's delta file to learn answerability from.")] = None,
    steps: Annotated[int, typer.Option(help="Steps of the whole run.", min=1)] = 800,
    size: Annotated[int, typer.Option(help="Questions per step, each with four passages.", min=2)] = 192,
    rate: Annotated[float, typer.Option(help="The highest learning rate.", min=0)] = 4e-5,
    seed: Annotated[int, typer.Option(help="Decides order, passages and what is held out.")] = 13,
    seconds: Annotated[float | None, typer.Option(help="End after so many seconds; then not repeatable.")] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda; cuda computes in mixed precision.")] = "cpu",
    workers: Annotated[int, typer.Option(help="Processes that prepare batches.", min=0)] = 0,
    save_every: Annotated[int, typer.Option(help="Steps between two checkpoints.", min=1)] = 200,
) -> None:
    """Train the adapter."""
    data = Prepared.read(prepared)
    questions, held_out = data.split(seed=seed)
    print(f"{len(questions)} questions to train on, {len(held_out)} held out")
    identity = identity_of(base, prepared, size=size, start=teacher)
    plan = TrainingPlan(steps, rate, seed, identity, seconds, save_every, device=device, workers=workers, dropout=False)
    teaching = reader_of(teacher, base=base) if teacher is not None else None
    network = TrainedNetwork(load_body(base))
    going = train_late(data, questions, network, plan, run, base=base, size=size, teacher=teaching)
    going.train(print)
    print(f"{run}: {going.step} steps in {going.seconds:.0f} s; next: python -m training.pack {run} late.delta.npz")


if __name__ == "__main__":
    run_command(main)
