"""Scores of answers (key, support, refusal, words) and the risk-coverage curve."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring.answers import area, calibration_error, overlaps, reliability, risk_coverage, score_answer
from eval.scoring.metrics import Unit
from eval.sets.questions import GoldEvidence, Question
from kutip.types import Answer, AnswerSentence, Citation, Span, Status

OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=12)
UNTIED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=12, unique_by=lambda outcome: outcome[0])


def quote(start: int, end: int, *, grade: int = 2, document: str = "paper") -> GoldEvidence:
    return GoldEvidence(document, frozenset(range(start, end)), grade)


def question(*quotes: GoldEvidence, keys: Sequence[str] = ("Phnom Penh",)) -> Question:
    """A question with one part for each quote."""
    return Question(
        "q001", "Where?", "en", "where", "easy", "near", tuple(keys), tuple((evidence,) for evidence in quotes)
    )


def unit(*spans: tuple[int, int], document: str = "paper") -> Unit:
    return Unit(document, tuple(Span(*span) for span in spans))


def sentence(text: str, *spans: tuple[int, int], document: str = "paper") -> AnswerSentence:
    """A sentence with one citation for each span."""
    return AnswerSentence(text, tuple(Citation("p1", document, (Span(*span),), text) for span in spans))


def answer(*sentences: AnswerSentence, short: str | None = None, confidence: float = 0.9) -> Answer:
    numbered = [f"{own.text} [{at}]" for at, own in enumerate(sentences, start=1)]
    text = "\n".join([*([short] if short else []), *numbered])
    return Answer("Where?", "en", Status.ANSWERED, short, text, sentences, confidence, None, (), None, (), ())


REFUSED = Answer("Where?", "en", Status.NOT_IN_CORPUS, None, None, (), 0.1, "No paper says it.", (), None, (), ())


# --- One answer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys", "key"),
    [
        ("It met in Phnom Penh.", ["Phnom Penh"], True),
        ("It met in PHNOM PENH.", ["phnom penh"], True),
        ("It met in Phnom\n  Penh.", ["Phnom  Penh"], True),
        ("It met in Phnom Penh.", ["Cambodia", "Phnom Penh"], True),  # one of the short forms is enough
        ("It met in Manila.", ["Phnom Penh"], False),
        ("It met in Manila.", [], False),
    ],
)
def test_the_key_is_found_ignoring_case_and_white_space(text: str, keys: list[str], key: bool) -> None:
    assert score_answer(question(quote(0, 9), keys=keys), answer(sentence(text, (0, 9)))).key is key


def test_the_key_is_found_in_the_short_answer() -> None:
    asked = question(quote(0, 9))
    assert score_answer(asked, answer(sentence("There it met.", (0, 9)), short="Phnom Penh")).key
    assert not score_answer(asked, answer(sentence("There it met.", (0, 9)))).key


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("9", "It has been so since 1990."),
        ("red", "A hundred countries are covered."),
        ("no", "It is known to be so."),
        ("1", "It is so."),
    ],
)
def test_a_key_inside_a_word_or_a_citation_mark_does_not_count(key: str, text: str) -> None:
    assert not score_answer(question(quote(0, 9), keys=[key]), answer(sentence(text, (0, 9)))).key


@pytest.mark.parametrize(
    ("sentences", "supported"),
    [
        ([sentence("a", (100, 110))], True),
        ([sentence("a", (0, 10))], False),
        ([sentence("a", (0, 10), (100, 110))], True),  # one citation of several
        ([sentence("a", (0, 10)), sentence("b", (100, 110))], True),  # one sentence of several
        ([sentence("a", (100, 110), document="other")], False),
        ([sentence("a", (200, 210))], False),  # a quote of grade 1
        ([sentence("a")], False),
    ],
)
def test_an_answer_that_cites_a_quote_of_grade_2_is_supported(sentences: list[AnswerSentence], supported: bool) -> None:
    asked = question(quote(100, 110), quote(200, 210, grade=1))
    assert score_answer(asked, answer(*sentences)).supported is supported


def test_a_refusal_has_no_key_no_support_and_no_words() -> None:
    scored = score_answer(question(quote(0, 9)), REFUSED)
    assert scored.refused
    assert (scored.key, scored.supported, scored.words, scored.confidence) == (False, False, 0, 0.1)


def test_words_of_an_answer_are_counted_without_citation_marks() -> None:
    scored = score_answer(
        question(),
        answer(sentence("It met there.", (0, 9)), sentence("Twice.", (9, 15)), short="Phnom Penh", confidence=0.7),
    )
    assert not scored.refused
    assert (scored.words, scored.confidence) == (6, 0.7)


# --- Support --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "whether"),
    [
        (unit((100, 120)), True),
        (unit((0, 200)), True),  # covers all of the quote
        (unit((0, 110)), True),  # covers half of it
        (unit((0, 109)), False),
        (unit((110, 112)), True),  # lies within it
        (unit((118, 122)), True),  # lies by half within it
        (unit((118, 123)), False),
        (unit((98, 102), (200, 204)), False),  # two of its eight characters are in the quote
        (unit((98, 102), (118, 120)), True),  # four of six
        (unit((90, 100)), False),
        (unit((120, 130)), False),
        (unit((100, 120), document="other"), False),
    ],
)
def test_a_sentence_overlaps_a_quote_if_half_of_either_is_shared(cited: Unit, whether: bool) -> None:
    assert overlaps(cited, question(quote(100, 120))) is whether


def test_only_quotes_of_the_requested_grade_count() -> None:
    helping = question(quote(0, 10, grade=1))
    assert not overlaps(unit((0, 10)), helping)
    assert overlaps(unit((0, 10)), helping, grade=1)
    assert not overlaps(unit((0, 10)), question(quote(0, 10)), grade=1)


def test_a_quote_of_any_part_or_alternative_counts() -> None:
    asked = Question("q1", "?", "en", "who", "easy", "near", ("x",), ((quote(0, 9), quote(20, 29)), (quote(40, 49),)))
    assert [overlaps(unit((at, at + 9)), asked) for at in (0, 10, 20, 40)] == [True, False, True, True]


def test_an_unanswerable_question_is_never_supported() -> None:
    assert not overlaps(unit((0, 1000)), question())


# --- Risk -----------------------------------------------------------------------------------------------------------


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    outcomes = [(0.2, False), (0.9, True), (0.8, False), (0.4, True)]
    assert risk_coverage(outcomes) == [(1 / 4, 0), (2 / 4, 1 / 2), (3 / 4, 1 / 3), (1, 1 / 2)]
    assert area(risk_coverage(outcomes)) == pytest.approx(1 / 3)


def test_the_risk_curve_of_no_answers_is_empty() -> None:
    assert risk_coverage([]) == []
    assert area([]) == 0


@given(outcomes=OUTCOMES)
def test_coverage_rises_to_1_and_ends_at_the_share_of_wrong_answers(outcomes: list[tuple[float, bool]]) -> None:
    curve = risk_coverage(outcomes)
    assert len(curve) == len(outcomes)
    assert all(less < more for (less, _), (more, _) in pairwise(curve))
    assert curve[-1] == pytest.approx((1, sum(not right for _, right in outcomes) / len(outcomes)))
    assert all(0 <= risk <= 1 for _, risk in curve)
    assert 0 <= area(curve) <= 1


@given(rights=st.lists(st.booleans(), max_size=10), data=st.data())
def test_the_area_is_least_with_right_answers_first_and_most_with_them_last(
    rights: list[bool], data: st.DataObject
) -> None:
    def area_of(order: Sequence[bool]) -> float:
        return area(risk_coverage([(-float(at), right) for at, right in enumerate(order)]))

    any_order = area_of(data.draw(st.permutations(rights)))
    assert area_of(sorted(rights, reverse=True)) <= any_order + 1e-12
    assert any_order <= area_of(sorted(rights)) + 1e-12


@given(outcomes=UNTIED, data=st.data())
def test_only_the_order_of_the_confidences_matters(outcomes: list[tuple[float, bool]], data: st.DataObject) -> None:
    curve = risk_coverage(outcomes)
    assert risk_coverage(data.draw(st.permutations(outcomes))) == curve
    ranks = {sure: rank for rank, sure in enumerate(sorted(sure for sure, _ in outcomes))}
    assert risk_coverage((ranks[sure], right) for sure, right in outcomes) == curve


def test_answers_of_equal_confidence_may_come_in_any_order() -> None:
    right_first, wrong_first = [(0.5, True), (0.5, False)], [(0.5, False), (0.5, True)]
    assert area(risk_coverage(right_first)) == area(risk_coverage(wrong_first))


@given(outcomes=OUTCOMES)
def test_the_calibration_error_is_between_0_and_1_and_every_answer_counts_once(
    outcomes: list[tuple[float, bool]],
) -> None:
    parts = reliability(outcomes)
    assert sum(n for *_, n in parts) == len(outcomes)
    assert 0 <= calibration_error(parts) <= 1
    assert reliability([*outcomes, (None, True)]) == parts


def test_an_answer_given_as_sure_as_it_is_often_right_has_no_calibration_error() -> None:
    outcomes = [(0.75, True)] * 3 + [(0.75, False)] + [(0.0, False)] * 5 + [(1.0, True)] * 2
    assert calibration_error(reliability(outcomes)) == 0
    assert calibration_error(reliability([(1.0, False), (0.0, True)])) == 1
    assert calibration_error([]) == 0
