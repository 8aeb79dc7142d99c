"""Refuses a question for a year of which the papers tell nothing, and names the nearest year that they tell of."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from kutip import budget
from kutip.language.united import any_of
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import indexed_text
from kutip.types import Kind, Message, Passage, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.facts import FactKind, facts
from retriever.answers.papers_meant import speaks_of_a_paper
from retriever.answers.passage_sentences import PROSE
from retriever.answers.planned import PlannedAnswer
from retriever.answers.refusing import AskedPiece, counted, pieces_of
from retriever.answers.tables.cell_values import years_in
from retriever.citations.secondary import without_citations
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_LED = re.compile(rf"\b{any_of('dates.year_leads')}\s+(?P<year>\d{{4}})(?![\w/–-])", re.IGNORECASE)
_PUBLISHING = re.compile(rf"\b{any_of('questions.publishing')}\b", re.IGNORECASE)
_SILENT = frozenset({Kind.REFERENCE, Kind.FRONT_MATTER, Kind.HEADING})  # their years are of works
_MOST = 20_000  # passages that are read for one question; of more, no year is said to be untold


def untold_year(look_up: LookUp, question: AskedQuestion, /) -> PlannedAnswer | None:
    """The refusal of a question for a year that no passage has near what is asked for; None for other questions."""
    plain = look_up.understood.plain
    led = [int(one["year"]) for one in _LED.finditer(plain)]
    if len(led) != 1 or years_in(plain) != (led[0],) or look_up.understood.compares or look_up.passages > _MOST:
        return None
    if question.kind is QuestionType.SOURCE or speaks_of_a_paper(plain) or _PUBLISHING.search(plain) is not None:
        return None
    pieces = [one for one in pieces_of(look_up) if not one.typed.isdigit()]
    counts = question.kind is QuestionType.HOW_MANY
    thing = counted(look_up, pieces)
    wanted = pieces if not counts else [] if thing is None else [thing]
    if not any(one.strictly for one in wanted):
        return None
    (year,) = led
    told, near = (_told(look_up, wanted, counts=counts, pairs=pairs) for pairs in (False, True))
    if not told or min(near) <= year <= max(near):
        return None
    nearest = min(told, key=lambda one: abs(one - year))
    reason = Message(
        "answer.number_untold" if counts else "answer.year_untold",
        {"words": tuple(one.typed for one in wanted), "year": str(year), "nearest": str(nearest)},
    )
    return PlannedAnswer(Status.NOT_IN_CORPUS, 0.0, reason=(reason,))


def _told(look_up: LookUp, wanted: Sequence[AskedPiece], *, counts: bool, pairs: bool) -> set[int]:
    """The years of which some sentence or row tells something that is wanted; for a count, with a number in it.

    With `pairs`, also a sentence together with the next one, which may go on from it.
    """
    words, told = look_up.held_words, set[int]()
    for passage in chain.from_iterable(look_up.passages_of.values()):
        budget.check()
        for text, years, has_number in _dated(passage, pairs) if passage.kind not in _SILENT else ():
            is_new = not told.issuperset(years) and (has_number or not counts)
            if is_new and words is not None and any(words.is_in(one.typed, text) for one in wanted):
                told.update(years)
    return told


@lru_cache(maxsize=8192)  # all questions read the same passages
def _dated(passage: Passage, pairs: bool) -> tuple[tuple[str, tuple[int, ...], bool], ...]:
    """The parts of a passage that name a year, each with its years and whether it has a number besides."""
    found = []
    for text in map(without_citations, _parts(passage, pairs=pairs)):
        years = years_in(text)
        if years:
            numbers = (one.text for one in facts(text) if one.kind is FactKind.NUMBER)
            found.append((text, years, any(not years_in(one) for one in numbers)))
    return tuple(found)


def _parts(passage: Passage, *, pairs: bool) -> Iterator[str]:
    """Its sentences or pairs of them; of a table's row all of it, with its caption and columns."""
    if passage.kind not in PROSE:
        yield indexed_text(passage)
        return
    text, bounds = passage.text, sentence_bounds(passage.text)
    for (start, end), (_, end_of_next) in zip(bounds, [*bounds[1:], *bounds[-1:]], strict=True):
        yield text[start : end_of_next if pairs else end]
