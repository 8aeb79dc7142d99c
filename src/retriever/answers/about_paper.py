"""Answers questions for a fact of a paper itself, such as its authors, from its front matter and its metadata."""

import re
from collections.abc import Iterator, Sequence

from kutip.language.united import any_of
from kutip.types import Document, Message, Status
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.paper_facts import PaperFact, StatedFact, state
from retriever.answers.papers_meant import paper_name, papers_meant, speaks_of_a_paper, without
from retriever.answers.planned import PlannedAnswer
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_CONFIDENCE = 0.95  # of 36 such questions 36 were right; lowered, since the same person wrote most of them
MOST_PAPERS = 5  # that are told one by one where the question does not say which it means


def _word(*fields: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(*fields)}\b", re.IGNORECASE)


_FILLERS = _word("paper_facts.fillers")
_WRITERS, _WRITING = _word("paper_facts.writers"), _word("paper_facts.writing")
_JOURNALS, _PUBLISHING = _word("paper_facts.journals"), _word("paper_facts.publishing")
_STEPS, _DATES, _PUBLISHERS = _word("paper_facts.steps"), _word("paper_facts.dates"), _word("paper_facts.publishers")
_COUNTS = _word("questions.counts")
_ENTRIES, _CITING = _word("paper_facts.entries"), _word("paper_facts.citing")
_ASK_HOW_TO_CITE = frozenset({QuestionType.HOW, QuestionType.WHICH, QuestionType.SOURCE})
# Facts that a noun alone asks for.
_NOUNS = {
    PaperFact.DOI: _word("paper_facts.dois"),
    PaperFact.LICENCE: _word("paper_facts.licences"),
    PaperFact.KEYWORDS: _word("paper_facts.keywords"),
    PaperFact.LANGUAGE: _word("paper_facts.languages"),
    PaperFact.SECTIONS: _word("paper_facts.sections"),
    PaperFact.TITLE: _word("paper_facts.titles"),
    PaperFact.PAGES: _word("paper_facts.pages"),
    PaperFact.VOLUME: _word("paper_facts.volumes"),
    PaperFact.AFFILIATION: _word("paper_facts.institutions"),
}
_LABELS = {
    PaperFact.AUTHORS: Message("paper_fact.authors"),
    PaperFact.JOURNAL: Message("paper_fact.journal"),
    PaperFact.DATE: Message("paper_fact.date"),
    PaperFact.PUBLISHER: Message("paper_fact.publisher"),
    PaperFact.DOI: Message("paper_fact.doi"),
    PaperFact.LICENCE: Message("paper_fact.licence"),
    PaperFact.KEYWORDS: Message("paper_fact.keywords"),
    PaperFact.LANGUAGE: Message("paper_fact.language"),
    PaperFact.SECTIONS: Message("paper_fact.sections"),
    PaperFact.REFERENCES: Message("paper_fact.references"),
    PaperFact.TITLE: Message("paper_fact.title"),
    PaperFact.PAGES: Message("paper_fact.pages"),
    PaperFact.VOLUME: Message("paper_fact.volume"),
    PaperFact.AFFILIATION: Message("paper_fact.affiliation"),
    PaperFact.CITATION: Message("paper_fact.citation"),
}


def about_paper(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question for a fact of the papers themselves.

    Each content word of the question has to be one that asks for the fact, or one that names a paper of the index.
    So a question about a work that the papers cite is none of these.
    """
    text = look_up.understood.plain
    wanted = tuple(dict.fromkeys(_wanted(text, question.kind)))
    if not wanted:
        return None
    cues = [*(_NOUNS[fact] for fact in wanted if fact in _NOUNS), *_beside(wanted)]
    meant = papers_meant(look_up, without(text, *cues, _FILLERS), has_noun=speaks_of_a_paper(text))
    if meant is None:
        return None
    if len(meant.documents) > MOST_PAPERS:
        return which_paper(len(meant.documents))
    return _told(look_up, meant.documents, wanted)


def which_paper(papers: int) -> PlannedAnswer:
    """The refusal of a question that may mean any of too many papers."""
    reason = Message("answer.which_paper", {"n": papers})
    return PlannedAnswer(Status.NOT_IN_CORPUS, 0.0, reason=(reason,))


def _wanted(text: str, kind: QuestionType) -> Iterator[PaperFact]:
    """The facts that a question asks for, by its words and its type."""
    if _WRITERS.search(text) or (_WRITING.search(text) and kind is QuestionType.WHO):
        yield PaperFact.AUTHORS
    published = _PUBLISHING.search(text) is not None
    if _JOURNALS.search(text) or (published and kind is QuestionType.WHERE):
        yield PaperFact.JOURNAL
    dated = kind is QuestionType.WHEN or _DATES.search(text) is not None
    if dated and (published or _STEPS.search(text)):
        yield PaperFact.DATE
    if _PUBLISHERS.search(text) or (published and kind is QuestionType.WHO):
        yield PaperFact.PUBLISHER
    if _COUNTS.search(text) and _ENTRIES.search(text):
        yield PaperFact.REFERENCES
    elif (
        _CITING.search(text)
        and not _COUNTS.search(text)
        and kind in (QuestionType.HOW, QuestionType.WHICH, QuestionType.SOURCE)
    ):
        yield PaperFact.CITATION
    yield from (fact for fact, noun in _NOUNS.items() if noun.search(text))


def _beside(wanted: Sequence[PaperFact]) -> list[re.Pattern[str]]:
    """The words that may stand in a question for these facts and name nothing."""
    always = [_WRITERS, _WRITING, _JOURNALS, _PUBLISHING, _STEPS, _DATES, _PUBLISHERS]
    if PaperFact.REFERENCES in wanted:
        return [*always, _ENTRIES, _CITING]
    return [*always, _CITING] if PaperFact.CITATION in wanted else always


def _told(look_up: LookUp, documents: Sequence[Document], wanted: Sequence[PaperFact]) -> PlannedAnswer:
    text = look_up.understood.plain
    all_of_them = [(one, fact, state(fact, look_up, one, text)) for one in documents for fact in wanted]
    found = [(one, fact, stated) for one, fact, stated in all_of_them if stated is not None]
    lacking = tuple(
        Message(
            "answer.not_stated",
            {
                "fact": _LABELS[fact],
                "papers": tuple(paper_name(one) for one, own, s in all_of_them if own is fact and s is None),
            },
        )
        for fact in wanted
        if any(own is fact and stated is None for _, own, stated in all_of_them)
    )
    if not found:
        return PlannedAnswer(Status.NOT_IN_CORPUS, 0.0, reason=lacking)
    distinct = {(place.passage.id, place.start, place.end): place for _, _, one in found for place in one.places}
    return PlannedAnswer(
        Status.PARTIAL if lacking else Status.ANSWERED,
        _CONFIDENCE,
        tuple(distinct.values()),
        _short([(one, stated) for one, _, stated in found], documents, wanted),
        lacking,
        tuple(_notes(found)),
    )


def _short(
    found: Sequence[tuple[Document, StatedFact]], documents: Sequence[Document], wanted: Sequence[PaperFact]
) -> str | None:
    """The short answer: what the paper itself says; of several papers what each of them says, with its name."""
    if len(documents) == 1:
        return next((stated.short for _, stated in found if stated.short), None)
    if len(wanted) > 1:
        return None
    said = [f"{stated.short} ({paper_name(one)})" for one, stated in found if stated.short]
    return "; ".join(said) or None


def _notes(found: Sequence[tuple[Document, PaperFact, StatedFact]]) -> Iterator[Message]:
    """What is told of each paper, and that only its metadata hold some of it."""
    facts = (
        Message("paper_fact.of", {"paper": paper_name(one), "fact": _LABELS[fact], "value": stated.value})
        for one, fact, stated in found
    )
    yield Message("answer.paper_facts", {"facts": tuple(facts)})
    if any(not stated.places and not stated.is_kutips for _, _, stated in found):
        yield Message("answer.facts_of_metadata")
