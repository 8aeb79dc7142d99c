"""The network that is exported for queries encodes passages as sentence-transformers does, or is not used for them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_indexer_build import CORPUS, write_corpus
from tiny_models import write_tiny_model

from indexer import exported_passages as module
from indexer.build import build_index
from indexer.encoder_export import export
from indexer.exported_passages import ExportedPassages, is_same
from indexer.passage_encoder import PassageEncoder
from kutip.index.layout import VECTORS
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "prompts": {"prompts": {"query": "ask: ", "document": "tell: "}},
    "longer passages than queries": {"lengths": {"query_length": 24, "document_length": 40}},
    "another head": {"dense": 16, "pooling": "max", "normalised": False},
}
TEXTS = ["Police.", "The navy sails to the ports of the islands, 3 times.", "the police meet " * 40, "?"]


@pytest.mark.parametrize("kind", KINDS)
def test_passages_are_encoded_as_by_the_model(kind: str, tmp_path: Path) -> None:
    encoder = PassageEncoder(str(write_tiny_model(tmp_path / "files", **KINDS[kind])))
    export(encoder, tmp_path)
    exported = ExportedPassages("", "", tmp_path, encoder.passage_input)
    assert is_same(encoder, exported)
    assert np.abs(exported.encode(TEXTS) - encoder.encode(TEXTS)).max() < 1e-4
    for text in TEXTS:
        own = encoder.encode_tokens(text)
        assert exported.encode_tokens(text).shape == own.shape
        assert np.abs(exported.encode_tokens(text) - own).max() < 1e-4


def test_another_model_s_export_is_not_the_same(tmp_path: Path) -> None:
    one = PassageEncoder(str(write_tiny_model(tmp_path / "one")))
    other = PassageEncoder(str(write_tiny_model(tmp_path / "other", seed=1)))
    export(one, tmp_path)
    assert not is_same(other, ExportedPassages("", "", tmp_path, other.passage_input))


@pytest.mark.parametrize("same", [True, False])
def test_where_the_export_differs_the_model_encodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, same: bool
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(module, "_SAME", module._SAME if same else -1.0)
    write_corpus(tmp_path / "corpus", CORPUS)
    model = write_tiny_model(tmp_path / "files")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", indexing={"model": str(model)})
    first = build_index(settings).generation
    assert first.facts["passages_by_export"] is same
    encode = PassageEncoder.encode
    monkeypatch.setattr(PassageEncoder, "encode", lambda self, texts: calls.extend(texts) or encode(self, texts))
    write_corpus(tmp_path / "corpus", {"ships": f"{CORPUS['ships']}It rests at night.\n"})
    second = build_index(settings).generation
    assert second.facts["passages_by_export"] is same
    assert ("It rests at night." in calls) is not same
    assert len(VectorIndex.read(second.folder / VECTORS).vectors()) == 6
