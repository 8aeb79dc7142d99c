"""Options that several commands have, and the settings and the retriever that a command gets from them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kutip.errors import QueryError
from kutip.settings import Settings

if TYPE_CHECKING:
    from retriever import OpenIndex, Retriever

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index; by default $KUTIP_INDEX, else ./index.")
]
CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of the corpus; by default $KUTIP_CORPUS, else ./corpus.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the JSON of the API, for programs.")]


def given_settings(corpus: Path | None = None, index: Path | None = None) -> Settings:
    """Return the settings from the environment, with these folders where they are given."""
    given = {name: value for name, value in (("corpus", corpus), ("index", index)) if value is not None}
    return Settings(**given)


def open_papers(index: Path | None) -> "OpenIndex":
    """Open the index in a folder; by default the one of the settings."""
    from retriever import open_index

    return open_index(settings=given_settings(index=index))


def open_retriever(index: Path | None) -> "Retriever":
    """Open the same for commands that need only its retriever."""
    return open_papers(index).retriever


def read_given(file: Path) -> str:
    """Read a text that the user names: a file in UTF-8, with or without a byte order mark; - is standard input.

    Raises:
        QueryError: It is in another encoding.
    """
    data = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file} is not UTF-8 text (its byte {error.start}); save it as UTF-8") from error
