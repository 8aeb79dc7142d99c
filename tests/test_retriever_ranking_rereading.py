"""The best passages ranked again by the reader: laws of the mixed scores, and searches with and without it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from kutip.errors import ReaderError
from kutip.models.lazy_reader import LazyReader
from kutip.settings import Settings
from kutip.types import Kind, Passage, Span
from retriever.answers.answerer import Answerer
from retriever.answers.calibration import Calibration
from retriever.ranking.fusion import best_first
from retriever.ranking.rereading import ranked_again, texts_to_read
from retriever.search import Retriever, System
from retriever.stages import observed

QUESTION = "Who chairs the AMMTC?"
SCORES = st.dictionaries(st.integers(0, 99), st.floats(0, 1), min_size=1, max_size=30)


@given(scores=SCORES, read=st.integers(0, 30), weight=st.floats(0, 5), data=st.data())
def test_passages_that_were_read_stay_above_the_others(
    scores: dict[int, float], read: int, weight: float, data: st.DataObject
) -> None:
    first = best_first(scores)[:read]
    certainties = {row: data.draw(st.floats(-20, 20)) for row in first}
    again = ranked_again(scores, certainties, weight=weight)
    assert again.keys() == scores.keys()
    assert {row: again[row] for row in scores if row not in certainties} == {
        row: scores[row] for row in scores if row not in certainties
    }
    for row in certainties:
        assert min(scores[one] for one in first) - 1e-9 <= again[row] <= max(scores.values()) + 1e-9


@given(scores=SCORES)
def test_with_a_high_weight_the_reader_decides(scores: dict[int, float]) -> None:
    certainties = {row: float(row) for row in scores}
    again = ranked_again(scores, certainties, weight=1e6)
    if len(set(scores.values())) > 1:
        assert max(again, key=lambda row: (again[row], row)) == max(scores)


def test_a_row_of_a_table_is_read_with_its_caption_and_prose_with_its_heading() -> None:
    prose = Passage("p", "d", Kind.PARAGRAPH, ("Part", "Aims"), "Part › Aims", 1, (Span(0, 3),), "So.", ())
    row = replace(prose, kind=Kind.TABLE_ROW, context="Part › Aims\nTable 1: Meetings\nYear | Place")
    assert texts_to_read([prose, row]) == [("Aims", "So."), (row.context, "So.")]


def stages_of(retriever: Retriever, **asked: object) -> list[str]:
    seen: list[str] = []
    with observed(lambda name, _: seen.append(name)):
        retriever.search(QUESTION, **asked)  # type: ignore[arg-type]
    return seen


@pytest.mark.parametrize("mode", ["off", "auto"])
def test_a_search_does_not_load_the_reader(settings: Settings, mode: str) -> None:
    reader = LazyReader()
    retriever = Retriever.open(settings.index, settings.changed(reading={"reader": mode}), reader=reader)
    assert "reader" not in stages_of(retriever)
    retriever.look_up(QUESTION)
    assert not reader.is_open


def test_an_answer_is_read_where_the_settings_allow_it(settings: Settings, retriever: Retriever) -> None:
    for mode, is_read in (("off", False), ("auto", True), ("on", True)):
        seen: list[str] = []
        tuned = retriever.tuned(settings.changed(reading={"reader": mode}))
        with observed(lambda name, _, seen=seen: seen.append(name)):  # type: ignore[misc]
            Answerer(tuned, Calibration.read()).answer(QUESTION)
        assert ("reader" in seen) is is_read


def test_a_search_that_is_read_moves_only_the_hits_that_were_read(settings: Settings, retriever: Retriever) -> None:
    plain = retriever.search(QUESTION, k=30).hits
    tuned = retriever.tuned(settings.changed(reading={"reader": "on", "reader_hits": 5}))
    again = tuned.search(QUESTION, k=30).hits
    assert {hit.passage.id for hit in plain} == {hit.passage.id for hit in again}
    assert sum("reader" in hit.scores for hit in again) == 5
    assert [hit.score for hit in again] == sorted((hit.score for hit in again), reverse=True)
    assert "reader" not in stages_of(tuned, system=System.LATE)


@pytest.fixture
def without(settings: Settings, tmp_path: Path) -> Retriever:
    """A retriever whose reader lacks its files."""
    return Retriever.open(settings.index, settings, reader=LazyReader(tmp_path))


def test_without_its_files_answers_come_as_with_the_reader_switched_off(
    settings: Settings, retriever: Retriever, without: Retriever, caplog: pytest.LogCaptureFixture
) -> None:
    off = Answerer(retriever.tuned(settings.changed(reading={"reader": "off"})), Calibration.read())
    missing = Answerer(without, Calibration.read())
    for question in (QUESTION, "Kapan AMMTC ke-9 diadakan?"):
        assert missing.answer(question) == off.answer(question)
    assert ["reader.onnx" in record.getMessage() for record in caplog.records] == [True]
    assert without.reader_state == "unusable"


def test_settings_that_ask_for_a_missing_reader_are_told(settings: Settings, without: Retriever) -> None:
    on = without.tuned(settings.changed(reading={"reader": "on"}))
    with pytest.raises(ReaderError, match="missing"):
        on.search(QUESTION)
    with pytest.raises(ReaderError, match="missing"):
        Answerer(on, Calibration.read()).answer(QUESTION)
    with pytest.raises(ReaderError, match="missing"):
        _ = on.reader_state


@pytest.mark.parametrize(("mode", "status"), [("off", 200), ("auto", 200), ("on", 503)])
def test_readiness_tells_of_a_missing_reader(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, status: int
) -> None:
    monkeypatch.setattr("retriever.current.LazyReader", lambda: LazyReader(tmp_path))
    with TestClient(create_app(settings.changed(reading={"reader": mode})), base_url="http://127.0.0.1") as client:
        response = client.get("/readyz")
    assert response.status_code == status
    assert response.json().get("reader") == {"off": "off", "auto": "unusable", "on": None}[mode]
