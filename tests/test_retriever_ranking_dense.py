"""Dense search: passages score by the cosine of their best sentence."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.errors import IndexDamagedError
from kutip.index.layout import SENTENCES, VECTORS, read_pointers, write_pointers
from kutip.index.store import open_generation
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings
from retriever.ranking.dense import DenseIndex
from retriever.search import Retriever

REBUILD = "build the index again: kutip index --force"

Vector = Sequence[float]


def write_dense(folder: Path, passages: Sequence[Sequence[Vector]]) -> DenseIndex:
    """Write an index of passages, each given as the vectors of its sentences."""
    vectors = [sentence for sentences in passages for sentence in sentences]
    VectorIndex.build(np.asarray(vectors, dtype=np.float32)).write(folder / VECTORS)
    write_pointers(folder / SENTENCES, [len(sentences) for sentences in passages])
    return DenseIndex(folder, len(passages))


def by_hand(passages: Sequence[Sequence[Vector]], query: Vector, n: int) -> list[tuple[int, float]]:
    """Return passages with their best sentence's inner product, best first, equal ones in order."""
    best = [max(sum(a * b for a, b in zip(s, query, strict=True)) for s in sentences) for sentences in passages]
    return sorted(enumerate(best), key=lambda scored: (-scored[1], scored[0]))[:n]


def test_passages_are_ranked_by_the_cosine_of_their_best_sentence(tmp_path: Path) -> None:
    east, north, up = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    dense = write_dense(tmp_path, [[east, north], [up], [north, up, east], [north]])
    found = dense.nearest(np.asarray([0.6, 0.0, 0.8], dtype=np.float32), 3)
    assert list(found) == [1, 2, 0]  # the first two score equally
    assert found == pytest.approx({1: 0.8, 2: 0.8, 0: 0.6})


def test_a_passage_with_all_the_nearest_sentences_leaves_room_for_others(tmp_path: Path) -> None:
    near, far = (1.0, 0.0), (0.0, 1.0)
    dense = write_dense(tmp_path, [[far], [near] * 30, [far]])
    assert list(dense.nearest(np.asarray(near, dtype=np.float32), 2)) == [1, 0]


VECTOR = st.tuples(*[st.integers(-2, 2)] * 3)  # products of integers are exact and often equal
PASSAGES = st.lists(st.lists(VECTOR, min_size=1, max_size=5), min_size=1, max_size=12)


@given(passages=PASSAGES, query=VECTOR, n=st.integers(1, 15))
def test_the_nearest_passages_equal_those_of_a_search_by_hand(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[Vector]], query: Vector, n: int
) -> None:
    dense = write_dense(tmp_path_factory.mktemp("dense"), passages)
    found = dense.nearest(np.asarray(query, dtype=np.float32), n)
    assert list(found.items()) == by_hand(passages, query, n)


@given(passages=PASSAGES, query=VECTOR)
def test_fewer_results_are_the_first_of_more_and_too_many_gives_all(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[Vector]], query: Vector
) -> None:
    dense = write_dense(tmp_path_factory.mktemp("dense"), passages)
    asked = np.asarray(query, dtype=np.float32)
    everything = list(dense.nearest(asked, 1_000_000).items())
    assert {passage for passage, _ in everything} == set(range(len(passages)))
    for n in range(1, len(passages) + 1):
        assert list(dense.nearest(asked, n).items()) == everything[:n]


# --- The bundled papers ---------------------------------------------------------------------------------------------


def test_each_sentence_of_the_papers_finds_its_own_passage(settings: Settings, retriever: Retriever) -> None:
    folder = open_generation(settings.index).folder
    vectors = VectorIndex.read(folder / VECTORS).vectors()
    starts = read_pointers(folder / SENTENCES, items=len(vectors), runs=len(retriever.passages))
    dense = DenseIndex(folder, len(retriever.passages))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)
    for passage, (first, last) in enumerate(pairwise(starts)):
        if passage % 20 == 0:
            for vector in vectors[first:last]:
                best, cosine = next(iter(dense.nearest(vector, 1).items()))
                assert cosine == pytest.approx(1, abs=1e-5)
                # Two passages may contain the same sentence.
                assert best == passage or (vectors[starts[best] : starts[best + 1]] @ vector).max() > 0.9999


def test_the_nearest_passages_of_the_papers_equal_those_over_all_sentences(
    settings: Settings, retriever: Retriever
) -> None:
    folder = open_generation(settings.index).folder
    vectors = VectorIndex.read(folder / VECTORS).vectors()
    starts = read_pointers(folder / SENTENCES, items=len(vectors), runs=len(retriever.passages))
    dense = DenseIndex(folder, len(retriever.passages))
    for query in vectors[::50]:
        best = np.asarray([(vectors[a:b] @ query).max() for a, b in pairwise(starts)])
        found = dense.nearest(query, 10)
        assert list(found.values()) == pytest.approx(np.sort(best)[::-1][:10], abs=1e-5)
        assert list(found.values()) == pytest.approx(best[list(found)], abs=1e-5)


# --- Damage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passages", [1, 3, 4])
def test_an_unexpected_number_of_passages_counts_as_damage(tmp_path: Path, passages: int) -> None:
    write_dense(tmp_path, [[(1, 0), (0, 1)], [(1, 0)]])
    with pytest.raises(IndexDamagedError, match=f"{SENTENCES} is damaged: .* into {passages} runs; {REBUILD}"):
        DenseIndex(tmp_path, passages)


@pytest.mark.parametrize("sentences", [1, 2, 4])
def test_an_unexpected_number_of_sentences_counts_as_damage(tmp_path: Path, sentences: int) -> None:
    write_dense(tmp_path, [[(1, 0), (0, 1), (1, 0)]])
    write_pointers(tmp_path / SENTENCES, [sentences])
    with pytest.raises(IndexDamagedError, match=f"{SENTENCES} is damaged: it does not part 3 items .*; {REBUILD}"):
        DenseIndex(tmp_path, 1)


@pytest.mark.parametrize("name", [VECTORS, SENTENCES])
@pytest.mark.parametrize("content", [b"", b"no vectors", None], ids=str)
def test_an_unreadable_file_counts_as_damage(tmp_path: Path, name: str, content: bytes | None) -> None:
    write_dense(tmp_path, [[(1, 0)], [(0, 1)]])
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(IndexDamagedError, match=f"{name} is damaged: .*; {REBUILD}"):
        DenseIndex(tmp_path, 2)
