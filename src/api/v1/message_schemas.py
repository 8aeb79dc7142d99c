"""How the API gives a sentence as a code with values, so that a program need not read the sentence."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from kutip.types import Message, Value

SPOKEN = "In the language that `Accept-Language` asks for: en, the default, or id."


class MessageOut(BaseModel):
    """The code of a sentence and the values in it by name; a value may be a list, a part of a sentence an object."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"example": {"code": "year_differs", "cited": "2023", "listed": "n.d."}}
    )

    code: str = Field(description="The name of the sentence, the same in all languages.")

    @classmethod
    def of(cls, message: Message) -> Self:
        """From a message; its code loses the group, which the field says: "mention.year_differs"."""
        return cls.model_validate(_plain(message))

    @classmethod
    def maybe(cls, message: Message | None) -> Self | None:
        """From a message, where there is one."""
        return cls.of(message) if message is not None else None


def _plain(value: Value) -> Any:
    if isinstance(value, Message):
        code = value.code.partition(".")[2]
        return {"code": code, **{name: _plain(one) for name, one in value.values.items()}}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
