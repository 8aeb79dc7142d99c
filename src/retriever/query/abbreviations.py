"""Abbreviations of the index: the forms of one name, short and long, in both directions."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kutip.errors import IndexDamagedError
from kutip.index.layout import ABBREVIATIONS
from kutip.types import Message
from retriever.query.forms import Rewriting

_GROUPS: TypeAdapter[list[list[str]]] = TypeAdapter(list[list[str]])
_ALIKE = 3  # characters; a form as short as that is another word where its case differs: TIP, AS


class Abbreviations:
    """Groups of forms that stand for the same."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        """Make them.

        Args:
            groups: The forms of each; a form may be in several.
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
        """Those of a generation of the index.

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
        """All other forms of each form that a text has.

        >>> found = Abbreviations([("AFP", "Australian Federal Police")]).rewrite("Who trains with the AFP?")
        >>> [(r.target, r.why) for r in found]
        [('Australian Federal Police', 'abbreviation')]
        """
        for match in self._pattern.finditer(text):
            typed = match.group()
            for group in self._groups.get(typed.casefold(), ()):  # a Turkish i matches, and is another letter
                if len(typed) > _ALIKE or typed in group:
                    for form in group:
                        if not re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text, re.IGNORECASE):
                            yield Rewriting(match.start(), match.end(), form, "abbreviation")
