"""Makes questions with evidence of a question set in SQuAD's format, so that their answers are scored like our own."""

from eval.sets.questions import GoldEvidence, Question
from eval.studies.beir import IndexedCollection
from eval.studies.squad import SquadQuestion, SquadSet
from retriever.query.language import detect_language


def as_questions(asked: SquadSet, indexed: IndexedCollection) -> list[Question]:
    """The set's questions; the evidence of each is the accepted answer, where the question was asked about it.

    Such a set says neither how hard a question is nor which type it has: all count as easy ones that ask which.

    Args:
        asked: The questions.
        indexed: The index of their paragraphs.
    """
    return [_question(one, asked, indexed) for one in asked.questions]


def _question(one: SquadQuestion, asked: SquadSet, indexed: IndexedCollection) -> Question:
    places = tuple(
        GoldEvidence(*indexed.locate(one.paragraph, start, start + len(answer)), 2)
        for answer, start in zip(one.answers, one.starts, strict=True)
    )
    return Question(
        id=f"{asked.name}/{one.id}",
        text=one.text,
        language=detect_language(one.text),
        type="which",
        difficulty="easy",
        wording="near",
        answer=one.answers,
        parts=(places,) if places else (),
        topic=asked.name,
    )
