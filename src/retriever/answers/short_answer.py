"""Picks a short answer from a sentence or a table row: a number, date, place, name, list or definition.

A wrong short answer is worse than none, so a doubtful one is not given.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isclose

from kutip.language.united import any_of
from kutip.models.passage_reader import AnswerSpan
from kutip.text.terms import terms
from kutip.types import Cell, Kind
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.counting import (
    asks_for_share,
    asks_to_count,
    counting,
    counts_several,
    is_of_year,
    is_share,
    says_what_was_done,
)
from retriever.answers.evidence import Evidence
from retriever.answers.facts import Fact, FactKind, facts
from retriever.citations.secondary import sources_cited
from retriever.query.question_type import QuestionType

# Certainty of the reader, a logit, from which its span may stand for the answer to a question of a type, and what such
# a span has to hold. Of other types it gives none.
_CERTAIN: Mapping[QuestionType, float] = {
    QuestionType.WHO: 3.0,
    QuestionType.WHERE: 5.0,
    QuestionType.WHEN: 5.0,
    QuestionType.SOURCE: 5.0,
    QuestionType.HOW_MANY: 3.0,
    QuestionType.LIST: 5.0,
    QuestionType.WHICH: 5.0,
}
_HELD: Mapping[QuestionType, frozenset[FactKind]] = {
    QuestionType.WHO: frozenset({FactKind.NAME}),
    QuestionType.WHERE: frozenset({FactKind.NAME, FactKind.PLACE}),
    QuestionType.WHEN: frozenset({FactKind.DATE}),
    QuestionType.SOURCE: frozenset({FactKind.NAME}),
}
_CERTAIN_ALONE = 10.0  # certainty from which one for "who" needs no name: "children and women" were the victims
_HALF_AT = 5  # distance in words at which a term of the question counts half
_SUPERLATIVE = re.compile(rf"\b{any_of('questions.superlatives')}\b", re.IGNORECASE)
_COLUMNS = {
    QuestionType.WHO: re.compile(rf"\b{any_of('papers.name_columns')}\b", re.IGNORECASE),
    QuestionType.WHERE: re.compile(rf"\b{any_of('papers.place_columns')}\b", re.IGNORECASE),
    QuestionType.WHEN: re.compile(rf"\b{any_of('papers.date_columns')}\b", re.IGNORECASE),
}
_ASK_FOR_CELLS = frozenset(
    {QuestionType.WHO, QuestionType.WHEN, QuestionType.WHERE, QuestionType.HOW_MANY, QuestionType.WHICH}
)
_USUAL = 2.0  # bonus for a column of the kind that is asked for, such as a date column for "when"; in units of IDF
_BLANK = re.compile(r"[-–—.\s]*")
# A number above one, or a plural among the first words.
_ASKS_FOR_SEVERAL = re.compile(
    rf"\A(?:\S+\s+){{0,4}}(?:{any_of('numbers.cardinals')}|{any_of('questions.plurals')})(?!\w)", re.IGNORECASE
)
_AND = any_of("function_words.conjunctions")
_AND_OTHERS = re.compile(rf"(?:,\s[^,;.]{{1,60}}){{0,9}},?\s{_AND}\s", re.IGNORECASE)  # after one of several things
_OTHERS_AND = re.compile(rf"\w,?\s{_AND}\s+\Z", re.IGNORECASE)  # before the last one
_HEAD = re.compile(rf"\b{any_of('questions.heads')}\s+((?:[\w-]+\s?){{1,2}})", re.IGNORECASE)


def short_answer(
    question: AskedQuestion, evidence: Evidence, *, least_coverage: float, span: AnswerSpan | None = None
) -> str | None:
    """The short answer in a piece of evidence; None if the question asks for none, or none stands out.

    In prose, a span of which the reader is certain goes before the fact that the rules find, for which only nearness
    speaks; in a row of a table, the rules go first, since its columns say what a cell is.

    Args:
        question: What was asked.
        evidence: The sentence or table row.
        least_coverage: Fraction of the question's terms, by weight, that it has to contain for the rules.
        span: The reader's best span in it; None without a reader.

    Returns:
        A piece of the sentence or row, letter by letter.
    """
    read, ruled = _of_span(question, evidence, span), _of_rules(question, evidence, least_coverage)
    first, second = (ruled, read) if evidence.sentence.hit.passage.cells else (read, ruled)
    return first if first is not None else second


def _of_span(question: AskedQuestion, evidence: Evidence, span: AnswerSpan | None) -> str | None:
    """The reader's span, if it is certain of it and it holds a fact of the kind asked for."""
    if span is None or question.kind not in _CERTAIN or span.certainty < _CERTAIN[question.kind]:
        return None
    sentence = evidence.sentence
    start, end = span.start - sentence.start, span.end - sentence.start
    text, wanted = sentence.text[start:end], _HELD.get(question.kind, frozenset())
    within = [fact for fact in evidence.facts if fact.start < end and start < fact.end]
    if question.kind is QuestionType.HOW_MANY:
        return _number_of(question, evidence, within)
    items = [one.text for one in evidence.facts if one.kind is FactKind.ITEMS and one.start <= start < end <= one.end]
    if question.kind is QuestionType.LIST and items:
        return items[0]
    several = question.kind is QuestionType.LIST
    several |= question.kind is QuestionType.WHICH and _ASKS_FOR_SEVERAL.search(question.text) is not None
    if several and (_AND_OTHERS.match(sentence.text, end) or _OTHERS_AND.search(sentence.text[:start])):
        return None  # one of several things
    nameless = question.kind is QuestionType.WHO and span.certainty >= _CERTAIN_ALONE
    held = nameless or any(fact.kind in wanted for fact in within)
    return text if (held or not wanted) and not question.says(text) else None


def _number_of(question: AskedQuestion, evidence: Evidence, within: Sequence[Fact]) -> str | None:
    """The only number in a span, if it is of the kind and of the year that the question asks for."""
    numbers = [fact for fact in within if fact.kind is FactKind.NUMBER]
    if len(numbers) != 1 or evidence.features["numbers"] < 1 or evidence.sentence.hit.passage.cells:
        return None
    if counts_several(question):
        return None
    shares = asks_for_share(question.text)
    if not (shares or asks_to_count(question.text)) or shares is not is_share(numbers[0]):
        return None
    return numbers[0].text if is_of_year(question, evidence.sentence.text, numbers[0]) else None


def _of_rules(question: AskedQuestion, evidence: Evidence, least_coverage: float) -> str | None:
    if evidence.features["coverage"] < least_coverage or evidence.features["numbers"] < 1:
        return None
    if evidence.features["names"] < 1:
        return None
    cells = evidence.sentence.hit.passage.cells
    if cells:
        unclear = question.kind not in _ASK_FOR_CELLS or _SUPERLATIVE.search(question.text)
        return None if unclear else _of_cells(question, cells)
    return _of_prose(question, evidence)


def _of_prose(question: AskedQuestion, evidence: Evidence) -> str | None:
    text = evidence.sentence.text
    by_kind = {kind: [fact for fact in evidence.facts if fact.kind is kind] for kind in FactKind}
    match question.kind:
        case QuestionType.WHEN:
            return _nearest(question, text, by_kind[FactKind.DATE])
        case QuestionType.WHERE:
            return _nearest(question, text, by_kind[FactKind.PLACE])
        case QuestionType.HOW_MANY:
            numbers = counting(question, text, by_kind[FactKind.NUMBER])
            is_one = says_what_was_done(question, text) and not counts_several(question)
            return _nearest(question, text, numbers) if is_one else None
        case QuestionType.LIST:
            return _nearest(question, text, by_kind[FactKind.ITEMS])
        case QuestionType.DEFINE:
            return _nearest(question, text, by_kind[FactKind.DEFINITION])
        case QuestionType.SOURCE:
            cited = sources_cited(text)
            in_text = evidence.sentence.hit.passage.kind is not Kind.REFERENCE
            return cited[0] if len(cited) == 1 and in_text else None
        case QuestionType.WHICH:
            return _nearest(question, text, _of_the_name(question, by_kind[FactKind.NAME]))
        case _:
            return None


def _nearest(question: AskedQuestion, text: str, found: Iterable[Fact]) -> str | None:
    """The fact nearest to the question's terms; None if two are equally near."""
    scored = sorted(((_nearness(question, text, fact), fact.text) for fact in found), reverse=True)
    if not scored or scored[0][0] <= 0:
        return None
    tied = {text for nearness, text in scored if isclose(nearness, scored[0][0])}
    return scored[0][1] if len(tied) == 1 else None


def _nearness(question: AskedQuestion, text: str, fact: Fact) -> float:
    score = 0.0
    for side in (text[: fact.start].split()[::-1], text[fact.end :].split()):
        for distance, word in enumerate(side):
            score += sum(question.weights.get(term, 0.0) for term in terms(word)) / (1 + distance / _HALF_AT)
    return score


def _of_the_name(question: AskedQuestion, names: Iterable[Fact]) -> Iterable[Fact]:
    """Names that contain the kind of thing asked for: "which convention …" gives "Palermo Convention"."""
    head = _HEAD.search(question.text)
    wanted = set(terms(head.group(1))) - question.names if head else set()
    return (name for name in names if len(terms(name.text)) > 1 and wanted & set(terms(name.text)))


def _of_cells(question: AskedQuestion, cells: Sequence[Cell]) -> str | None:
    """The answer in the column that the question asks for; None if two columns fit equally well."""
    usual = _COLUMNS.get(question.kind)
    shared = Counter(term for cell in cells for term in set(terms(cell.column)))
    scored: list[tuple[float, Cell]] = []
    for cell in cells:
        if question.says(cell.text) or not terms(cell.column) or _BLANK.fullmatch(cell.text):
            continue
        own = set(terms(cell.column))
        score = sum(weight / shared[term] for term, weight in question.weights.items() if term in own)
        score += _USUAL if usual is not None and usual.search(cell.column) else 0.0
        scored.append((score, cell))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] <= 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return _of_cell(question, scored[0][1])


def _is_share(cell: Cell) -> bool:
    return cell.text.rstrip().endswith("%")


def _of_cell(question: AskedQuestion, cell: Cell) -> str | None:
    """The answer in a cell; from a cell with a date and a place ("May 2019, Bali") only the one asked for."""
    dates = [fact.text for fact in facts(cell.text) if fact.kind is FactKind.DATE]
    match question.kind:
        case QuestionType.WHEN:
            return dates[0] if dates else None
        case QuestionType.HOW_MANY:
            fits = cell.text[:1].isdigit() and _is_share(cell) == asks_for_share(question.text)
            return cell.text if fits else None
        case QuestionType.WHERE:
            place = cell.text
            for date in dates:
                place = place.replace(date, " ")
            place = " ".join(place.split()).strip(" ,–—-")
            return place if place else None
        case _:
            return cell.text
