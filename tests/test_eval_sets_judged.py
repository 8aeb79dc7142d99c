"""What was read for a question and is worth nothing: which passages it judges, and that it was read in these papers."""

import json
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import QuestionError
from eval.sets.judged import JUDGED, Judged, load_judged
from eval.sets.questions import QUESTIONS
from kutip.types import Span

SOURCES = {"paper": "ASEANAPOL was founded in 1981. " * 4, "other": "Größe zählt in Codepunkten."}
READ = Judged({"q001": {"paper": (Span(0, 20), Span(40, 50))}, "q002": {"other": (Span(0, 5),)}})


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("own", "whether"),
    [
        (spans((0, 20)), True),
        (spans((5, 10)), True),
        (spans((10, 30)), True),  # half of twenty
        (spans((10, 31)), False),
        (spans((9, 31)), True),
        (spans((20, 40)), False),  # between what was read
        (spans((0, 50)), True),  # thirty of fifty, in two pieces
        (spans((0, 61)), False),
        (spans((15, 25), (45, 55)), True),  # five of each ten
        (spans((15, 25), (46, 56)), False),
        (spans((0, 10), (60, 70)), True),  # all of one and none of the other
        (spans((0, 10), (60, 71)), False),
    ],
)
def test_half_of_the_characters_must_have_been_read(own: tuple[Span, ...], whether: bool) -> None:
    assert READ.covers("q001", "paper", own) is whether


@pytest.mark.parametrize(
    ("question", "document"), [("q001", "other"), ("q002", "paper"), ("q003", "paper"), ("q001", "none such")]
)
def test_what_was_read_for_another_question_or_in_another_document_judges_nothing(question: str, document: str) -> None:
    assert not READ.covers(question, document, spans((0, 5)))
    assert not Judged().covers(question, document, spans((0, 5)))


@given(start=st.integers(0, 60), length=st.integers(1, 60), cuts=st.lists(st.integers(1, 59), unique=True).map(sorted))
def test_it_does_not_matter_in_how_many_pieces_text_is_given_or_was_read(
    start: int, length: int, cuts: list[int]
) -> None:
    ends = [start, *(start + cut for cut in cuts if cut < length), start + length]
    pieces = tuple(Span(*pair) for pair in pairwise(ends))
    whole = READ.covers("q001", "paper", spans((start, start + length)))
    assert READ.covers("q001", "paper", pieces) is whole
    cut_up = Judged({"q001": {"paper": (*(Span(at, at + 1) for at in range(20)), Span(40, 50))}})
    assert cut_up.covers("q001", "paper", pieces) is whole


# --- The file -------------------------------------------------------------------------------------------------------


def written(tmp_path: Path, **changed: Any) -> Path:
    data = {
        "sources": {name: sha256(text.encode()).hexdigest() for name, text in SOURCES.items()},
        "judged": {"q001": {"paper": [[0, 20], [40, 50]]}, "q002": {"other": [[0, 5]]}},
    }
    path = tmp_path / "judged.json"
    path.write_text(json.dumps(data | changed), encoding="utf-8")
    return path


def test_the_file_is_read_as_spans_by_question_and_document(tmp_path: Path) -> None:
    assert load_judged(SOURCES, written(tmp_path)) == READ


@pytest.mark.parametrize("changed", ["", "Größe zählt in Codepunkten. ", "Grosse zahlt in Codepunkten."])
def test_another_text_than_the_one_that_was_read_is_refused(tmp_path: Path, changed: str) -> None:
    with pytest.raises(QuestionError, match=r"judged\.json was judged on another text of other: .*judge it again"):
        load_judged(SOURCES | {"other": changed}, written(tmp_path))


def test_a_document_that_is_not_there_is_not_checked(tmp_path: Path) -> None:
    assert load_judged({"paper": SOURCES["paper"]}, written(tmp_path)) == READ
    assert load_judged({}, written(tmp_path)) == READ
    assert load_judged(SOURCES | {"third": "Not read."}, written(tmp_path)) == READ


# --- The file that we ship ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """The papers' sources by document id; their bytes, so that no line end is another."""
    return {path.parent.name: path.read_bytes().decode() for path in (ROOT / "corpus").glob("*/source.txt")}


def test_ours_was_read_in_the_papers_that_we_ship(sources: dict[str, str]) -> None:
    documents = {document for own in load_judged(sources).spans.values() for document in own}
    assert documents == set(sources) == set(json.loads(JUDGED.read_text(encoding="utf-8"))["sources"])


def test_ours_holds_spans_within_their_source_that_ascend_and_do_not_overlap(sources: dict[str, str]) -> None:
    for question, own in load_judged(sources).spans.items():
        for document, found in own.items():
            where = (question, document)
            assert found, where
            assert all(0 <= span.start < span.end <= len(sources[document]) for span in found), where
            assert all(before.end <= after.start for before, after in pairwise(found)), where


def test_ours_is_of_questions_that_we_ask(sources: dict[str, str]) -> None:
    asked = {json.loads(line)["id"] for line in QUESTIONS.read_bytes().splitlines()}
    assert load_judged(sources).spans.keys() <= asked
