"""Messages: everything that Kutip says is a code with values; the catalogue has its sentence in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | float | Message | tuple[str | Message, ...]"


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say, in no language yet: ``Message("mention.year_differs", {"cited": "2023", "listed": "n.d."})``.

    Attributes:
        code: Id of a message in the catalogue, "group.name".
        values: The values to insert into its sentence, by name. If the message has plural forms, `n` chooses the form.
            A message as a value is inserted as text, a tuple as a list.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
