"""Finds where papers disagree: on how many there were in a year, or on who runs the same meetings.

Most differences between papers are none, such as the figures of two years. So two sentences are compared only where it
is plain that they speak of the same thing.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from kutip.language.numbers import years
from kutip.language.united import any_of
from kutip.text.terms import terms
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.counting import asks_to_count, counting, date_of, is_rough, says_what_was_done
from retriever.answers.evidence import Evidence
from retriever.answers.facts import Fact, FactKind, facts

_ACTOR = re.compile(rf"\b{any_of('questions.actors')}\b", re.IGNORECASE)
_RUN = re.compile(rf"\b{any_of('questions.runs')}\b", re.IGNORECASE)
_ARTICLE = any_of("function_words.articles")
_RUN_BY = re.compile(rf"\b{any_of('facts.run')}\s+{any_of('facts.agents')}\s+(?:{_ARTICLE}\s+)?$")
_RUNS = re.compile(rf"\b{any_of('facts.runs', 'facts.gatherings')}\b")


def may_differ(question: AskedQuestion) -> bool:
    """Whether papers can be compared on a question: it asks for a count in one year, or who runs a named meeting."""
    return _asks_for_one_count(question) or _asks_who_runs(question)


def differing(
    question: AskedQuestion, evidence: Iterable[Evidence], *, least_coverage: float
) -> list[tuple[Evidence, str]]:
    """The sentences in which papers disagree on a question, one of each paper, each with what it states.

    Args:
        question: A question for which `may_differ` is true.
        evidence: Sentences, best first; of each paper the first one that states an answer counts.
        least_coverage: Fraction of the question's terms, by weight, that a sentence has to contain.

    Returns:
        A sentence and its statement ("998") for each of two papers or more; nothing if they agree or do not compare.
    """
    stated: dict[str, tuple[Evidence, str]] = {}
    for one in evidence:
        document = one.sentence.hit.passage.document_id
        if document in stated or not _is_about(one, least_coverage):
            continue
        said = _count(question, one) if _asks_for_one_count(question) else _organiser(question, one)
        if said is not None:
            stated[document] = one, said
    apart = any(_disagree(one, other) for (_, one), (_, other) in combinations(stated.values(), 2))
    return list(stated.values()) if apart else []


def _asks_for_one_count(question: AskedQuestion) -> bool:
    return asks_to_count(question.text) and len(years(question.numbers)) == 1


def _asks_who_runs(question: AskedQuestion) -> bool:
    if not question.names or question.numbers:
        return False
    actor = _ACTOR.search(question.text)
    return actor is not None and _RUN.search(question.text, actor.end()) is not None


def _is_about(one: Evidence, least_coverage: float) -> bool:
    """Whether a sentence of prose is about the question: it has enough of its terms, all its names and numbers."""
    features = one.features
    covered = features["coverage"] >= least_coverage and features["names"] == features["numbers"] == 1
    return covered and not one.sentence.hit.passage.cells


def _disagree(one: str, other: str) -> bool:
    """Whether two statements differ. "ASEAN" and "the ASEAN Secretariat" do not: one only says more."""
    first, second = set(terms(one)), set(terms(other))
    return not first <= second and not second <= first


def _count(question: AskedQuestion, one: Evidence) -> str | None:
    """The number that a sentence gives for the year of the question; None if it gives none or several."""
    text, asked_for = one.sentence.text, years(question.numbers)
    if not says_what_was_done(question, text):
        return None
    numbers = (fact for fact in one.facts if fact.kind is FactKind.NUMBER and fact.text[0].isdigit())
    of_the_year = [
        number.text
        for number in counting(question, text, numbers)
        if date_of(text, number) in asked_for and not is_rough(text, number)
    ]
    return of_the_year[0] if len(of_the_year) == 1 else None


def _organiser(question: AskedQuestion, one: Evidence) -> str | None:
    """The body that a sentence names as running the meetings of the question; None if it names none or several."""
    text = one.sentence.text
    names = [fact for fact in facts(text) if fact.kind is FactKind.NAME]
    meetings = [name for name in names if question.names & set(terms(name.text))]
    actors = [name for name in names if name not in meetings and not question.says(name.text)]
    said = {actor.text for actor in actors for meeting in meetings if _runs(text, actor, meeting, names)}
    return said.pop() if len(said) == 1 else None


def _runs(text: str, actor: Fact, meeting: Fact, names: Sequence[Fact]) -> bool:
    """Whether a sentence says that an actor runs a meeting: "A holds the M", "the M organised by A"."""
    if _RUN_BY.search(text, 0, actor.start):
        return True
    between = any(actor.end <= name.start < meeting.start for name in names)
    return actor.end <= meeting.start and not between and _RUNS.search(text, actor.end, meeting.start) is not None
