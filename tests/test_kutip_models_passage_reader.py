"""The reader finds answers at their true places, and reads each passage as if it were alone."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.budget import Budget
from kutip.errors import AbandonedError
from kutip.models.lazy_reader import LazyReader
from kutip.models.passage_reader import PassageReader, PassageReading, WindowReading

QUESTION = "When was ASEANAPOL founded?"
FOUNDED = "The association met often. ASEANAPOL was founded in Manila in 1981 by five forces. It has a secretariat."
ELSEWHERE = "Poverty fell in rural areas. The harvest was good, and prices of rice were low."
PASSAGES = [("History", FOUNDED), ("Economy", ELSEWHERE), ("", "It rained. " * 120 + FOUNDED)]


@pytest.fixture(scope="module")
def reader() -> PassageReader:
    return LazyReader().get()


def numbers(reading: PassageReading, text: str) -> tuple[float | None, ...]:
    span = reading.span(0, len(text))
    assert span is not None
    return reading.certainty, reading.evidence(0, len(text)), span.start, span.end, span.margin


def test_the_answer_is_found_where_it_stands(reader: PassageReader) -> None:
    right, wrong, long = reader.read(QUESTION, PASSAGES)
    assert right.certainty > 0 > wrong.certainty
    for reading, text in ((right, FOUNDED), (long, PASSAGES[2][1])):
        span = reading.span(0, len(text))
        assert span is not None
        assert text[span.start : span.end] == "1981"
        assert span.certainty == pytest.approx(reading.certainty)


def test_the_sentence_that_answers_has_the_most_evidence(reader: PassageReader) -> None:
    (reading,) = reader.read(QUESTION, PASSAGES[:1])
    starts = [0, FOUNDED.index("ASEANAPOL"), FOUNDED.index("It has"), len(FOUNDED)]
    logits = [reading.evidence(start, end) for start, end in pairwise(starts)]
    assert max(logits, key=lambda logit: logit or -99) == logits[1]


def test_a_passage_is_read_as_if_it_were_alone(reader: PassageReader) -> None:
    together = list(reader.read(QUESTION, PASSAGES))
    for passage, reading in zip(PASSAGES, together, strict=True):
        (alone,) = reader.read(QUESTION, [passage])
        assert numbers(alone, passage[1]) == numbers(reading, passage[1])


def test_threads_that_share_a_reader_get_what_each_asked_for(reader: PassageReader) -> None:
    def read(_: int) -> list[tuple[float | None, ...]]:
        return [numbers(one, text) for one, (_, text) in zip(reader.read(QUESTION, PASSAGES), PASSAGES, strict=True)]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(read, range(8))
    assert all(other == first for other in others)


def test_reading_stops_where_the_request_was_given_up(reader: PassageReader) -> None:
    budget = Budget(60)
    with budget.spending():
        readings = reader.read(QUESTION, PASSAGES)
        next(readings)
        budget.cancel()
        with pytest.raises(AbandonedError):
            next(readings)


# --- What is made of the network's numbers --------------------------------------------------------------------------

LOGITS = st.lists(st.floats(-9, 9, width=32), min_size=1, max_size=40)


@st.composite
def window_readings(draw: st.DrawFn) -> WindowReading:
    starts = draw(LOGITS)
    same = st.lists(st.floats(-9, 9, width=32), min_size=len(starts), max_size=len(starts))
    values = [np.asarray(one, dtype=np.float32) for one in (starts, draw(same), draw(same))]
    return WindowReading(0, values[0], values[1], values[2], draw(st.floats(-9, 9)), draw(st.floats(-9, 9)))


@given(window=window_readings(), cut=st.data())
def test_the_best_span_is_the_best_of_all(window: WindowReading, cut: st.DataObject) -> None:
    n = len(window.starts)
    low = cut.draw(st.integers(0, n - 1))
    high = cut.draw(st.integers(low + 1, n))
    offsets = np.asarray([(2 * at, 2 * at + 1) for at in range(n)])  # one letter and a blank for each token
    reading = PassageReading([window], offsets)
    found = reading.span(2 * low, 2 * high - 1)
    assert found is not None
    pairs = [(i, j) for i in range(low, high) for j in range(i, min(high, i + 24))]
    margins = {(i, j): float(window.starts[i] + window.ends[j]) - window.nothing for i, j in pairs}
    assert found.margin == pytest.approx(max(margins.values()))
    assert margins[found.start // 2, found.end // 2] == pytest.approx(found.margin)
    assert found.certainty == pytest.approx(window.answerable + found.margin / 2)
    assert reading.certainty >= found.certainty - 1e-6


def test_of_overlapping_windows_the_higher_evidence_counts() -> None:
    def window(first: int, evidence: list[float]) -> WindowReading:
        zeros = np.zeros(len(evidence), np.float32)
        return WindowReading(first, zeros, zeros, np.asarray(evidence, np.float32), 0.0, 0.0)

    reading = PassageReading([window(0, [1, 2]), window(1, [4, 8])], np.asarray([(0, 1), (2, 3), (4, 5)]))
    assert [reading.evidence(start, start + 1) for start in (0, 2, 4)] == [1, 4, 8]
    assert reading.evidence(0, 5) == pytest.approx(13 / 3)
    assert reading.evidence(1, 2) is None
    assert reading.span(1, 2) is None
