"""The figures of answers on public collections, and what a part gains, on made outcomes."""

from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.studies.public import PublicQuestion, answer_lines, gain_lines, main

SURE, UNSURE = PublicQuestion(True, True, False, 0.9), PublicQuestion(True, False, True, 0.2)
REFUSED, MISSED = PublicQuestion(False, False, True, 0.1), PublicQuestion(False, False, False, 0.5)


def test_answers_are_summed_up_by_kind_of_question() -> None:
    lines = answer_lines([SURE, SURE, UNSURE, SURE, REFUSED, MISSED])
    assert lines[1] == "expected calibration error of 4 answers 0.200"  # 3 at 0.9, all right; 1 at 0.5, wrong
    assert lines[2].startswith("4 answerable questions; answered right: 0.750 [")
    assert lines[3].startswith("wrong refusals: 0.250 [")
    assert lines[4].startswith("2 unanswerable ones; refused: 0.500 [")
    assert lines[5].startswith("AUROC, answerable questions from others by confidence: 0.875 [")  # 7 of 8 pairs


def test_without_unanswerable_questions_there_is_no_area() -> None:
    assert not any("AUROC" in line or "unanswerable" in line for line in answer_lines([SURE, UNSURE]))


def test_an_answer_without_confidence_counts_as_the_least_sure() -> None:
    silent = PublicQuestion(False, False, False, None)
    assert answer_lines([SURE, silent])[-1].endswith("1.000 [1.000, 1.000]")


def test_a_gain_is_that_of_all_parts_over_fewer() -> None:
    right, area = gain_lines([SURE, SURE, REFUSED], [SURE, UNSURE, MISSED])
    assert right.startswith("+0.500 [")
    assert area.startswith("+0.500 [")  # of the two pairs, one is in the wrong order without the part


def test_a_gain_needs_the_same_questions() -> None:
    with pytest.raises(ValueError, match="zip"):
        gain_lines([SURE, REFUSED], [SURE])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": ["nfcorpus"]}, "there is no collection 'nfcorpus'; there are scifact, squad20-dev"),
        ({"leave_out": ["magic"]}, "there is no part 'magic'; there are glossary"),
        ({"systems": "bm25,best"}, "there is no system 'best'"),
    ],
)
def test_an_unknown_name_is_refused_before_anything_is_read(
    options: dict[str, object], message: str, tmp_path: Path
) -> None:
    with pytest.raises(EvaluationError, match=message):
        main(tmp_path, work=tmp_path, **{"only": None, "systems": "bm25", "leave_out": None, "sample": 1, **options})
