"""Replaces a form of a name in a query, such as an abbreviation, by its other forms."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.index.layout import ABBREVIATIONS
from kutip.types import Message
from retriever.query.forms import Rewriting

_GROUPS: TypeAdapter[list[list[str]]] = TypeAdapter(list[list[str]])
_ALIKE = 3  # a form of up to 3 characters counts only in its own case: TIP and AS are also words


class Abbreviations:
    """Groups of forms of the same name."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        """Build the search pattern for all forms.

        Args:
            groups: The forms of each name; a form may be in several groups.
        """
        self._groups: dict[str, list[Sequence[str]]] = {}
        for group in groups:
            for form in group:
                self._groups.setdefault(form.casefold(), []).append(group)
        longest_first = sorted((form for group in groups for form in group), key=lambda form: (-len(form), form))
        any_form = "|".join(re.escape(form) for form in longest_first) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:{any_form})(?![\w-])", re.IGNORECASE)

    @classmethod
    def read(cls, folder: Path) -> "Abbreviations":
        """Read the groups of a generation of the index.

        Raises:
            IndexDamagedError: The file cannot be read.
        """
        try:
            return cls(_GROUPS.validate_json((folder / ABBREVIATIONS).read_bytes()))
        except (OSError, ValidationError) as error:
            raise IndexDamagedError(
                folder / ABBREVIATIONS, Message("damage.unreadable", {"why": type(error).__name__})
            ) from error

    def rewrite(self, text: str) -> Iterator[Rewriting]:
        """Yield all other forms of each form in a text.

        >>> found = Abbreviations([("AFP", "Australian Federal Police")]).rewrite("Who trains with the AFP?")
        >>> [(r.target, r.why) for r in found]
        [('Australian Federal Police', 'abbreviation')]
        """
        for match in self._pattern.finditer(text):
            typed = match.group()
            for group in self._groups.get(typed.casefold(), ()):  # a Turkish "ı" matches "i" but has no group
                if len(typed) > _ALIKE or typed in group:
                    for form in group:
                        if not re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text, re.IGNORECASE):
                            yield Rewriting(match.start(), match.end(), form, "abbreviation")
