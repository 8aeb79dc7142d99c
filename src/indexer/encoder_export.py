"""Exports the query side of a sentence-transformers model to ONNX, and checks that both give the same vectors."""

import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.passage_encoder import PassageEncoder
from kutip.errors import ModelError
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.index.query_encoder import QueryEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.model import BaseModel

_LONGEST_CHECKED = 512  # tokens of the check's longest text; models that read thousands would take minutes
_SAME = 1e-3  # largest difference of a number; float32 in another order of sums stays below a tenth of it


def export(encoder: PassageEncoder, folder: Path) -> None:
    """Write encoder.onnx, which gives pooled and token vectors in one pass, tokenizer.json and encoder.json.

    Raises:
        ModelError: The model cannot be exported, or what was exported gives other vectors.
    """
    write_tokenizer(encoder.name, encoder.loaded, folder)
    query_input = encoder.query_input
    query_input.write(folder)
    outputs = ["pooled", "tokens"]
    export_graph(_both_outputs(encoder.loaded), folder / ENCODER, max_tokens=query_input.max_tokens, outputs=outputs)
    _check(encoder, QueryEncoder(folder))


def write_tokenizer(name: str, model: "BaseModel", folder: Path) -> None:
    """Write the tokenizer of a model to a file that needs none of its libraries.

    Raises:
        ModelError: It has no fast tokenizer.
    """
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ModelError(f"the model {name!r} has no fast tokenizer; choose one with a tokenizer.json")
    backend.save(str(folder / TOKENIZER))


def export_graph(module: Any, path: Path, *, max_tokens: int, outputs: list[str]) -> None:
    """Write a torch module that takes the ids and the mask of a batch of texts to an ONNX file."""
    import torch

    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=max_tokens)
    axes = {0: batch, 1: length}
    ids = torch.ones((2, 8), dtype=torch.int64)
    # The exporter warns and logs about its own internals, such as a missing torchvision, which it does not need.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (ids, torch.ones_like(ids)),
            path,
            input_names=["input_ids", "attention_mask"],
            output_names=outputs,
            dynamic_shapes={"input_ids": axes, "attention_mask": axes},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    forget_origin(path)


def _both_outputs(model: "SentenceTransformer") -> Any:
    """Wrap the model as a module from token ids and mask to (unit vector of the text, vectors of its tokens)."""
    import torch

    class BothOutputs(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            out = self.model({"input_ids": input_ids, "attention_mask": attention_mask}, task="query")
            pooled = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1)
            return pooled, out["token_embeddings"]

    return BothOutputs().eval()


def forget_origin(path: Path) -> None:
    """Remove source paths and line numbers from an ONNX file, so that equal models give equal files on any machine."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
    onnx.save(model, path)


def _check(encoder: PassageEncoder, exported: QueryEncoder) -> None:
    """Compare the exported encoder with the model on a short query, an empty one, and one that is cut.

    Raises:
        ModelError: They give different vectors: the model does with its input what this export does not know.
    """
    for text in ("Which 3 results were found?", "", "word " * min(encoder.query_input.max_tokens, _LONGEST_CHECKED)):
        pooled, tokens = encoder.encode_query(text)
        found = exported.encode(text)
        same = found.tokens.shape == tokens.shape and np.allclose(found.tokens, tokens, atol=_SAME)
        if not same or not np.allclose(found.pooled, pooled, atol=_SAME):
            raise ModelError(
                f"the model {encoder.name!r} treats queries in a way that Kutip's export does not know: the exported"
                " encoder gives other vectors than sentence-transformers; choose another model"
            )
