"""The index with the questions about it, and the scores of systems and settings on them."""

import numpy as np
import pytest

from eval.runs.systems import Kutip
from eval.scoring.metrics import Unit, score_questions
from eval.studies.indexed_questions import HEADLINES, IndexedQuestions
from kutip.settings import Settings
from retriever.search import System

METRICS = (*HEADLINES, "AP")


@pytest.fixture(scope="module")
def indexed(settings: Settings) -> IndexedQuestions:
    return IndexedQuestions.open(settings)


def test_opening_reads_all_questions_of_the_bundled_set(indexed: IndexedQuestions) -> None:
    assert len(indexed.questions) == 335
    assert len(indexed.answerable) == 234
    assert all(question.answerable for question in indexed.answerable)


@pytest.mark.parametrize("system", [System.BM25, System.HYBRID])
def test_scores_are_those_of_the_system_s_rankings(indexed: IndexedQuestions, system: System) -> None:
    questions = indexed.answerable[:4]
    values = indexed.score_settings({}, questions, system=system, metrics=METRICS)
    kutip = Kutip(indexed.retriever, system)
    sources = {document.id: document.source_text for document in indexed.retriever.documents.values()}
    ranked = {question.id: kutip.rank(question.text) for question in questions}
    expected = score_questions(questions, ranked, [Unit.of(passage) for passage in kutip.passages], sources)
    assert values.tolist() == [[expected[question.id][metric] for question in questions] for metric in METRICS]


def test_changed_settings_change_the_scores_and_not_the_retriever(indexed: IndexedQuestions) -> None:
    questions = indexed.answerable[:20]
    before = indexed.score_settings({}, questions, metrics=METRICS)
    bm25_only = indexed.score_settings(
        {"weights": (1, 0, 0), "weights_translated": (1, 0, 0), "weights_multilingual": (1, 0, 0)},
        questions,
        metrics=METRICS,
    )
    assert before.shape == bm25_only.shape == (len(METRICS), len(questions))
    assert not np.array_equal(bm25_only, before)
    assert np.array_equal(indexed.score_settings({}, questions, metrics=METRICS), before)
