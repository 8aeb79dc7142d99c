"""Trains what reads lists of references: python -m training.references core.jsonl.gz --tested gold.jsonl.gz.

It needs no accelerator: the model of the fields takes under two minutes of one processor, and the same files give the
same model to the last byte.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from indexer.bibliography.learned_parts import MODEL
from indexer.bibliography.sequence_model import model_path
from training.command import run_command
from training.labelled_entries import apart_from, read_entries

# Of the two pairs that were tried the other, 0.3 and 0.02, made half the file and up to 0.006 fewer fields right.
_SPARSE, _SMALL = 0.1, 0.05  # weights of the sum of the parameters and of the sum of their squares
_MOST_STEPS = 120

Sequences = Iterable[tuple[Sequence[Sequence[str]], Sequence[str]]]


def train_model(sequences: Sequences, out: Path, *, steps: int = _MOST_STEPS) -> str:
    """Train a model of described and labelled sequences, write it and return its SHA-256."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for described, labels in sequences:
        trainer.append(described, labels)
    trainer.set_params(
        {"c1": _SPARSE, "c2": _SMALL, "max_iterations": steps, "feature.possible_transitions": True},
    )
    trainer.train(str(out))
    return sha256(out.read_bytes()).hexdigest()


def main(
    labelled: Annotated[Path, typer.Argument(help="Labelled references to train with.")],
    tested: Annotated[Path, typer.Option(help="Labelled references that measure: none of them is trained with.")],
    out: Annotated[Path | None, typer.Option(help="The model to write; by default the package's own.")] = None,
) -> None:
    """Train the model that labels the words of a reference."""
    entries = read_entries(labelled)
    kept = apart_from(entries, read_entries(tested))
    out = out if out is not None else model_path(MODEL)
    digest = train_model(((one.described(), one.labels) for one in kept), out)
    print(f"{len(kept)} of {len(entries)} references; the others are among the tested, or twice there")
    print(f"{out}: {out.stat().st_size:,} bytes, SHA-256 {digest}: write it into indexer.bibliography.sequence_model")


if __name__ == "__main__":
    run_command(main)
