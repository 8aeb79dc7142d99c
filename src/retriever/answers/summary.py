"""Answers what a paper or a section is about, and what its study aims at, does, finds, concludes and leaves out."""

import re
from collections.abc import Sequence

from kutip.language.united import any_of
from kutip.metadata.facts import facts_of
from kutip.text.terms import terms
from kutip.types import Document, Message, Status
from retriever.answers.about_paper import MOST_PAPERS, which_paper
from retriever.answers.asked_question import AskedQuestion
from retriever.answers.papers_meant import paper_name, papers_meant, papers_named, speaks_of_a_paper, without
from retriever.answers.passage_sentences import is_whole, sentences_of
from retriever.answers.planned import PlannedAnswer, QuotedPlace
from retriever.answers.study_parts import MOST_OF_SUMMARY, Study, StudyPart, is_statement
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_CONFIDENCE = 0.9  # of 25 such questions 23 were right
_HEADING_SHARE = 0.6  # of a heading's terms, from which a question names it


def _words(field: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(field)}\b", re.IGNORECASE)


_ASKED = {
    StudyPart.AIM: _words("study.asked_aim"),
    StudyPart.METHOD: _words("study.asked_method"),
    StudyPart.FINDING: _words("study.asked_finding"),
    StudyPart.CONCLUSION: _words("study.asked_conclusion"),
    StudyPart.LIMIT: _words("study.asked_limit"),
    StudyPart.ADVICE: _words("study.asked_advice"),
    StudyPart.FUTURE: _words("study.asked_future"),
}
_ABOUT = _words("study.asked_about")
_FILLERS = (_words("study.fillers"), _words("paper_facts.fillers"), _words("paper_facts.writers"))
_WRITERS, _SECTIONS = _words("paper_facts.writers"), _words("paper_facts.sections")
_WORKS = _words("paper_facts.works")


def summary(look_up: LookUp, question: AskedQuestion) -> PlannedAnswer | None:
    """Answer a question for the content of papers or of a section, or for a part of their study.

    As for `about_paper`, each other content word of the question has to name a paper: a question about the aim of a
    body or the limits of a law is none of these.
    """
    text = look_up.understood.plain
    parts = [part for part, pattern in _ASKED.items() if pattern.search(text)]
    about = _ABOUT.search(text) is not None
    if not (parts or about) or question.kind is QuestionType.YES_NO:
        return None
    if StudyPart.FUTURE in parts:
        parts = [StudyPart.FUTURE]
    section = _of_section(look_up, without(text, _ABOUT, _SECTIONS, *_FILLERS)) if about else None
    if section is not None:
        return section
    left = without(text, *(_ASKED[part] for part in parts), _ABOUT, _SECTIONS, *_FILLERS)
    has_noun = speaks_of_a_paper(text) or _WRITERS.search(text) is not None
    meant = papers_meant(look_up, left, has_noun=has_noun, by_subject=True)
    if meant is None:
        return None
    if len(meant.documents) > MOST_PAPERS:
        return which_paper(len(meant.documents))
    return _told(look_up, meant.documents, parts, are_named=meant.are_named)


def _told(
    look_up: LookUp, documents: Sequence[Document], parts: Sequence[StudyPart], *, are_named: bool
) -> PlannedAnswer | None:
    """The sentences of each paper for the parts asked for, or its summary; None where no paper has any."""
    places: list[QuotedPlace] = []
    lacking: list[str] = []
    for document in documents:
        study = Study(look_up.passages_of.get(document.id, ()), look_up.result.language)
        found = _parts(study, parts) if parts else study.summary()
        places += found
        lacking += [] if found else [paper_name(document)]
    if not places:
        return None
    missing = (Message("answer.no_such_sentence", {"papers": tuple(lacking)}),) if lacking else ()
    if missing and are_named:
        return PlannedAnswer(Status.PARTIAL, _CONFIDENCE, places, reason=missing)
    return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places, notes=missing)


def _parts(study: Study, parts: Sequence[StudyPart]) -> list[QuotedPlace]:
    found = [place for part in parts for place in study.telling(part)]
    distinct = {(one.passage.id, one.start): one for one in found}
    return list(distinct.values())[:MOST_OF_SUMMARY]


def _of_section(look_up: LookUp, left: str) -> PlannedAnswer | None:
    """The first sentence of each passage of the sections that a question names by their heading."""
    meant = papers_named(look_up, left)
    wanted = set(terms(meant.without_names(left)))
    if not wanted:
        return None
    beside_paper = set(terms(without(meant.without_names(left), _WORKS)))
    places: list[QuotedPlace] = []
    for paper in meant.ids:
        passages = look_up.passages_of.get(paper, ())
        title = set(terms(facts_of(look_up.documents[paper]).title or ""))
        ways = (wanted, beside_paper - title)  # the title's words may only say which paper is meant
        named = {one.heading for one in passages if any(_names(own, each) for each in one.heading for own in ways)}
        own = [one for one in passages if one.heading in named]
        whole = [[place for place in sentences_of([one]) if is_whole(place) and is_statement(place)] for one in own]
        firsts = [found[0] for found in whole if found]
        rest = [place for found in whole for place in found[1:]]
        chosen = [*firsts, *rest][:MOST_OF_SUMMARY]
        places += [place for found in whole for place in found if place in chosen]
    return PlannedAnswer(Status.ANSWERED, _CONFIDENCE, places) if places else None


def _names(wanted: set[str], heading: str) -> bool:
    """Whether the terms of a question name a heading: all of them are in it, and most of its own are among them."""
    own = {term for term in terms(heading) if not term[0].isdigit()}
    return bool(own) and wanted <= own and len(wanted) >= _HEADING_SHARE * len(own)
