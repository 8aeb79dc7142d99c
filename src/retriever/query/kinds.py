"""Which names are of one kind, as the papers use them: countries listed together, persons in one column."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from kutip import budget
from kutip.language.united import any_of
from kutip.types import Passage

_NAME = r"[^\W\d_a-z][\w’'.-]*(?: (?:and |of |the )?[^\W\d_a-z][\w’'.-]*){0,4}"
_LAST = any_of("facts.last_item_leads")
_THE = rf"(?:{any_of('function_words.articles')} )?"
_LIST = re.compile(rf"{_NAME}(?:, {_THE}{_NAME}){{1,30}},? {_LAST} {_THE}{_NAME}|{_NAME}(?:, {_THE}{_NAME}){{2,30}}")
_BETWEEN = re.compile(rf", (?:{_LAST} )?{_THE}| {_LAST} {_THE}")


class Kinds:
    """Which names the papers use alike; read from them when first asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def alike(self, one: str, other: str) -> bool:
        """Whether the papers list two names together or have both in one column of their tables."""
        one, other = one.casefold(), other.casefold()
        return any(other in group for group in self._groups.get(one, ()))

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[frozenset[str]]]:
        columns: dict[tuple[str, str], set[str]] = {}
        groups: list[frozenset[str]] = []
        for passage in self._passages:
            budget.check()
            for cell in passage.cells:
                columns.setdefault((passage.document_id, cell.column.casefold()), set()).add(cell.text.casefold())
            groups += [frozenset(_BETWEEN.split(found.casefold())) for found in _LIST.findall(passage.text)]
        found_in: dict[str, list[frozenset[str]]] = {}
        for group in (*groups, *map(frozenset, columns.values())):
            for name in group:
                found_in.setdefault(name, []).append(group)
        return found_in
