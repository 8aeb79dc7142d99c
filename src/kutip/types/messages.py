"""The shape of everything that Kutip says: a code and values; the catalogue has its sentence in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | float | Message | tuple[str | Message, ...]"


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told, in no language: ``Message("mention.year_differs", {"cited": "2023", "listed": "n.d."})``.

    Attributes:
        code: Id of a message of the catalogue, "group.name".
        values: What its sentence is filled in with, by name. Where the message has plural forms, `n` chooses the form.
            A message within a message becomes a part of its sentence; a tuple becomes a list in it.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
