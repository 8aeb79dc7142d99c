"""The query encoder gives the same vectors as sentence-transformers and as the index, for queries and passages."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import DAMAGE, damage

from indexer.embeddings import plan
from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.errors import IndexDamagedError
from kutip.index.layout import ENCODER, QUERY_INPUT, SENTENCES, TOKEN_POINTERS, TOKENIZER, VECTORS, read_pointers
from kutip.index.query_encoder import Encoded, QueryEncoder, load_tokenizer
from kutip.index.store import Generation, open_generation
from kutip.index.token_vectors import TokenVectors, unit_length
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings
from kutip.text.terms import encoded_text
from kutip.types import Kind
from retriever.search import Retriever

TEXTS = [
    "Which meetings show ASEANAPOL acting as an arena?",
    "Apa peran ASEANAPOL?",
    "e-ADS",
    "½ of 1,047 – Communiqué's “arena”",
    "perdagangan orang 人身売買 🙂",
    "word " * 600,
    "",
]


@pytest.fixture(scope="module")
def generation(settings: Settings) -> Generation:
    return open_generation(settings.index)


@pytest.fixture(scope="module")
def encoder(generation: Generation) -> QueryEncoder:
    return QueryEncoder(generation.folder)


def test_query_vectors_equal_those_of_sentence_transformers(encoder: QueryEncoder, settings: Settings) -> None:
    originals = PassageEncoder(settings.indexing.model, adapter=settings.indexing.adapter).encode(TEXTS)
    for text, original in zip(TEXTS, originals, strict=True):
        assert encoder.encode(text).pooled == pytest.approx(original, abs=1e-5)


def test_query_vectors_equal_the_sentence_vectors_in_the_index(
    encoder: QueryEncoder, generation: Generation, retriever: Retriever
) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    held = VectorIndex.read(generation.path(VECTORS)).vectors()
    starts = read_pointers(generation.path(SENTENCES), items=len(held), runs=len(retriever.passages))
    for row in range(0, len(retriever.passages), 25):
        sentences = plan(retriever.passages[row], tokenizer, PassageInput(256)).sentences
        for sentence, vector in zip(sentences, held[starts[row] : starts[row + 1]], strict=True):
            assert encoder.encode(sentence).pooled @ vector == pytest.approx(1, abs=1e-5), sentence


def test_query_token_vectors_equal_the_8_bit_ones_in_the_index_within_rounding(
    encoder: QueryEncoder, generation: Generation, retriever: Retriever
) -> None:
    stored = TokenVectors.read(generation.folder)
    tokens = read_pointers(generation.path(TOKEN_POINTERS), items=len(stored))
    sentences = read_pointers(generation.path(SENTENCES), items=len(tokens) - 1, runs=len(retriever.passages))
    seen = set()
    for row in range(0, len(retriever.passages), 10):
        passage = retriever.passages[row]
        encoded = encoder.encode(encoded_text(passage))
        of_passage = stored.at(slice(tokens[sentences[row]], tokens[sentences[row + 1]])).vectors()
        cosines = (unit_length(of_passage) * unit_length(encoded.tokens[~encoded.special])).sum(axis=1)
        assert cosines.min() > 0.999, passage
        assert np.linalg.norm(of_passage, axis=1) == pytest.approx(np.ones(len(of_passage)), abs=0.01)
        seen.add(passage.kind)
    assert {Kind.PARAGRAPH, Kind.TABLE_ROW, Kind.REFERENCE} <= seen


def test_the_pooled_vector_is_the_unit_mean_of_the_token_vectors(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("ASEANAPOL police chiefs")
    mean = encoded.tokens.mean(axis=0)
    assert encoded.pooled == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert np.linalg.norm(encoded.pooled) == pytest.approx(1, abs=1e-5)


def covered(encoded: Encoded) -> list[str]:
    """Return the piece of the text that each token covers; "" for a special token."""
    return [encoded.text[start:end] for start, end in encoded.offsets]


def test_every_token_has_a_vector_and_its_place(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("Police chiefs meet")
    assert covered(encoded) == ["", "Police", "chiefs", "meet", ""]
    assert encoded.tokens.shape == (5, len(encoded.pooled))


def test_every_token_has_its_id_and_the_outer_two_are_special(encoder: QueryEncoder, generation: Generation) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    encoded = encoder.encode("Police chiefs meet")
    tokens = ["[CLS]", "police", "chiefs", "meet", "[SEP]"]
    assert encoded.ids.tolist() == [tokenizer.token_to_id(token) for token in tokens]
    assert encoded.special.tolist() == [True, False, False, False, True]


def test_a_special_token_typed_by_the_user_does_not_count_as_special(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("[SEP] meet")
    assert covered(encoded) == ["", "[SEP]", "meet", ""]
    assert encoded.special.tolist() == [True, False, False, True]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\x00"])
def test_a_text_without_content_has_only_special_tokens(encoder: QueryEncoder, text: str) -> None:
    encoded = encoder.encode(text)
    assert covered(encoded) == ["", ""]
    assert encoded.special.all()


def test_a_long_text_is_cut_at_the_encoder_s_maximum_length(encoder: QueryEncoder, generation: Generation) -> None:
    most = int(generation.facts["max_tokens"])
    full = encoder.encode("word " * (most - 2))
    assert len(full.offsets) == len(full.tokens) == len(full.ids) == len(full.special) == most
    assert np.array_equal(encoder.encode("word " * (most - 2) + "more").pooled, full.pooled)


def test_several_threads_get_identical_bits_for_the_same_text(encoder: QueryEncoder) -> None:
    alone = [encoder.encode(text).pooled for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: encoder.encode(text).pooled, TEXTS * 5))
    for one, other in zip(alone * 5, together, strict=True):
        assert np.array_equal(one, other)


def test_the_tokenizer_counts_tokens_without_truncation_or_padding(generation: Generation) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    assert [len(one.ids) for one in tokenizer.encode_batch(["word " * 600, "word"])] == [602, 3]


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", [ENCODER, TOKENIZER])
def test_a_model_file_that_cannot_be_loaded_counts_as_damage(
    tmp_path: Path, generation: Generation, name: str, how: str
) -> None:
    for file in (ENCODER, TOKENIZER, QUERY_INPUT):
        shutil.copy(generation.path(file), tmp_path)
    damage(tmp_path / name, how)
    with pytest.raises(IndexDamagedError, match=f"{name} is damaged: .*; build the index again: kutip index"):
        QueryEncoder(tmp_path)
