"""Packs the weights of a run as a delta file: python -m training.pack RUN OUT.npz."""

from pathlib import Path
from typing import Annotated

import typer

from indexer.model_files import DEFAULT_MODEL
from training.command import run_command
from training.deltas import make_delta, relative_error, write_delta
from training.networks import NamedWeights, TrainedNetwork, load_body
from training.runs import read_checkpoint

_WEIGHT = "weight/"


def trained_weights(run: Path) -> NamedWeights:
    """The weights that a run has trained, by their names in a delta file."""
    tensors, _ = read_checkpoint(run)
    return {
        name.removeprefix(_WEIGHT).removeprefix("body."): tensor.float().numpy()
        for name, tensor in tensors.items()
        if name.startswith(_WEIGHT)
    }


def pack(run: Path, out: Path, *, base: str = DEFAULT_MODEL) -> float:
    """Write the delta file of a run and return the relative error of what it holds."""
    own = TrainedNetwork(load_body(base)).weights(trained_only=False)
    trained = trained_weights(run)
    arrays = make_delta(own, trained)
    write_delta(out, arrays)
    return relative_error(own, trained, arrays)


def main(
    run: Annotated[Path, typer.Argument(help="Folder of a run of train_reader or train_late.")],
    out: Annotated[Path, typer.Argument(help="The delta file to write.")],
    base: Annotated[str, typer.Option(help="The base that was trained: the default model's name, or a folder.")] = (
        DEFAULT_MODEL
    ),
) -> None:
    """Write the delta file."""
    error = pack(run, out, base=base)
    print(f"{out}: {out.stat().st_size:,} bytes; relative error of the changes {error:.4f}")


if __name__ == "__main__":
    run_command(main)
