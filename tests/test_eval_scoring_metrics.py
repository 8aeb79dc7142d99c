"""Metrics compared with values computed by hand, and with ir_measures called directly."""

from math import log2

import ir_measures
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from eval.scoring.metrics import METRICS, Unit, first_words, holds, parts_found, qrels_of, score_questions
from eval.scoring.statistics import Interval, bootstrap
from eval.sets.judged import Judged
from eval.sets.questions import GoldEvidence, Question
from kutip.types import Span

untimed = hypothesis_settings(deadline=None)  # a busy machine must not fail the test

SOURCES = {"paper": "w " * 400, "other": "w " * 400}  # word n starts at offset 2n


def unit(start: int, end: int, *more: tuple[int, int], document: str = "paper") -> Unit:
    return Unit(document, (Span(start, end), *(Span(*span) for span in more)))


def quote(start: int, end: int, *, grade: int = 2, document: str = "paper") -> GoldEvidence:
    return GoldEvidence(document, frozenset(range(start, end)), grade)


def question(*parts: tuple[GoldEvidence, ...], name: str = "q001") -> Question:
    return Question(name, "When?", "en", "when", "easy", "near", ("1981",) if parts else (), parts)


def scored(asked: Question, units: list[Unit], ranked: list[int]) -> dict[str, float]:
    return score_questions([asked], {asked.id: ranked}, units, SOURCES)[asked.id]


@pytest.mark.parametrize(
    ("own", "whether"),
    [
        (unit(0, 100), True),
        (unit(10, 20), True),
        (unit(10, 15), True),  # half of the ten
        (unit(10, 14), False),
        (unit(15, 90), True),
        (unit(16, 90), False),
        (unit(0, 12, (17, 30)), True),  # two characters and three
        (unit(0, 12, (18, 30)), False),
        (unit(20, 90), False),
        (unit(0, 100, document="other"), False),
    ],
)
def test_a_unit_holds_a_quote_if_it_covers_half_of_it(own: Unit, whether: bool) -> None:
    assert holds(own, quote(10, 20)) is whether


def test_blanks_of_a_quote_are_not_counted() -> None:
    spaced = GoldEvidence("paper", frozenset({10, 12, 14, 16, 18, 20}), 2)
    assert holds(unit(10, 15), spaced)
    assert not holds(unit(10, 14), spaced)


def test_a_unit_has_the_best_grade_of_the_quotes_it_holds() -> None:
    asked = question((quote(0, 10), quote(20, 30, grade=1)), (quote(40, 50),))
    units = [unit(0, 10), unit(20, 30), unit(0, 30), unit(40, 45), unit(30, 40)]
    assert qrels_of([asked], units) == {"q001": {"0": 2, "1": 1, "2": 2, "3": 2}}


def test_a_unit_that_was_read_and_holds_no_quote_is_judged_0() -> None:
    asked = question((quote(0, 10),))
    read = Judged({"q001": {"paper": (Span(0, 20), Span(40, 45))}, "q002": {"paper": (Span(0, 400),)}})
    units = [unit(0, 20), unit(10, 30), unit(10, 31), unit(40, 50), unit(40, 51), unit(10, 20, document="other")]
    assert qrels_of([asked], units, read) == {"q001": {"0": 2, "1": 0, "3": 0}}


def test_every_part_must_be_found_by_one_of_its_quotes() -> None:
    asked = question((quote(0, 10), quote(20, 30)), (quote(40, 50),))
    assert parts_found([], asked) == 0
    assert parts_found([unit(20, 30)], asked) == 0.5  # one alternative of the first part
    assert parts_found([unit(0, 10), unit(20, 30)], asked) == 0.5  # both alternatives of the first part
    assert parts_found([unit(20, 30), unit(40, 50)], asked) == 1
    assert parts_found([unit(0, 50)], asked) == 1


def test_a_quote_of_grade_1_does_not_find_its_part() -> None:
    assert parts_found([unit(20, 30)], question((quote(0, 10), quote(20, 30, grade=1)))) == 0


GRADED = question((quote(10, 20), quote(30, 40, grade=1)))
UNITS = [unit(0, 9), unit(10, 20), unit(30, 40), unit(50, 60), unit(10, 16)]  # grades 0, 2, 1, 0, 2


@pytest.mark.parametrize(
    ("ranked", "ndcg", "mrr"),
    [
        ([1, 4, 2], 1, 1),
        ([1], 2 / (2 + 2 / log2(3) + 1 / 2), 1),
        ([0, 1, 2], (2 / log2(3) + 1 / 2) / (2 + 2 / log2(3) + 1 / 2), 1 / 2),
        ([2, 0, 3, 1], (1 + 2 / log2(5)) / (2 + 2 / log2(3) + 1 / 2), 1 / 4),  # grade 1 does not count for MRR
        ([2], 1 / (2 + 2 / log2(3) + 1 / 2), 0),
        ([0, 3], 0, 0),
        ([], 0, 0),
    ],
)
def test_ndcg_and_mrr_equal_values_computed_by_hand(ranked: list[int], ndcg: float, mrr: float) -> None:
    own = scored(GRADED, UNITS, ranked)
    assert own["nDCG@10"] == pytest.approx(ndcg)
    assert own["RR@10"] == pytest.approx(mrr)


@untimed
@given(st.permutations(range(30)).map(lambda order: order[:15]), st.lists(st.sampled_from([0, 0, 1, 2]), min_size=30))
def test_ndcg_and_mrr_equal_those_of_ir_measures(ranked: list[int], grades: list[int]) -> None:
    grades = [2, *grades[1:30]]
    asked = question(tuple(quote(10 * i, 10 * i + 5, grade=g) for i, g in enumerate(grades) if g))
    qrels = [ir_measures.Qrel("q001", str(i), g) for i, g in enumerate(grades)]
    run = [ir_measures.ScoredDoc("q001", str(row), 100.0 - rank) for rank, row in enumerate(ranked)]
    ndcg, mrr = ir_measures.parse_measure("nDCG@10"), ir_measures.parse_measure("RR(rel=2)@10")
    reference = ir_measures.calc_aggregate([ndcg, mrr], qrels, run)
    own = scored(asked, [unit(10 * i, 10 * i + 10) for i in range(30)], ranked)
    assert own["nDCG@10"] == pytest.approx(reference[ndcg])
    assert own["RR@10"] == pytest.approx(reference[mrr])


def test_recall_and_success_stop_at_their_cut_off() -> None:
    asked = question((quote(0, 10),), (quote(20, 30),))
    units = [unit(0, 10), unit(20, 30), *(unit(100 + 10 * i, 110 + 10 * i) for i in range(10))]
    filler = list(range(2, 12))
    cuts = ("EvidenceRecall@5", "EvidenceRecall@10", "EvidenceSuccess@5", "Success@1", "Success@5", "R@5", "AP")
    for ranked, expected in (
        ([0, 1], (1, 1, 1, 1, 1, 1, 1)),
        ([0, *filler[:3], 1], (1, 1, 1, 1, 1, 1, (1 + 2 / 5) / 2)),
        ([0, *filler[:4], 1], (0.5, 1, 0, 1, 1, 0.5, (1 + 2 / 6) / 2)),
        ([*filler[:9], 1], (0, 0.5, 0, 0, 0, 0, (1 / 10) / 2)),
        ([*filler, 0, 1], (0, 0, 0, 0, 0, 0, (1 / 11 + 2 / 12) / 2)),
    ):
        own = scored(asked, units, ranked)
        assert tuple(own[name] for name in cuts) == pytest.approx(expected)


def test_a_question_without_results_counts_0_in_every_metric() -> None:
    nothing: list[dict[str, list[int]]] = [{}, {"q001": []}]
    for ranked in nothing:
        assert score_questions([GRADED], ranked, UNITS, SOURCES) == {"q001": dict.fromkeys(METRICS, 0.0)}


def test_a_question_whose_evidence_no_unit_holds_counts_0() -> None:
    lost = question((quote(700, 790),), name="q002")
    scores = score_questions([GRADED, lost], {"q001": [1, 4, 2], "q002": [0, 1, 2]}, UNITS, SOURCES)
    assert scores["q002"] == dict.fromkeys(METRICS, 0.0)
    assert scores["q001"]["nDCG@10"] == 1
    assert scored(lost, UNITS, [0, 1]) == scored(lost, [], []) == dict.fromkeys(METRICS, 0.0)


def test_questions_without_evidence_are_not_scored() -> None:
    assert score_questions([question(name="q009")], {"q009": [0]}, UNITS, SOURCES) == {}


def test_each_question_has_every_metric_from_0_to_1() -> None:
    own = scored(GRADED, UNITS, [0, 1])
    assert tuple(own) == METRICS
    assert all(0 <= value <= 1 for value in own.values())


def test_evidence_success_300w_stops_after_the_300th_word() -> None:
    read = first_words([unit(0, 200), unit(200, 800)], SOURCES)  # 100 words, then 300
    assert read == [unit(0, 200), unit(200, 599)]  # word 299, counted from 0, starts at 598
    at_the_end, past_it = question((quote(598, 599),)), question((quote(600, 601),))
    assert scored(at_the_end, [unit(0, 200), unit(200, 800)], [0, 1])["EvidenceSuccess@300w"] == 1
    assert scored(past_it, [unit(0, 200), unit(200, 800)], [0, 1])["EvidenceSuccess@300w"] == 0


@pytest.mark.parametrize(
    ("units", "read"),
    [
        ([unit(0, 600)], [unit(0, 600)]),  # exactly 300 words
        ([unit(0, 600), unit(600, 602)], [unit(0, 600)]),
        ([unit(0, 602)], [unit(0, 599)]),
        ([unit(0, 400, (500, 800))], [unit(0, 400, (500, 699))]),
        ([unit(0, 800), unit(0, 800, document="other")], [unit(0, 599)]),
        ([unit(0, 400), unit(0, 400, document="other")], [unit(0, 400), unit(0, 199, document="other")]),
        ([], []),
    ],
)
def test_first_words_cut_within_a_unit_and_drop_the_rest(units: list[Unit], read: list[Unit]) -> None:
    assert first_words(units, SOURCES) == read


@untimed
@given(st.lists(st.text("ab \n", min_size=1, max_size=20), max_size=5), st.integers(1, 20))
def test_first_words_are_the_first_words_of_all_units(pieces: list[str], words: int) -> None:
    source, units = "".join(pieces), []
    start = 0
    for piece in pieces:
        units.append(unit(start, start + len(piece)))
        start += len(piece)
    read = first_words(units, {"paper": source}, words)
    found = [word for one in read for span in one.spans for word in source[span.start : span.end].split()]
    assert found == [word for piece in pieces for word in piece.split()][:words]


@untimed
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_contains_its_mean_and_is_reproducible(values: list[float]) -> None:
    interval = bootstrap(values)
    assert interval.mean == pytest.approx(sum(values) / len(values))
    assert min(values) - 1e-9 <= interval.low <= interval.mean + 1e-9
    assert interval.mean - 1e-9 <= interval.high <= max(values) + 1e-9
    assert bootstrap(values) == interval


def test_the_width_of_an_interval_follows_spread_and_sample_size() -> None:
    few, many = bootstrap([0.0, 1.0] * 50), bootstrap([0.0, 1.0] * 500)
    assert few.high - few.low == pytest.approx(2 * 1.96 * 0.5 / 100**0.5, rel=0.05)
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / 1000**0.5, rel=0.05)
    even = bootstrap([0.4] * 9)
    assert (even.low, even.mean, even.high) == pytest.approx((0.4, 0.4, 0.4))
    varied = [value / 7 for value in range(100)]
    assert bootstrap(varied, seed=1) != bootstrap(varied)


def test_an_interval_is_printed_with_three_digits() -> None:
    assert str(Interval(0.5, 0.25, 0.7504)) == "0.500 [0.250, 0.750]"
