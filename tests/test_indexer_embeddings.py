"""Which texts of a passage are encoded, that nothing is encoded twice, and that an index returns what was written."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import write_tiny_model
from tokenizers import Tokenizer

from indexer.embeddings import Embedding, Plan, embed, known_embeddings, plan, token_weights, write_embeddings
from indexer.model_files import DEFAULT_MODEL, model_folder
from indexer.passage_encoder import PassageEncoder, PassageInput
from indexer.passages import FLOWING
from kutip.index.layout import TOKEN_WEIGHTS, TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, new_generation, open_generation
from kutip.settings import Settings
from kutip.text.terms import encoded_text
from kutip.types import Kind, Passage, Span
from retriever.search import Retriever

INPUT = PassageInput(max_tokens=10_000)  # more than any text here


def passage_of(text: str, *, heading: str = "", kind: Kind = Kind.PARAGRAPH) -> Passage:
    return Passage("0" * 16, "paper", kind, (heading,) if heading else (), heading, None, (Span(0, 1),), text)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer of the default model."""
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    return load_tokenizer(folder / "tokenizer.json")


# --- Plans ----------------------------------------------------------------------------------------------------------


def words(tokenizer: Tokenizer, planned: Plan) -> list[str]:
    """Return the tokens of each sentence of a plan, joined by spaces."""
    tokens = iter([str(tokenizer.id_to_token(token)) for token in planned.ids])
    return [" ".join(next(tokens) for _ in range(size)) for size in planned.sizes]


def test_a_passage_is_split_into_sentences_and_its_context_counts_for_the_first(tokenizer: Tokenizer) -> None:
    planned = plan(
        passage_of("The police meet. They talk of crimes.\nThen they go!", heading="METHOD"), tokenizer, INPUT
    )
    assert planned.pieces == ("METHOD\nThe police meet. They talk of crimes.\nThen they go!",)
    assert planned.sentences == ("The police meet.", "They talk of crimes.", "Then they go!")
    assert words(tokenizer, planned) == ["method the police meet .", "they talk of crimes .", "then they go !"]


def test_the_special_tokens_around_a_text_are_not_among_its_tokens(tokenizer: Tokenizer) -> None:
    planned = plan(passage_of("They meet."), tokenizer, INPUT)
    assert tokenizer.encode(planned.pieces[0]).tokens == ["[CLS]", "they", "meet", ".", "[SEP]"]
    assert (words(tokenizer, planned), planned.places) == (["they meet ."], ((1, 2, 3),))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in FLOWING])
def test_a_passage_that_is_not_running_text_is_one_sentence(tokenizer: Tokenizer, kind: Kind) -> None:
    planned = plan(
        passage_of("| Police | They meet. They talk. |", heading="Table 1. Actors", kind=kind), tokenizer, INPUT
    )
    assert planned.sentences == ("| Police | They meet. They talk. |",)
    assert planned.sizes == (len(planned.ids),)


@pytest.mark.parametrize(
    ("text", "sentences", "tokens"),
    [
        ("They meet.\n\u200b\nThey talk.", ["They meet.", "\u200b\nThey talk."], ["they meet .", "they talk ."]),
        ("They meet.\n\u200b", ["They meet.\n\u200b"], ["they meet ."]),
        ("\u200b\nThey meet.", ["\u200b\nThey meet."], ["they meet ."]),
        ("They\x1cmeet.", ["They", "meet."], ["they", "##me ##et ."]),  # a line end for Python, nothing for the encoder
    ],
)
def test_a_sentence_without_tokens_is_joined_with_its_neighbour(
    tokenizer: Tokenizer, text: str, sentences: list[str], tokens: list[str]
) -> None:
    planned = plan(passage_of(text), tokenizer, INPUT)
    assert list(planned.sentences) == sentences
    assert words(tokenizer, planned) == tokens


def bare(text: str) -> str:
    return "".join(text.split())


def check_plan(planned: Plan, passage: Passage, tokenizer: Tokenizer) -> None:
    """Check that the sentences cover the text and all its tokens in order, with at least one token each."""
    encoding = tokenizer.encode(encoded_text(passage))
    assert planned.pieces == (encoded_text(passage),)
    (places,) = planned.places
    assert bare("".join(planned.sentences)) == bare(passage.text)
    assert all(sentence.strip() == sentence != "" for sentence in planned.sentences)
    assert len(planned.sizes) == len(planned.sentences)
    assert min(planned.sizes) >= 1
    assert sum(planned.sizes) == len(planned.ids) == len(places)
    assert [encoding.ids[place] for place in places] == list(planned.ids)
    assert [0, *places, len(encoding.ids) - 1] == list(range(len(encoding.ids)))  # all but [CLS] and [SEP]


def test_the_plans_of_the_bundled_papers_cover_their_passages(retriever: Retriever, tokenizer: Tokenizer) -> None:
    plans = [plan(passage, tokenizer, INPUT) for passage in retriever.passages]
    for planned, passage in zip(plans, retriever.passages, strict=True):
        check_plan(planned, passage, tokenizer)
        assert len(planned.sentences) == 1 or passage.kind in FLOWING
    assert {Kind.PARAGRAPH, Kind.TABLE_ROW, Kind.REFERENCE} <= {passage.kind for passage in retriever.passages}
    assert sum(len(planned.sentences) for planned in plans) > 1.5 * len(plans)


def test_a_sentence_has_the_same_tokens_in_its_passage_and_alone(retriever: Retriever, tokenizer: Tokenizer) -> None:
    for passage in retriever.passages:
        planned = plan(passage, tokenizer, INPUT)
        context = planned.pieces[0].removesuffix(passage.text)
        for i, (sentence, tokens) in enumerate(zip(planned.sentences, words(tokenizer, planned), strict=True)):
            alone = tokenizer.encode(sentence if i else context + sentence, add_special_tokens=False)
            assert tokens.split(" ") == alone.tokens


ODD = (
    "The", "police", "meet.", "No.", "5", "…", "?!", "(2021).", "“Why?”", "警察", "ไทย", "é", "e\u0301", "İ", "😀",
    "[SEP]", "x" * 120, "\u200b", "\ufeff", "\x00", "\ufffd", "\u00a0", " ", "\n", "\x1c", "\x85", "\u2028", "\t",
)  # fmt: skip
PIECES = st.lists(st.sampled_from(ODD), max_size=12)


@given(
    pieces=PIECES, glue=st.sampled_from([" ", ""]), heading=st.sampled_from(["", "METHOD"]), kind=st.sampled_from(Kind)
)
def test_plans_cover_any_mixture_of_odd_words(
    tokenizer: Tokenizer, pieces: list[str], glue: str, heading: str, kind: Kind
) -> None:
    passage = passage_of(glue.join(["A", *pieces]).strip(), heading=heading, kind=kind)
    check_plan(plan(passage, tokenizer, INPUT), passage, tokenizer)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_plans_cover_any_characters(tokenizer: Tokenizer, text: str) -> None:
    passage = passage_of(f"A{text}".strip())
    check_plan(plan(passage, tokenizer, INPUT), passage, tokenizer)


def test_plans_with_equal_texts_to_encode_have_the_same_key(tokenizer: Tokenizer) -> None:
    passage = passage_of("They meet. They talk.", heading="METHOD")
    elsewhere = replace(passage, id="1" * 16, document_id="other", page=7, spans=(Span(5, 9),))
    assert plan(passage, tokenizer, INPUT).key == plan(elsewhere, tokenizer, INPUT).key


def test_plans_that_differ_in_text_context_or_sentences_have_different_keys(tokenizer: Tokenizer) -> None:
    passage = passage_of("They meet. They talk.", heading="METHOD")
    others = [
        replace(passage, text="They meet. They talk!"),
        passage_of("They meet. They talk.", heading="RESULTS"),
        passage_of("They meet. They talk."),
        replace(passage, kind=Kind.TABLE_ROW),  # the same text as one sentence
        passage_of("METHOD\nThey meet. They talk."),  # the same text with the heading as a sentence
    ]
    assert len({plan(one, tokenizer, INPUT).key for one in (passage, *others)}) == 6


def test_passages_of_the_papers_share_a_key_only_if_they_read_alike(retriever: Retriever, tokenizer: Tokenizer) -> None:
    read = {(encoded_text(passage), passage.text, passage.kind in FLOWING) for passage in retriever.passages}
    assert len({plan(passage, tokenizer, INPUT).key for passage in retriever.passages}) == len(read)


@pytest.fixture(scope="module")
def short() -> PassageInput:
    """Room for twelve tokens of text, beside [CLS], the three tokens of the prompt and [SEP]."""
    return PassageInput(max_tokens=17, prompt="they say : ")


def test_the_tokens_of_a_prompt_are_not_among_a_passage_s_own(tokenizer: Tokenizer, short: PassageInput) -> None:
    planned = plan(passage_of("They meet. They say."), tokenizer, short)
    assert planned.pieces == ("They meet. They say.",)
    assert words(tokenizer, planned) == ["they meet .", "they say ."]
    assert planned.places == ((4, 5, 6, 7, 8, 9),)


def test_a_passage_longer_than_the_input_is_planned_in_pieces(tokenizer: Tokenizer, short: PassageInput) -> None:
    passage = passage_of(
        "The police meet. They talk of crimes and of ships. Then they all go home again.", heading="A B"
    )
    planned = plan(passage, tokenizer, short)
    assert "".join(planned.pieces) == encoded_text(passage)
    assert len(planned.pieces) > 1
    assert planned.sentences == plan(passage, tokenizer, INPUT).sentences
    assert words(tokenizer, planned) == words(tokenizer, plan(passage, tokenizer, INPUT))
    for piece, places in zip(planned.pieces, planned.places, strict=True):
        tokens = tokenizer.encode(short.prompt + piece).tokens
        assert len(tokens) <= short.max_tokens
        assert (places[0], places[-1]) == (4, len(tokens) - 2)


@given(pieces=PIECES, heading=st.sampled_from(["", "METHOD"]), kind=st.sampled_from(Kind))
def test_pieces_cover_any_mixture_of_odd_words(
    tokenizer: Tokenizer, short: PassageInput, pieces: list[str], heading: str, kind: Kind
) -> None:
    passage = passage_of(" ".join(["A", *pieces]).strip(), heading=heading, kind=kind)
    planned = plan(passage, tokenizer, short)
    assert "".join(planned.pieces) == encoded_text(passage)
    assert bare("".join(planned.sentences)) == bare(passage.text)
    assert min(planned.sizes) >= 1
    assert sum(planned.sizes) == len(planned.ids) == sum(map(len, planned.places))
    assert all(place < short.max_tokens for places in planned.places for place in places)


# --- Embeddings -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> PassageEncoder:
    return PassageEncoder(str(write_tiny_model(tmp_path_factory.mktemp("model"))))


@pytest.fixture(scope="module")
def plans(encoder: PassageEncoder) -> list[Plan]:
    """Three plans, of two sentences, one and two; the last passage is the first one again."""
    tokenizer = load_tokenizer(Path(encoder.name) / "tokenizer.json")
    meeting = passage_of("The police meet. They talk.", heading="METHOD")
    row = passage_of("| 5 | Bali. |", heading="Table 1", kind=Kind.TABLE_ROW)
    return [plan(passage, tokenizer, INPUT) for passage in (meeting, row, meeting)]


@pytest.fixture(scope="module")
def embeddings(plans: list[Plan], encoder: PassageEncoder) -> list[Embedding]:
    return embed(plans, encoder, {}, lambda done, total: None)[0]


def same(one: Embedding, other: Embedding) -> bool:
    """True if two embeddings have the same bits."""
    arrays = [(e.sentences, e.tokens.codes, e.tokens.scales) for e in (one, other)]
    return one.sizes == other.sizes and all(np.array_equal(a, b) for a, b in zip(*arrays, strict=True))


def test_sentences_are_encoded_alone_and_tokens_within_the_passage(
    plans: list[Plan], embeddings: list[Embedding], encoder: PassageEncoder
) -> None:
    for planned, embedding in zip(plans, embeddings, strict=True):
        assert embedding.sizes == planned.sizes
        assert np.array_equal(embedding.sentences, encoder.encode(planned.sentences))
        alone = [encoder.encode([sentence])[0] for sentence in planned.sentences]
        assert embedding.sentences == pytest.approx(np.asarray(alone), abs=1e-6)
        tokens = encoder.encode_tokens(planned.pieces[0])[1:-1]  # all but [CLS] and [SEP]
        units = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
        assert embedding.tokens.vectors() == pytest.approx(units, abs=1 / 127 / 2)


def test_the_tokens_of_pieces_are_encoded_piece_by_piece(encoder: PassageEncoder) -> None:
    tokenizer = load_tokenizer(Path(encoder.name) / "tokenizer.json")
    planned = plan(passage_of("The police meet. The police meet."), tokenizer, PassageInput(max_tokens=6))
    assert len(planned.pieces) > 1
    ((embedding,), _) = embed([planned], encoder, {}, lambda done, total: None)
    tokens = np.concatenate([encoder.encode_tokens(piece)[1:-1] for piece in planned.pieces])
    units = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
    assert embedding.tokens.vectors() == pytest.approx(units, abs=1 / 127 / 2)


def test_a_text_that_two_passages_share_is_encoded_once(
    plans: list[Plan], embeddings: list[Embedding], encoder: PassageEncoder
) -> None:
    reported: list[tuple[int, int]] = []
    found, encoded = embed(plans, encoder, {}, lambda done, total: reported.append((done, total)))
    assert (encoded, reported) == (2, [(1, 2), (2, 2)])
    assert found[0] is found[2]
    assert all(same(one, other) for one, other in zip(found, embeddings, strict=True))


def test_a_known_embedding_is_reused_and_not_encoded_again(
    plans: list[Plan], embeddings: list[Embedding], encoder: PassageEncoder
) -> None:
    # The wrong embedding on purpose, so that the test can recognise it.
    known = {plans[0].key: embeddings[1], "of a passage that is gone": embeddings[0]}
    reported: list[tuple[int, int]] = []
    found, encoded = embed(plans, encoder, known, lambda done, total: reported.append((done, total)))
    assert (encoded, reported) == (1, [(1, 1)])
    assert found[0] is found[2] is embeddings[1]
    assert same(found[1], embeddings[1])
    assert known.keys() == {plans[0].key, "of a passage that is gone"}


def test_no_model_is_loaded_if_every_embedding_is_known(plans: list[Plan], embeddings: list[Embedding]) -> None:
    known = {planned.key: embedding for planned, embedding in zip(plans, embeddings, strict=True)}
    nowhere = PassageEncoder("no model")
    assert embed(plans, nowhere, known, lambda done, total: None) == ([embeddings[2], embeddings[1], embeddings[2]], 0)


# --- In an index ----------------------------------------------------------------------------------------------------


def written(index: Path, plans: Sequence[Plan], embeddings: Sequence[Embedding]) -> Generation:
    with new_generation(index) as writer:
        dimensions = write_embeddings(writer.folder, plans, embeddings)
        writer.facts = {"dimensions": dimensions}
    return open_generation(index)


def test_an_index_returns_the_embeddings_that_were_written(
    tmp_path: Path, plans: list[Plan], embeddings: list[Embedding]
) -> None:
    generation = written(tmp_path, plans, embeddings)
    assert generation.facts["dimensions"] == 32
    found = known_embeddings(generation.folder)
    assert found.keys() == {planned.key for planned in plans}
    assert all(same(found[planned.key], one) for planned, one in zip(plans, embeddings, strict=True))


def test_reused_embeddings_are_written_like_newly_encoded_ones(
    tmp_path: Path, plans: list[Plan], embeddings: list[Embedding], encoder: PassageEncoder
) -> None:
    known = known_embeddings(written(tmp_path / "one", plans[:1], embeddings[:1]).folder)
    found, encoded = embed(plans, encoder, known, lambda done, total: None)
    assert encoded == 1
    again = written(tmp_path / "again", plans, found)
    assert again.version == written(tmp_path / "full", plans, embeddings).version


def test_the_real_index_holds_the_plans_of_its_passages(
    retriever: Retriever, settings: Settings, tokenizer: Tokenizer
) -> None:
    generation = open_generation(settings.index)
    assert tokenizer.to_str() == load_tokenizer(generation.path(TOKENIZER)).to_str()
    held = known_embeddings(generation.folder)
    plans = [plan(passage, tokenizer, INPUT) for passage in retriever.passages]
    assert held.keys() == {planned.key for planned in plans}
    for planned in plans:
        embedding = held[planned.key]
        assert embedding.sizes == planned.sizes
        assert (len(embedding.sentences), len(embedding.tokens)) == (len(planned.sizes), len(planned.ids))
    weights = np.load(generation.path(TOKEN_WEIGHTS))
    assert np.array_equal(weights, token_weights([planned.ids for planned in plans]))


# --- Token weights --------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=6))
def test_token_weights_are_bm25_idf_with_one_more_entry_for_unseen_tokens(passages: list[list[int]]) -> None:
    highest = max((token for ids in passages for token in ids), default=-1)
    weights = token_weights(passages)
    assert weights.dtype == np.float32
    assert len(weights) == highest + 2
    for token, weight in enumerate(weights):
        holders = sum(token in ids for ids in passages)
        idf = math.log(1 + (len(passages) - holders + 0.5) / (holders + 0.5))
        assert weight == pytest.approx(idf)
        assert weight > 0


def test_rarer_tokens_weigh_more_and_unseen_tokens_most() -> None:
    police, meet, bali = 0, 1, 2
    weights = token_weights([[police, meet, meet, meet], [police, bali], [police], [police, meet]])
    assert weights[police] < weights[meet] < weights[bali] < weights[3]
