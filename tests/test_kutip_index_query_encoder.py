"""The query encoder against sentence-transformers and the index, on texts as people type them and as papers do."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from conftest import DAMAGE, damage

from indexer.embeddings import plan
from indexer.passage_encoder import PassageEncoder
from kutip.errors import IndexDamagedError
from kutip.index.layout import ENCODER, SENTENCES, TOKEN_POINTERS, TOKENIZER, VECTORS, read_pointers
from kutip.index.query_encoder import QueryEncoder, load_tokenizer
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
    return QueryEncoder(generation.folder, max_tokens=int(generation.facts["max_tokens"]))


def test_it_gives_the_vectors_of_sentence_transformers(encoder: QueryEncoder, settings: Settings) -> None:
    originals = PassageEncoder(settings.indexing.model).encode(TEXTS)
    for text, original in zip(TEXTS, originals, strict=True):
        assert encoder.encode(text).pooled == pytest.approx(original, abs=1e-5)


def test_it_gives_the_vectors_of_sentences_that_the_index_holds(
    encoder: QueryEncoder, generation: Generation, retriever: Retriever
) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    held = VectorIndex.read(generation.path(VECTORS)).vectors()
    starts = read_pointers(generation.path(SENTENCES), items=len(held), runs=len(retriever.passages))
    for row in range(0, len(retriever.passages), 25):
        sentences = plan(retriever.passages[row], tokenizer).sentences
        for sentence, vector in zip(sentences, held[starts[row] : starts[row + 1]], strict=True):
            assert encoder.encode(sentence).pooled @ vector == pytest.approx(1, abs=1e-5), sentence


def test_it_gives_the_vectors_of_tokens_that_the_index_holds_in_eight_bits(
    encoder: QueryEncoder, generation: Generation, retriever: Retriever
) -> None:
    held = TokenVectors.read(generation.folder)
    tokens = read_pointers(generation.path(TOKEN_POINTERS), items=len(held))
    sentences = read_pointers(generation.path(SENTENCES), items=len(tokens) - 1, runs=len(retriever.passages))
    seen = set()
    for row in range(0, len(retriever.passages), 10):
        passage = retriever.passages[row]
        encoded = encoder.encode(encoded_text(passage))
        own = held.at(slice(tokens[sentences[row]], tokens[sentences[row + 1]])).vectors()
        cosines = (unit_length(own) * unit_length(encoded.tokens[~encoded.special])).sum(axis=1)
        assert cosines.min() > 0.999, passage
        assert np.linalg.norm(own, axis=1) == pytest.approx(np.ones(len(own)), abs=0.01)
        seen.add(passage.kind)
    assert {Kind.PARAGRAPH, Kind.TABLE_ROW, Kind.REFERENCE} <= seen


def test_pooled_is_the_mean_of_the_tokens_at_unit_length(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("ASEANAPOL police chiefs")
    mean = encoded.tokens.mean(axis=0)
    assert encoded.pooled == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert np.linalg.norm(encoded.pooled) == pytest.approx(1, abs=1e-5)


def test_every_token_has_a_vector_and_its_word(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("Police chiefs meet")
    assert encoded.words == ("[CLS]", "police", "chiefs", "meet", "[SEP]")
    assert encoded.tokens.shape == (5, len(encoded.pooled))


def test_every_token_has_its_number_and_those_around_the_text_are_special(
    encoder: QueryEncoder, generation: Generation
) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    encoded = encoder.encode("Police chiefs meet")
    assert encoded.ids.tolist() == [tokenizer.token_to_id(word) for word in encoded.words]
    assert encoded.special.tolist() == [True, False, False, False, True]


def test_a_special_token_that_was_typed_stands_for_text(encoder: QueryEncoder) -> None:
    encoded = encoder.encode("[SEP] meet")
    assert encoded.words == ("[CLS]", "[SEP]", "meet", "[SEP]")
    assert encoded.special.tolist() == [True, False, False, True]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\x00"])
def test_a_text_of_nothing_has_special_tokens_only(encoder: QueryEncoder, text: str) -> None:
    encoded = encoder.encode(text)
    assert encoded.words == ("[CLS]", "[SEP]")
    assert encoded.special.all()


def test_a_text_is_cut_where_the_encoder_ends(encoder: QueryEncoder, generation: Generation) -> None:
    most = int(generation.facts["max_tokens"])
    full = encoder.encode("word " * (most - 2))
    assert len(full.words) == len(full.tokens) == len(full.ids) == len(full.special) == most
    assert np.array_equal(encoder.encode("word " * (most - 2) + "more").pooled, full.pooled)


def test_the_same_text_gives_the_same_bits_from_several_threads(encoder: QueryEncoder) -> None:
    alone = [encoder.encode(text).pooled for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: encoder.encode(text).pooled, TEXTS * 5))
    for one, other in zip(alone * 5, together, strict=True):
        assert np.array_equal(one, other)


def test_a_tokenizer_counts_without_cutting_or_padding(generation: Generation) -> None:
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    assert [len(one.ids) for one in tokenizer.encode_batch(["word " * 600, "word"])] == [602, 3]


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", [ENCODER, TOKENIZER])
def test_a_file_that_cannot_be_loaded_is_damage(tmp_path: Path, generation: Generation, name: str, how: str) -> None:
    for file in (ENCODER, TOKENIZER):
        shutil.copy(generation.path(file), tmp_path)
    damage(tmp_path / name, how)
    with pytest.raises(IndexDamagedError, match=f"{name} is damaged: .*; build the index again: kutip index"):
        QueryEncoder(tmp_path, max_tokens=256)
