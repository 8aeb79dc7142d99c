"""Writes multilingual-e5-small, pruned to English and Indonesian: python -m training.multilingual_base OUT."""

from pathlib import Path
from typing import Annotated

import typer

from indexer.multilingual_model import kept_pieces, packed_model, write_model
from training.command import run_command


def main(out: Annotated[Path, typer.Argument(help="Folder to write, for --base.")]) -> None:
    """Write the base's weights, tokenizer and configuration."""
    out.mkdir(parents=True, exist_ok=True)
    write_model(out, packed_model(), kept_pieces())
    print(f"{out}: {len(kept_pieces()):,} pieces; give it as --base")


if __name__ == "__main__":
    run_command(main)
