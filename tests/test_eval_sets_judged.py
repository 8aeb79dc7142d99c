"""The text judged irrelevant for each question: which passages it covers, and that it fits the bundled papers."""

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
        (spans((20, 40)), False),  # between the read spans
        (spans((0, 50)), True),  # thirty of fifty, in two spans
        (spans((0, 61)), False),
        (spans((15, 25), (45, 55)), True),  # five of each ten
        (spans((15, 25), (46, 56)), False),
        (spans((0, 10), (60, 70)), True),  # all of the first span and none of the second
        (spans((0, 10), (60, 71)), False),
    ],
)
def test_spans_are_judged_if_half_of_their_characters_were_read(own: tuple[Span, ...], whether: bool) -> None:
    assert READ.covers("q001", "paper", own) is whether


@pytest.mark.parametrize(
    ("question", "document"), [("q001", "other"), ("q002", "paper"), ("q003", "paper"), ("q001", "none such")]
)
def test_text_read_for_another_question_or_document_does_not_count(question: str, document: str) -> None:
    assert not READ.covers(question, document, spans((0, 5)))
    assert not Judged().covers(question, document, spans((0, 5)))


@given(start=st.integers(0, 60), length=st.integers(1, 60), cuts=st.lists(st.integers(1, 59), unique=True).map(sorted))
def test_how_text_is_cut_into_spans_does_not_matter(start: int, length: int, cuts: list[int]) -> None:
    ends = [start, *(start + cut for cut in cuts if cut < length), start + length]
    pieces = tuple(Span(*pair) for pair in pairwise(ends))
    whole = READ.covers("q001", "paper", spans((start, start + length)))
    assert READ.covers("q001", "paper", pieces) is whole
    cut_up = Judged({"q001": {"paper": (*(Span(at, at + 1) for at in range(20)), Span(40, 50))}})
    assert cut_up.covers("q001", "paper", pieces) is whole


# --- The file -------------------------------------------------------------------------------------------------------


def written(tmp_path: Path, **changed: Any) -> Path:
    """A judged.json that fits SOURCES, with some keys replaced."""
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
def test_a_source_that_changed_since_judging_is_refused(tmp_path: Path, changed: str) -> None:
    with pytest.raises(QuestionError, match=r"judged\.json was made with another text of other: .*judge it again"):
        load_judged(SOURCES | {"other": changed}, written(tmp_path))


def test_documents_missing_on_either_side_are_not_checked(tmp_path: Path) -> None:
    assert load_judged({"paper": SOURCES["paper"]}, written(tmp_path)) == READ
    assert load_judged({}, written(tmp_path)) == READ
    assert load_judged(SOURCES | {"third": "Not read."}, written(tmp_path)) == READ


# --- The bundled file -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Source text by document id, decoded from bytes so that line ends stay as they are."""
    return {path.parent.name: path.read_bytes().decode() for path in (ROOT / "corpus").glob("*/source.txt")}


def test_the_bundled_file_was_made_with_the_bundled_papers(sources: dict[str, str]) -> None:
    documents = {document for own in load_judged(sources).spans.values() for document in own}
    assert documents == set(sources) == set(json.loads(JUDGED.read_text(encoding="utf-8"))["sources"])


def test_the_bundled_spans_ascend_without_overlap_within_their_source(sources: dict[str, str]) -> None:
    for question, own in load_judged(sources).spans.items():
        for document, found in own.items():
            where = (question, document)
            assert found, where
            assert all(0 <= span.start < span.end <= len(sources[document]) for span in found), where
            assert all(before.end <= after.start for before, after in pairwise(found)), where


def test_the_bundled_file_has_only_ids_of_bundled_questions(sources: dict[str, str]) -> None:
    asked = {json.loads(line)["id"] for line in QUESTIONS.read_bytes().splitlines()}
    assert load_judged(sources).spans.keys() <= asked
