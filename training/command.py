"""Runs a command of training: an error of Kutip becomes one line."""

from collections.abc import Callable

import typer

from kutip.errors import KutipError


def run_command(function: Callable[..., None]) -> None:
    """Run a function with the arguments of the command line.

    Raises:
        SystemExit: 1 with the error's message, after an error of Kutip.
    """
    try:
        typer.run(function)
    except KutipError as error:
        raise SystemExit(f"error: {error}") from error
