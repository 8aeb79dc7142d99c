"""Questions in SQuAD's format over an index of their paragraphs: their evidence is the answer, where it was marked."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from eval.runs.services import source_texts
from eval.scoring.answers import overlaps
from eval.scoring.metrics import Unit
from eval.sets.questions import Question
from eval.studies.beir import IndexedCollection
from eval.studies.squad import read_squad_file
from eval.studies.squad_questions import as_questions
from kutip.types import Span

TIDES = "# Tides rise twice a day. The Moon pulls  most of the tides; the Sun pulls less of the tides."
BREAD = "Roti dibuat dari tepung.\nTepung dibuat dari gandum."


def asked(name: str, text: str, context: str, *answers: tuple[str, int]) -> dict[str, Any]:
    """A question whose answers are given each with the number of its occurrence in the paragraph."""
    found = []
    for answer, nth in answers:
        at = -1
        for _ in range(nth):
            at = context.index(answer, at + 1)
        found.append({"text": answer, "answer_start": at})
    return {"id": name, "question": text, "answers": found, "is_impossible": not found}


@pytest.fixture(scope="module")
def indexed_questions(
    tmp_path_factory: pytest.TempPathFactory, lay_encoder: Callable[[Path], None]
) -> tuple[IndexedCollection, dict[str, Question]]:
    folder = tmp_path_factory.mktemp("squad")
    paragraphs = [
        {
            "context": TIDES,
            "qas": [
                asked("moon", "What pulls the tides?", TIDES, ("Moon", 1), ("The Moon pulls  most", 1)),
                asked("sun", "What pulls less?", TIDES, ("the tides", 2)),
                asked("none", "When do the tides end?", TIDES),
            ],
        },
        {"context": BREAD, "qas": [asked("roti", "Dari apa roti dibuat?", BREAD, ("tepung", 1))]},
    ]
    file = folder / "tiny.json"
    file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    read = read_squad_file(file, "tiny")
    lay_encoder(folder / "work" / "tiny" / "index")
    indexed = IndexedCollection(read.as_collection(), folder / "work", lambda what, total: nullcontext(lambda: None))
    return indexed, {one.id.removeprefix("tiny/"): one for one in as_questions(read, indexed)}


def marked(indexed: IndexedCollection, question: Question) -> list[str]:
    """The characters of each accepted answer, as they stand in the source."""
    (part,) = question.parts
    sources = source_texts(indexed.retriever)
    return ["".join(sources[one.document][at] for at in sorted(one.offsets)) for one in part]


def test_the_evidence_is_the_answer_in_its_paragraph(
    indexed_questions: tuple[IndexedCollection, dict[str, Question]],
) -> None:
    indexed, questions = indexed_questions
    assert marked(indexed, questions["moon"]) == ["Moon", "TheMoonpullsmost"]
    assert questions["moon"].answer == ("Moon", "The Moon pulls  most")
    assert marked(indexed, questions["roti"]) == ["tepung"]
    assert not questions["none"].answerable
    assert {one.topic for one in questions.values()} == {"tiny"}
    assert [questions[name].language for name in ("moon", "roti")] == ["en", "id"]


def test_an_answer_that_occurs_again_is_evidence_only_where_it_was_marked(
    indexed_questions: tuple[IndexedCollection, dict[str, Question]],
) -> None:
    indexed, questions = indexed_questions
    (evidence,) = questions["sun"].parts[0]
    source = source_texts(indexed.retriever)[evidence.document]
    second = source.index("the tides", source.index("the tides") + 1)
    assert min(evidence.offsets) == second
    first = source.index("The Moon"), source.index(";")
    last = source.index("the Sun"), len(source.rstrip())
    cited = [Unit(evidence.document, (Span(*place),)) for place in (first, last)]
    assert [overlaps(one, questions["sun"]) for one in cited] == [False, True]
