"""Schema of a message: a code with values, so that a program need not parse the sentence."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from kutip.types import Message, Value

SPOKEN = "In the language of the header `Accept-Language`: en (the default) or id."


class MessageOut(BaseModel):
    """The code of a sentence and its values by name. A value may be a list, or an object for a part of the sentence."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"example": {"code": "year_differs", "cited": "2023", "listed": "n.d."}}
    )

    code: str = Field(description="Name of the sentence, the same in all languages.")

    @classmethod
    def of(cls, message: Message) -> Self:
        """Convert a message; the group before the dot of its code is left out: "mention.year_differs"."""
        return cls.model_validate(_plain(message))

    @classmethod
    def maybe(cls, message: Message | None) -> Self | None:
        """Convert a message, or None to None."""
        return cls.of(message) if message is not None else None


def _plain(value: Value) -> Any:
    if isinstance(value, Message):
        code = value.code.partition(".")[2]
        return {"code": code, **{name: _plain(one) for name, one in value.values.items()}}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
