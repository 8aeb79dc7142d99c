"""Dense search: cosines of passages, by number."""

from pathlib import Path

import numpy as np
import pytest

from kutip.errors import IndexDamagedError
from kutip.layout import VECTORS
from kutip.settings import Settings
from kutip.store import open_generation
from kutip.vectors import VectorIndex
from retriever.dense import DenseIndex
from retriever.search import Retriever

AXES = np.eye(3, dtype=np.float32)


def test_passages_come_by_number_with_their_cosine_best_first(tmp_path: Path) -> None:
    VectorIndex.build(AXES).write(tmp_path / VECTORS)
    query = np.asarray([0.6, 0.0, 0.8], dtype=np.float32)
    found = DenseIndex(tmp_path, 3).nearest(query, 2)
    assert list(found) == [2, 0]
    assert found == pytest.approx({2: 0.8, 0: 0.6})


@pytest.mark.parametrize("passages", [0, 2, 4])
def test_another_number_of_vectors_than_passages_is_damage(tmp_path: Path, passages: int) -> None:
    VectorIndex.build(AXES).write(tmp_path / VECTORS)
    with pytest.raises(IndexDamagedError, match=f"it has 3 vectors for {passages} passages; build the index again"):
        DenseIndex(tmp_path, passages)


def test_no_vectors_are_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        DenseIndex(tmp_path, 0)


def test_each_passage_of_the_papers_is_nearest_to_its_own_vector(settings: Settings, retriever: Retriever) -> None:
    folder = open_generation(settings.index).folder
    vectors = VectorIndex.read(folder / VECTORS).vectors()
    dense = DenseIndex(folder, len(retriever.passages))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)
    for row in range(0, len(vectors), 20):
        best, cosine = next(iter(dense.nearest(vectors[row], 1).items()))
        assert cosine == pytest.approx(1, abs=1e-5)
        assert vectors[best] == pytest.approx(vectors[row], abs=1e-3)
