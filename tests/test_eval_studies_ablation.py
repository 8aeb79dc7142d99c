"""The ablation: variants differ as they say, and a row gives means, gains and the number of questions that differ."""

import copy
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import EvaluationError
from eval.studies.ablation import (
    ANSWERS,
    GROUPS,
    AblationRow,
    AblationVariant,
    as_cells,
    learned_variants,
    ranking_variants,
    score_answers,
    score_ranking,
    stage_updates,
)
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from kutip.settings import SearchSettings, Settings
from retriever.search import System

WHOLE = AblationRow("all", {"key": {"a": 1.0, "b": 1.0, "c": 0.0}, "refused": {"d": 1.0}})
LESS = AblationRow("without", {"key": {"a": 0.0, "b": 1.0, "c": 0.0}, "refused": {"d": 0.0}})
EVERY = frozenset("abcd")


@pytest.fixture(scope="module")
def indexed(settings: Settings) -> IndexedQuestions:
    return IndexedQuestions.open(settings)


def test_the_first_row_has_means_and_the_others_gains_over_it() -> None:
    first, second = as_cells([WHOLE, LESS], EVERY)
    assert first == ["all", "0.667 [0.000, 1.000]", "1.000 [1.000, 1.000]", ""]
    assert second[0] == "without"
    assert second[1].startswith("-0.333 [")
    assert second[2:] == ["-1.000 [-1.000, -1.000], p = 1.000", "2"]


def test_only_questions_of_the_group_count() -> None:
    first, second = as_cells([WHOLE, LESS], frozenset("b"))
    assert first == ["all", "1.000 [1.000, 1.000]", "", ""]
    assert second == ["without", "+0.000 [+0.000, +0.000], p = 1.000", "", "0"]


def test_rows_over_other_questions_are_not_compared() -> None:
    with pytest.raises(KeyError):
        as_cells([WHOLE, replace(LESS, values={"key": {"a": 1.0}, "refused": {"d": 1.0}})], EVERY)


def test_languages_and_wordings_each_divide_the_questions(indexed: IndexedQuestions) -> None:
    for names in (("English", "Indonesian"), ("near wording", "far wording")):
        for question in indexed.questions:
            assert sum(GROUPS[name](question) for name in names) == 1
    assert all(GROUPS["all"](question) for question in indexed.questions)


def test_each_stage_and_step_is_left_out_by_settings_that_exist() -> None:
    defaults = SearchSettings()
    updates = stage_updates(defaults)
    assert {f"without {stage}" for stage in ("bm25", "dense", "late")} <= set(updates)
    changed = [(system, defaults.changed(**update)) for system, update in updates.values()]
    assert (System.HYBRID, defaults) not in changed
    assert all(changed.count(one) == 1 for one in changed)


def test_leaving_out_the_glossary_costs_indonesian_questions_alone(indexed: IndexedQuestions) -> None:
    asked = [one for one in indexed.answerable if one.language == "id"][:8]
    asked += [one for one in indexed.answerable if one.language == "en"][:8]
    variants = {one.name: one for one in learned_variants(replace(indexed, questions=tuple(asked)))}
    whole, less = (score_ranking(variants[name]).values["nDCG@10"] for name in ("all", "without glossary"))
    gains = {one.language: [] for one in asked}  # type: dict[str, list[float]]
    for one in asked:
        gains[one.language].append(whole[one.id] - less[one.id])
    assert set(gains["en"]) == {0.0}
    assert sum(gains["id"]) > 0


def test_a_stage_alone_scores_as_that_system(indexed: IndexedQuestions) -> None:
    few = replace(indexed, questions=tuple(indexed.answerable[:6]))
    alone = next(one for one in ranking_variants(few) if one.name == "bm25 alone")
    expected = few.score_settings({}, few.answerable, system=System.BM25, metrics=HEADLINES)
    assert [list(own.values()) for own in score_ranking(alone).values.values()] == expected.tolist()


def test_answers_are_scored_on_the_questions_that_each_figure_counts(indexed: IndexedQuestions) -> None:
    asked = tuple(one for at, one in enumerate(indexed.questions) if at % 6 == 0)
    values = score_answers(AblationVariant("all", replace(indexed, questions=asked))).values
    assert list(values) == list(ANSWERS)
    answerable = {one.id for one in asked if one.answerable}
    assert values["key"].keys() == values["wrong refusals"].keys() == answerable
    refusable = values["look-alikes refused"].keys() | values["other fields refused"].keys()
    assert refusable == {one.id for one in asked} - answerable
    assert 0 < sum(values["key"].values()) < len(answerable)


@pytest.mark.parametrize("adapter", [0.75, 0.0])
def test_an_index_of_the_same_papers_is_a_variant(indexed: IndexedQuestions, adapter: float, tmp_path: Path) -> None:
    """Also one that was built with another adapter than the settings name: to compare the two is what it is for."""
    copy = Path(shutil.copytree(indexed.settings.index, tmp_path / "copy"))
    settings = indexed.settings.changed(indexing={"adapter": adapter})
    few = replace(indexed, settings=settings, questions=tuple(indexed.answerable[:3]))
    *_, variant = learned_variants(few, [copy])
    assert variant.name == "index copy"
    assert variant.indexed.retriever is not indexed.retriever
    assert score_ranking(variant).values.keys() == set(HEADLINES)
    assert len(variant.indexed.questions) == 3


def test_an_index_of_other_papers_is_refused(indexed: IndexedQuestions) -> None:
    one_paper = copy.copy(indexed.retriever)
    one_paper.documents = dict(list(indexed.retriever.documents.items())[:1])
    with pytest.raises(EvaluationError, match="index of other papers"):
        list(learned_variants(replace(indexed, retriever=one_paper), [indexed.settings.index]))
