"""What an encoder wants to read of a query, kept beside the encoder: its prompt and its longest input."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.index.layout import QUERY_INPUT
from kutip.types import Message


@dataclass(frozen=True, slots=True)
class QueryInput:
    """What an encoder reads for a query.

    Attributes:
        max_tokens: Its longest input in tokens, prompt and special tokens included; a longer one is cut there.
        prompt: Text that the model was trained to see before each query, such as "query: "; "" for none.
    """

    max_tokens: Annotated[int, Field(ge=1)]
    prompt: str = ""

    def write(self, folder: Path) -> None:
        """Write it beside the encoder."""
        (folder / QUERY_INPUT).write_bytes(_FORM.dump_json(self, indent=1))

    @classmethod
    def read(cls, folder: Path) -> "QueryInput":
        """Read it from the folder of an encoder.

        Raises:
            IndexDamagedError: The file is missing or does not have the expected format.
        """
        try:
            return _FORM.validate_json((folder / QUERY_INPUT).read_bytes(), strict=True)
        except (ValidationError, OSError) as error:
            why = Message("damage.unreadable", {"why": type(error).__name__})
            raise IndexDamagedError(folder / QUERY_INPUT, why) from error


_FORM: TypeAdapter[QueryInput] = TypeAdapter(QueryInput)
