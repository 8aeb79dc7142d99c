"""Models for late interaction: queries without torch, and passages, get the vectors of sentence-transformers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_models import MARKERS, write_bare_model, write_late_model, write_stanford_colbert, write_tiny_model

from indexer.late_encoder import LateEncoder
from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.errors import ModelError
from kutip.index.late_query_encoder import LateQueryEncoder
from kutip.index.query_input import QueryExpansion, QueryInput

MASK = 4  # the number of [MASK] in the vocabulary of the tiny models
FIXED = {"strategy": "fixed", "attend": False, "length": 24}
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "markers": {"prompts": {"query": f"{MARKERS[0]} ", "document": f"{MARKERS[1]} "}},
    "expansion that is not seen": {"expansion": FIXED},
    "expansion that is seen": {"expansion": {**FIXED, "attend": True}},
    "expansion by another token": {"expansion": {**FIXED, "token": "[SEP]"}},
    "expansion of short queries": {"expansion": {"strategy": "min", "length": 16}, "lengths": {"query_length": 30}},
    "expansion beyond the query's length": {"expansion": {"strategy": "min", "length": 60}},
    "punctuation of passages skipped": {"skipped": [".", "?", "("]},
    "punctuation of both skipped": {"skipped": [".", "?"], "skipped_in": ["query", "document"], "expansion": FIXED},
    "lengths of each": {"lengths": {"query_length": 20, "document_length": 24}},
    "a prompt of words": {"prompts": {"query": "ask: ", "passage": "tell: "}, "expansion": FIXED},
}
TEXTS = ["Which police meeting (2021)?", "", "é 警.", "a b " * 60]


def load(folder: Path) -> Any:
    from sentence_transformers import MultiVectorEncoder

    return MultiVectorEncoder(str(folder), device="cpu", local_files_only=True)


def exported(encoder: LateEncoder, folder: Path) -> LateQueryEncoder:
    folder.mkdir()
    encoder.export(folder)
    return LateQueryEncoder(folder)


def check(model: Path, folder: Path) -> LateEncoder:
    """Check queries and passages against sentence-transformers, each prompt spelt out."""
    encoder, original = LateEncoder(str(model)), load(model)
    queries = exported(encoder, folder)
    names = ("document", "passage")
    for_passages = next((original.prompts[name] for name in names if original.prompts.get(name)), "")
    for text in TEXTS:
        wanted = original.encode_query(original.prompts["query"] + text, prompt="", convert_to_numpy=True)
        found = queries.encode(text)
        assert found.shape == wanted.shape == (len(found), 8), text
        assert np.abs(found - wanted).max() < 1e-4, text
        wanted = original.encode_document(for_passages + text, prompt="", convert_to_numpy=True)
        assert np.abs(encoder.encode(text) - wanted).max() < 1e-4, text
    return encoder


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_queries_and_passages_get_the_vectors_of_sentence_transformers(tmp_path: Path, kind: dict[str, Any]) -> None:
    check(write_late_model(tmp_path / "of", **kind), tmp_path / "exported")


def test_what_is_added_to_a_query_is_kept_beside_the_encoder(tmp_path: Path) -> None:
    given = {"skipped": ["."], "skipped_in": ["query"], "prompts": {"query": f"{MARKERS[0]} "}, "expansion": FIXED}
    encoder = LateEncoder(str(write_late_model(tmp_path / "of", **given)))
    queries = exported(encoder, tmp_path / "exported")
    dot = encoder.loaded.tokenizer.convert_tokens_to_ids(".")
    assert QueryInput.read(tmp_path / "exported") == QueryInput(
        24, "[unused0] ", QueryExpansion(24, MASK, False), (dot,)
    )
    assert len(queries.encode("police")) == 24
    assert len(queries.encode("police.")) == 23
    assert encoder.passage_input == PassageInput(48, "")


def test_a_colbert_of_stanford_keeps_its_head_its_markers_and_its_expansion(tmp_path: Path) -> None:
    encoder = check(write_stanford_colbert(tmp_path / "of"), tmp_path / "exported")
    assert encoder.query_input.expansion == QueryExpansion(20, MASK, False)
    assert (encoder.query_input.prompt, encoder.passage_input) == ("[unused0] ", PassageInput(40, "[unused1] "))
    assert len(encoder.encode("Police.")) == len(encoder.encode("Police"))  # it skips punctuation of passages


def test_a_model_whose_vectors_have_various_lengths_is_refused(tmp_path: Path) -> None:
    encoder = LateEncoder(str(write_late_model(tmp_path / "of", normalised=False)))
    with pytest.raises(ModelError, match="gives vectors of various lengths"):
        exported(encoder, tmp_path / "exported")


def test_a_model_whose_queries_are_changed_further_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = LateEncoder(str(write_late_model(tmp_path / "of")))
    preprocess = encoder.loaded.preprocess

    def another(texts: list[str], **rest: Any) -> Any:
        return preprocess([f"the {text}" for text in texts], **rest)

    monkeypatch.setattr(encoder.loaded, "preprocess", another)
    with pytest.raises(ModelError, match="the exported encoder gives other vectors than sentence-transformers"):
        exported(encoder, tmp_path / "exported")


# --- Each kind in its setting ---------------------------------------------------------------------------------------


def test_a_sentence_encoder_is_no_late_model(tmp_path: Path) -> None:
    for model in (write_tiny_model(tmp_path / "sentence"), write_bare_model(tmp_path / "bare")):
        with pytest.raises(ModelError, match=r"is none for late interaction.*; leave KUTIP_LATE_MODEL empty, and set"):
            LateEncoder(str(model)).encode("a")


def test_a_late_model_is_no_sentence_encoder(tmp_path: Path) -> None:
    for model in (write_late_model(tmp_path / "late"), write_stanford_colbert(tmp_path / "stanford")):
        with pytest.raises(ModelError, match=r"is one for late interaction.*; set KUTIP_LATE_MODEL to it, and KUTIP_M"):
            PassageEncoder(str(model)).encode(["a"])
