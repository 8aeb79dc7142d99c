"""Choosing settings: the grid is valid, and a question's own score never affects which setting it is scored with."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.studies.choose import cross_validate, grid, multilingual_grid, reread_scores
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from kutip.settings import SearchSettings, Settings


def scores(settings: int, questions: int) -> st.SearchStrategy[np.ndarray]:
    """Arrays (settings, questions) of scores in tenths, 0 to 1."""
    row = st.lists(st.integers(0, 10), min_size=questions, max_size=questions)
    return st.lists(row, min_size=settings, max_size=settings).map(lambda rows: np.asarray(rows) / 10)


def test_a_setting_that_is_best_everywhere_is_chosen_for_every_question() -> None:
    values = np.asarray([[0.1] * 25, [0.9] * 25, [0.2] * 25])
    assert cross_validate(values) == [1] * 25


@given(values=st.tuples(st.integers(1, 4), st.integers(10, 14)).flatmap(lambda size: scores(*size)))
def test_every_question_gets_one_of_the_settings(values: np.ndarray) -> None:
    chosen = cross_validate(values)
    assert len(chosen) == values.shape[1]
    assert set(chosen) <= set(range(len(values)))
    assert chosen == cross_validate(values)


@given(values=scores(3, 12), question=st.integers(0, 11), score=st.sampled_from([0.0, 1.0]), setting=st.integers(0, 2))
def test_a_question_s_own_score_does_not_affect_its_choice(
    values: np.ndarray, question: int, score: float, setting: int
) -> None:
    changed = values.copy()
    changed[setting, question] = score
    assert cross_validate(changed)[question] == cross_validate(values)[question]


def test_a_setting_that_wins_by_one_question_is_not_chosen_for_it() -> None:
    values = np.asarray([[0.5] * 10, [0.45] * 9 + [1.0]])  # ten questions in ten folds
    assert cross_validate(values) == [1] * 9 + [0]


def test_a_setting_best_on_one_question_only_is_never_chosen_for_it() -> None:
    for seed in range(5):
        chosen = cross_validate(np.eye(30), seed=seed)
        assert all(setting != question for question, setting in enumerate(chosen))


@given(values=scores(2, 20), folds=st.integers(2, 20))
def test_the_first_of_equal_settings_is_chosen(values: np.ndarray, folds: int) -> None:
    doubled = np.concatenate([values, values])
    assert cross_validate(doubled, folds=folds) == cross_validate(values, folds=folds)


def test_every_weighting_of_the_grids_is_valid_and_unique() -> None:
    for choices in (list(grid()), list(multilingual_grid())):
        for choice in choices:
            assert SearchSettings(weights=choice).weights == choice
            assert sum(choice) == pytest.approx(1, abs=1e-3)
        assert len(set(choices)) == len(choices)
    assert not any(any(choice[3:]) for choice in grid())
    assert all(any(choice[3:]) for choice in multilingual_grid())


def test_the_default_weights_are_in_the_grid() -> None:
    assert SearchSettings().weights in [*grid()]
    assert SearchSettings().weights_translated in [*grid()]


def test_a_reader_without_weight_changes_no_score_and_one_with_all_of_it_does(settings: Settings) -> None:
    indexed = IndexedQuestions.open(settings)
    few = replace(indexed, questions=tuple(indexed.answerable[::40]))
    without, with_reader = reread_scores(few, 5, [0.0, 100.0])
    assert pytest.approx(few.score_settings({}, few.questions, metrics=HEADLINES)) == without.T
    assert with_reader.shape == without.shape == (len(few.questions), len(HEADLINES))
    assert (with_reader != without).any()
