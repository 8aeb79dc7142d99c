"""The sentences of each passage are read from the index as the indexer divided them."""

from pathlib import Path

import numpy as np
import pytest
from conftest import DAMAGE, damage

from kutip.errors import IndexDamagedError
from kutip.index.layout import SENTENCE_STARTS, SENTENCES, VECTORS, write_pointers
from kutip.index.store import open_generation
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings
from kutip.types import Kind, Passage, Span
from retriever.ranking.sentence_index import SentenceIndex
from retriever.search import Retriever

VECTORS_OF_SENTENCES = np.eye(3, dtype=np.float32)


def passage(text: str) -> Passage:
    return Passage("p", "d", Kind.PARAGRAPH, (), "", None, (Span(0, max(1, len(text))),), text)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An index of two passages, of two sentences and of one."""
    write_pointers(tmp_path / SENTENCES, [2, 1])
    np.save(tmp_path / SENTENCE_STARTS, np.asarray([0, 11, 0]), allow_pickle=False)
    VectorIndex.build(VECTORS_OF_SENTENCES).write(tmp_path / VECTORS)
    return tmp_path


def test_a_sentence_ends_before_the_blanks_in_front_of_the_next(written: Path) -> None:
    index = SentenceIndex(written, 2)
    passages = [passage("They went home."), passage("They meet.  They talk. ")]
    assert index.bounds([1, 0], passages) == [[(0, 15)], [(0, 10), (11, 22)]]
    assert index.bounds([], []) == []


def test_each_sentence_gets_the_cosine_of_its_vector(written: Path) -> None:
    index = SentenceIndex(written, 2)
    query = np.asarray([0.6, 0.8, 0.0], dtype=np.float32)
    second, first = index.cosines(query, [1, 0])
    assert first == pytest.approx([0.6, 0.8])
    assert second == pytest.approx([0.0])
    assert index.cosines(query, []) == []


def test_an_unexpected_number_of_vectors_counts_as_damage(written: Path) -> None:
    VectorIndex.build(VECTORS_OF_SENTENCES[:2]).write(written / VECTORS)
    with pytest.raises(IndexDamagedError, match="2 of 3"):
        SentenceIndex(written, 2)


@pytest.mark.parametrize("how", DAMAGE)
def test_an_unreadable_file_counts_as_damage(written: Path, how: str) -> None:
    damage(written / SENTENCE_STARTS, how)
    with pytest.raises(IndexDamagedError, match="build the index again"):
        SentenceIndex(written, 2)


@pytest.mark.parametrize("starts", [np.asarray([0.5, 1.0, 2.0]), np.asarray([[0, 1, 2]]), np.asarray([0, 11])])
def test_sentence_starts_of_another_type_or_shape_count_as_damage(written: Path, starts: np.ndarray) -> None:
    np.save(written / SENTENCE_STARTS, starts, allow_pickle=False)
    with pytest.raises(IndexDamagedError, match="build the index again"):
        SentenceIndex(written, 2)


def test_the_sentences_of_the_real_index_cover_each_passage(settings: Settings, retriever: Retriever) -> None:
    index = SentenceIndex(open_generation(settings.index).folder, len(retriever.passages))
    for row, one in enumerate(retriever.passages):
        (bounds,) = index.bounds([row], [one])
        assert "".join("".join(one.text[a:b].split()) for a, b in bounds) == "".join(one.text.split())
        assert all(start < end for start, end in bounds)
