"""Late interaction compared with three nested loops, and on the bundled papers; ignored tokens and damaged files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kutip.errors import IndexDamagedError
from kutip.index.arrays import Floats
from kutip.index.layout import (
    SENTENCES,
    TOKEN_CODES,
    TOKEN_POINTERS,
    TOKEN_SCALES,
    TOKEN_WEIGHTS,
    write_pointers,
)
from kutip.index.query_encoder import Encoded, QueryEncoder
from kutip.index.store import Generation, open_generation
from kutip.index.token_vectors import TokenVectors
from kutip.settings import Settings
from kutip.text.terms import encoded_text
from retriever.ranking.late import LateIndex, best_sentence_maxsim
from retriever.search import Retriever

REBUILD = "build the index again: kutip index --force"

Sizes = list[list[int]]  # number of tokens of each sentence of each passage

# --- Scores ---------------------------------------------------------------------------------------------------------


def starts_of(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.asarray([sum(sizes[:i]) for i in range(len(sizes))], dtype=np.int64)


def scored(similarities: Floats, weights: Floats, sizes: Sizes) -> Floats:
    tokens = starts_of([size for passage in sizes for size in passage])
    return best_sentence_maxsim(similarities, weights, tokens, starts_of([len(passage) for passage in sizes]))


def by_loops(similarities: Floats, weights: Floats, sizes: Sizes) -> list[float]:
    """Score each passage by loops over sentences, query tokens and sentence tokens."""
    shares = [float(weight) / float(weights.sum()) if weights.any() else 1 / len(weights) for weight in weights]
    scores, token = [], 0
    for passage in sizes:
        best = -np.inf
        for size in passage:
            score = 0.0
            for row, share in zip(similarities, shares, strict=True):
                score += share * max(float(row[token + i]) for i in range(size))
            best = max(best, score)
            token += size
        scores.append(best)
    return scores


SIZES = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=3), min_size=1, max_size=5)
SIMILARITY = st.integers(-100, 100).map(lambda percent: np.float32(percent) / np.float32(100))
WEIGHT = st.integers(0, 8).map(np.float32)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Floats, Floats, Sizes]:
    """Draw similarities, weights and sizes that fit each other."""
    sizes = draw(SIZES)
    tokens, asked = sum(map(sum, sizes)), draw(st.integers(1, 4))
    similarities = draw(arrays.arrays(np.float32, (asked, tokens), elements=SIMILARITY))
    return similarities, draw(arrays.arrays(np.float32, asked, elements=WEIGHT)), sizes


@given(scenes())
def test_scores_equal_those_of_three_nested_loops(scene: tuple[Floats, Floats, Sizes]) -> None:
    similarities, weights, sizes = scene
    scores = scored(similarities, weights, sizes)
    assert scores.dtype == np.float32
    assert scores == pytest.approx(np.asarray(by_loops(similarities, weights, sizes)), abs=1e-5)


@given(scenes())
def test_scores_stay_in_the_range_of_the_similarities(scene: tuple[Floats, Floats, Sizes]) -> None:
    similarities, weights, sizes = scene
    scores = scored(similarities, weights, sizes)
    assert similarities.min() - 1e-6 <= scores.min()
    assert scores.max() <= similarities.max() + 1e-6


@given(scenes(), st.integers(1, 9))
def test_only_the_proportions_of_the_weights_matter(scene: tuple[Floats, Floats, Sizes], factor: int) -> None:
    similarities, weights, sizes = scene
    scores = scored(similarities, weights, sizes)
    assert scored(similarities, factor * weights, sizes) == pytest.approx(scores, abs=1e-6)
    if not weights.any():
        assert scored(similarities, np.ones_like(weights), sizes) == pytest.approx(scores, abs=1e-6)


def test_a_sentence_with_all_tokens_scores_more_than_two_that_share_them() -> None:
    police_and_bali = np.asarray([[0.9, 0.1, 0.9, 0.1], [0.1, 0.9, 0.1, 0.9]], dtype=np.float32)
    even = np.ones(2, dtype=np.float32)
    assert scored(police_and_bali, even, [[2], [1, 1]]) == pytest.approx([0.9, 0.5])


def test_a_token_with_more_weight_has_more_influence() -> None:
    police_and_bali = np.asarray([[0.8, 0.0], [0.0, 0.8]], dtype=np.float32)
    assert scored(police_and_bali, np.asarray([1, 3], dtype=np.float32), [[1], [1]]) == pytest.approx([0.2, 0.6])
    assert scored(police_and_bali, np.asarray([0, 3], dtype=np.float32), [[1], [1]]) == pytest.approx([0.0, 0.8])


# --- A small index --------------------------------------------------------------------------------------------------

POLICE, BALI, SHIP, UNKNOWN = 0, 1, 2, 3
AXES = np.eye(4, dtype=np.float32)
WEIGHTS = np.asarray([1.0, 3.0, 2.0, 4.0], dtype=np.float32)


def write_late(folder: Path, passages: Sequence[Sequence[Sequence[int]]], vectors: Floats = AXES) -> Path:
    """Write an index of passages, each given as the tokens of its sentences; token i has vector i."""
    sentences = [sentence for passage in passages for sentence in passage]
    TokenVectors.quantise(vectors[[token for sentence in sentences for token in sentence]]).write(folder)
    write_pointers(folder / TOKEN_POINTERS, [len(sentence) for sentence in sentences])
    write_pointers(folder / SENTENCES, [len(passage) for passage in passages])
    np.save(folder / TOKEN_WEIGHTS, WEIGHTS)
    return folder


def asked(tokens: Floats, ids: Sequence[int], special: Sequence[bool] = ()) -> Encoded:
    marks = np.asarray(special or [False] * len(ids), dtype=np.bool_)
    return Encoded(AXES[0], tokens, np.asarray(ids, dtype=np.int64), marks, "", ((0, 0),) * len(ids))


BALI_POLICE = asked(AXES[[BALI, POLICE]], [BALI, POLICE])


@pytest.fixture(params=[True, False], ids=["in memory", "mapped"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> LateIndex:
    """Four passages: police and Bali in two sentences; both in one; a ship; Bali twice."""
    passages = [[[POLICE, SHIP], [BALI]], [[SHIP], [POLICE, BALI]], [[SHIP]], [[BALI, BALI]]]
    return LateIndex(write_late(tmp_path, passages), 4, in_memory=request.param)


def rows(*numbers: int) -> npt.NDArray[np.int64]:
    return np.asarray(numbers, dtype=np.int64)


ALL = rows(0, 1, 2, 3)


def test_a_rarer_token_counts_more(small: LateIndex) -> None:
    scores = small.scores(BALI_POLICE, ALL)
    assert scores == pytest.approx([0.75, 1, 0, 0.75])
    assert scores.dtype == np.float32


def test_a_subset_of_passages_gets_the_same_scores_as_among_all(small: LateIndex) -> None:
    assert small.scores(BALI_POLICE, rows(1, 3)) == pytest.approx([1, 0.75])
    assert small.scores(BALI_POLICE, rows(2)) == pytest.approx([0])
    assert small.scores(BALI_POLICE, rows()).shape == (0,)


def test_token_order_and_vector_length_of_the_query_do_not_matter(small: LateIndex) -> None:
    scores = small.scores(BALI_POLICE, ALL)
    other = asked(AXES[[POLICE, BALI]] * np.asarray([[7.0], [0.5]], np.float32), [POLICE, BALI])
    assert small.scores(other, ALL) == pytest.approx(scores)


def test_an_opposite_token_scores_below_zero(small: LateIndex) -> None:
    assert small.scores(asked(-AXES[[BALI]], [BALI]), rows(0, 2, 3)) == pytest.approx([0, 0, -1])


def test_special_tokens_are_ignored(small: LateIndex) -> None:
    around = asked(AXES[[SHIP, BALI, POLICE, SHIP]], [SHIP, BALI, POLICE, SHIP], [True, False, False, True])
    assert small.scores(around, ALL) == pytest.approx(small.scores(BALI_POLICE, ALL))


@pytest.mark.parametrize("passages", [ALL, rows(0, 1), rows()], ids=len)
def test_a_query_with_only_special_tokens_scores_0(small: LateIndex, passages: npt.NDArray[np.int64]) -> None:
    for query in (asked(AXES[[SHIP, SHIP]], [SHIP, SHIP], [True, True]), asked(AXES[:0], [])):
        assert small.scores(query, passages).tolist() == [0.0] * len(passages)


@pytest.mark.parametrize("beyond", [UNKNOWN, UNKNOWN + 1, 30_000])
def test_a_token_id_beyond_the_weights_counts_as_an_unseen_token(small: LateIndex, beyond: int) -> None:
    query = asked(AXES[[BALI, UNKNOWN]], [BALI, beyond])
    assert small.scores(query, ALL) == pytest.approx([3 / 7, 3 / 7, 0, 3 / 7])


def test_scoring_changes_neither_query_nor_passages(small: LateIndex) -> None:
    tokens, passages = 2 * AXES[[BALI, POLICE]], rows(0, 3)
    small.scores(asked(tokens, [BALI, POLICE]), passages)
    assert np.array_equal(tokens, 2 * AXES[[BALI, POLICE]])
    assert passages.tolist() == [0, 3]


VECTORS = arrays.arrays(np.float32, (5, 3), elements=SIMILARITY)
PASSAGES = st.lists(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=3), min_size=1, max_size=6
)


@given(passages=PASSAGES, vectors=VECTORS, query=VECTORS, data=st.data())
def test_any_subset_scores_as_among_all_whether_in_memory_or_not(
    tmp_path_factory: pytest.TempPathFactory,
    passages: list[list[list[int]]],
    vectors: Floats,
    query: Floats,
    data: st.DataObject,
) -> None:
    folder = write_late(tmp_path_factory.mktemp("late"), passages, vectors)
    chosen = rows(*sorted(data.draw(st.sets(st.integers(0, len(passages) - 1)))))
    encoded = asked(query, [POLICE, BALI, SHIP, UNKNOWN, UNKNOWN])
    ready, mapped = (LateIndex(folder, len(passages), in_memory=in_memory) for in_memory in (True, False))
    scores = ready.scores(encoded, np.arange(len(passages)))
    assert scores.shape == (len(passages),)
    assert mapped.scores(encoded, np.arange(len(passages))) == pytest.approx(scores, abs=1e-5)
    for late in (ready, mapped):
        assert late.scores(encoded, chosen) == pytest.approx(scores[chosen], abs=1e-5)


@given(passages=PASSAGES, vectors=VECTORS, query=VECTORS)
def test_scores_are_weighted_cosines_of_each_sentence_s_best_tokens(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[list[int]]], vectors: Floats, query: Floats
) -> None:
    folder = write_late(tmp_path_factory.mktemp("late"), passages, vectors)
    held = TokenVectors.read(folder).vectors()
    lengths = np.linalg.norm(query, axis=1, keepdims=True)
    cosines = ((query / np.where(lengths > 0, lengths, 1)) @ held.T).astype(np.float32)
    weights = WEIGHTS[[POLICE, BALI, SHIP, UNKNOWN, UNKNOWN]]
    expected = by_loops(cosines, weights, [[len(sentence) for sentence in passage] for passage in passages])
    encoded = asked(query, [POLICE, BALI, SHIP, UNKNOWN, UNKNOWN])
    found = LateIndex(folder, len(passages), in_memory=True).scores(encoded, np.arange(len(passages)))
    assert found == pytest.approx(np.asarray(expected), abs=1e-5)


# --- The bundled papers ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generation(settings: Settings) -> Generation:
    return open_generation(settings.index)


@pytest.fixture(scope="module")
def encoder(generation: Generation) -> QueryEncoder:
    return QueryEncoder(generation.folder)


@pytest.fixture(scope="module")
def papers(generation: Generation, retriever: Retriever) -> LateIndex:
    return LateIndex(generation.folder, len(retriever.passages), in_memory=True)


QUESTIONS = [
    "Which meetings show ASEANAPOL acting as an arena?",
    "e-ADS",
    "perdagangan orang 人身売買 🙂",
    "[SEP] police",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_subset_of_the_papers_scores_as_among_all_whether_in_memory_or_not(
    generation: Generation, encoder: QueryEncoder, papers: LateIndex, retriever: Retriever, question: str
) -> None:
    n = len(retriever.passages)
    mapped = LateIndex(generation.folder, n, in_memory=False)
    encoded = encoder.encode(question)
    scores = papers.scores(encoded, np.arange(n))
    assert np.abs(scores).max() <= 1
    assert mapped.scores(encoded, np.arange(n)) == pytest.approx(scores, abs=1e-5)
    for chosen in (rows(0), rows(n - 1), np.arange(3, n, 7), np.arange(1, n)):
        for late in (papers, mapped):
            assert late.scores(encoded, chosen) == pytest.approx(scores[chosen], abs=1e-5)


def test_a_passage_of_one_sentence_is_found_by_the_text_that_was_encoded(
    generation: Generation, encoder: QueryEncoder, papers: LateIndex, retriever: Retriever
) -> None:
    sentences = np.diff(np.load(generation.path(SENTENCES)))
    alone = np.flatnonzero(sentences == 1)[::10]
    assert len(alone) > 5
    for passage in alone:
        encoded = encoder.encode(encoded_text(retriever.passages[passage]))
        scores = papers.scores(encoded, np.arange(len(retriever.passages)))
        assert scores[passage] == pytest.approx(1, abs=0.002)
        assert scores[passage] >= scores.max() - 0.002


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_text_without_tokens_scores_0_for_every_passage_of_the_papers(
    encoder: QueryEncoder, papers: LateIndex, text: str
) -> None:
    assert papers.scores(encoder.encode(text), rows(0, 7)).tolist() == [0, 0]


# --- Damage ---------------------------------------------------------------------------------------------------------

FILES = [TOKEN_CODES, TOKEN_SCALES, TOKEN_POINTERS, TOKEN_WEIGHTS, SENTENCES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two passages, three sentences and four tokens."""
    return write_late(tmp_path, [[[POLICE, SHIP], [BALI]], [[SHIP]]])


def refused(folder: Path, passages: int = 2) -> None:
    for in_memory in (True, False):
        with pytest.raises(IndexDamagedError, match=rf"is damaged: it.*; {REBUILD}"):
            LateIndex(folder, passages, in_memory=in_memory)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "folder", "empty", "text", "cut"])
def test_an_unreadable_file_counts_as_damage(folder: Path, name: str, damage: str) -> None:
    path = folder / name
    contents = {"empty": b"", "text": b"no numbers", "cut": path.read_bytes()[:-1]}
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        path.write_bytes(contents[damage])
    refused(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_pickled_array_is_refused_without_being_unpickled(folder: Path, name: str) -> None:
    np.save(folder / name, np.asarray([{"planted": 1}], dtype=object), allow_pickle=True)
    refused(folder)


def test_an_unexpected_number_of_passages_counts_as_damage(folder: Path) -> None:
    for passages in (1, 3):
        refused(folder, passages)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [(TOKEN_POINTERS, [2, 1]), (TOKEN_POINTERS, [2, 2]), (TOKEN_POINTERS, [2, 1, 0, 1]), (SENTENCES, [2, 2])],
)
def test_files_that_do_not_fit_each_other_count_as_damage(folder: Path, name: str, sizes: list[int]) -> None:
    write_pointers(folder / name, sizes)
    refused(folder)


def test_token_vectors_of_another_size_count_as_damage(folder: Path) -> None:
    TokenVectors.quantise(AXES[:3]).write(folder)
    refused(folder)


@pytest.mark.parametrize(
    "weights",
    [WEIGHTS.astype(np.float64), WEIGHTS[None, :], WEIGHTS[:0], np.float32(1)],
    ids=lambda weights: f"{weights.dtype}{weights.shape}",
)
def test_weights_of_another_type_or_shape_count_as_damage(folder: Path, weights: npt.NDArray[np.generic]) -> None:
    np.save(folder / TOKEN_WEIGHTS, weights)
    refused(folder)
