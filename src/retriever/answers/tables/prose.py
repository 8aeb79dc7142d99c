"""Looks whether the papers' prose says more of something than a table, or something else."""

import re
from collections.abc import Iterator, Sequence

from kutip import budget
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import terms
from retriever.answers.counting import date_of
from retriever.answers.evidence import COUNTED_WITHIN
from retriever.answers.facts import FactKind, facts
from retriever.answers.tables.cell_values import Marks, cell_number, years_in
from retriever.citations.secondary import without_citations
from retriever.lookup import LookUp

_PLAIN = Marks(frozenset("."), frozenset(","), ",")  # as English prose writes numbers


def numbers_in_prose(
    look_up: LookUp, counted: frozenset[str], years: Sequence[int], names: Sequence[str] = ()
) -> Iterator[float]:
    """The numbers that the papers' prose gives of something.

    Args:
        look_up: Of the question.
        counted: The terms of what is counted; a number counts if one of them is among the next few words.
        years: Only numbers of these years; of any year if there are none.
        names: Only in sentences with all of these words.
    """
    needed = frozenset(terms(" ".join(names)))
    for text in _sentences(look_up, [*(str(year) for year in years[:1]), *" ".join(names).split()[:1]]):
        if not needed <= set(terms(text)):
            continue
        for number in facts(text):
            if number.kind is not FactKind.NUMBER or not counted & set(_after(text, number.end)):
                continue
            date = date_of(text, number)
            of_date = set(years_in(date)) if date is not None else set()
            if years and not (of_date and of_date <= set(years)):  # "2015-2019" is of another time than 2019
                continue
            said = cell_number(number.text.split()[0], _PLAIN)
            if said is not None:
                yield said.low


def states(look_up: LookUp, names: frozenset[str], value: float) -> bool:
    """Whether a sentence with one of some names has a number."""
    for text in _sentences(look_up, [f"{value:g}"]):
        numbers = (one for one in facts(text) if one.kind is FactKind.NUMBER)
        said = (cell_number(one.text.split()[0], _PLAIN) for one in numbers)
        if names & set(terms(text)) and any(one is not None and one.low == value for one in said):
            return True
    return False


def speaks_of(look_up: LookUp, wanted: Sequence[str], subject: frozenset[str], years: Sequence[int]) -> bool:
    """Whether a sentence has all wanted words and one of a subject, and names one of some years if there are any."""
    needed = set(terms(" ".join(wanted)))
    for text in _sentences(look_up, [*" ".join(wanted).split()[:1], *(str(year) for year in years[:1] if not wanted)]):
        told = without_citations(text)
        held = set(terms(told))
        if needed <= held and (not subject or subject & held) and (not years or set(years) & set(years_in(told))):
            return True
    return False


def _after(text: str, at: int) -> list[str]:
    words = re.split(r"\d", text[at:])[0].split()[:COUNTED_WITHIN]
    return terms(" ".join(words))


def _sentences(look_up: LookUp, clues: Sequence[str]) -> Iterator[str]:
    """The sentences of the papers' prose, of passages that have every clue."""
    sought = [clue.casefold() for clue in clues]
    for passages in look_up.passages_of.values():
        for passage in passages:
            budget.check()
            if passage.cells or not all(clue in passage.text.casefold() for clue in sought):
                continue
            yield from (passage.text[start:end] for start, end in sentence_bounds(passage.text))
