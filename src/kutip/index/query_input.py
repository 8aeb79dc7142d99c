"""What an encoder reads for a query, kept beside the encoder: its prompt, its longest input, and what is added."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.index.layout import QUERY_INPUT
from kutip.types import Message


@dataclass(frozen=True, slots=True)
class QueryExpansion:
    """Tokens that a model for late interaction adds to a query until it has a certain length.

    Attributes:
        length: That length, in tokens; longer queries get none.
        token: Number of the added token in the vocabulary, mostly [MASK].
        attends: Whether the other tokens see the added ones.
    """

    length: Annotated[int, Field(ge=1)]
    token: Annotated[int, Field(ge=0)]
    attends: bool


@dataclass(frozen=True, slots=True)
class QueryInput:
    """What an encoder reads for a query.

    Attributes:
        max_tokens: Its longest input in tokens, prompt and special tokens included; a longer one is cut there.
        prompt: Text that the model was trained to see before each query, such as "query: "; "" for none.
        expansion: Tokens added to a query, which is matched with them; None for none.
        skipped: Numbers of the tokens that are not matched, as some models leave out punctuation.
    """

    max_tokens: Annotated[int, Field(ge=1)]
    prompt: str = ""
    expansion: QueryExpansion | None = None
    skipped: tuple[int, ...] = ()

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
