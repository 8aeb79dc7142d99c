"""The sentence encoder at build time: sentence-transformers, with all that the model's folder says of its use.

The heavy libraries are imported only when a text has to be encoded, so that an unchanged corpus needs neither.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from indexer import late_adapter
from indexer.model_files import DEFAULT_MODEL, ModelFiles
from kutip.errors import ModelError
from kutip.index.arrays import Floats
from kutip.index.query_input import QueryInput

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.model import BaseModel
    from sentence_transformers.base.modules import Transformer

OF_QUERIES = ("query",)  # names of prompts, in the order in which they are looked for
OF_PASSAGES = ("document", "passage", "corpus")
_LONGEST_INPUT = 1 << 17  # tokens; no encoder reads more
_LEAST_ROOM = 16  # tokens for a text beside its prompt; one character may take several


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

    def __init__(self, model: str, *, adapter: float = 0.0, trust_code: bool = False) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            model: As for `ModelFiles`.
            adapter: Share of the late-interaction adapter that is added to the default model, 0 to 1; no other model
                has one.
            trust_code: As for `ModelFiles`.

        Raises:
            NotInstalledError, ModelError: As for `ModelFiles`.
        """
        self.name = model
        self.files = ModelFiles(model, trust_code=trust_code)
        self.adapter = adapter if model == DEFAULT_MODEL else 0.0
        self._loaded: SentenceTransformer | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of the model's files, and of the adapter if there is one; equal for equal models."""
        if not self.adapter:
            return self.files.fingerprint
        parts = f"{self.files.fingerprint} {late_adapter.fingerprint()} {self.adapter}"
        return hashlib.sha256(parts.encode()).hexdigest()

    @property
    def loaded(self) -> "SentenceTransformer":
        """The model, in 32-bit floats.

        Raises:
            ModelError: It cannot be loaded, or gives no vector for each token.
        """
        if self._loaded is None:
            self.refuse_other_kinds()
            be_silent()
            from sentence_transformers import SentenceTransformer

            try:
                model = SentenceTransformer(
                    str(self.files.folder),
                    device="cpu",
                    local_files_only=True,
                    trust_remote_code=self.files.trust_code,
                )
            except (OSError, ValueError, ImportError) as error:
                raise ModelError(f"the model {self.name!r} cannot be loaded: {error}") from error
            self._refuse_unusable(model)
            if self.adapter:
                self._adapt(model)
            self._loaded = model.float().eval()  # files in 16 bits would be computed in 16 bits
        return self._loaded

    def _adapt(self, model: "SentenceTransformer") -> None:
        import torch

        parameters = dict(cast("Transformer", model[0]).model.named_parameters())
        with torch.no_grad():
            for name, difference in late_adapter.differences(self.adapter):
                parameters[name].add_(torch.from_numpy(difference))

    def refuse_other_kinds(self) -> None:
        """Refuse a model that sentence-transformers would load without its head, or not without code of its own.

        Raises:
            ModelError: It is such a model.
        """
        self.files.refuse_code()
        if self.files.is_late:
            raise ModelError(
                f"the model {self.name!r} is one for late interaction, which gives no vector of a whole text; set"
                " KUTIP_LATE_MODEL to it, and KUTIP_MODEL to a sentence encoder"
            )

    def _refuse_unusable(self, model: "SentenceTransformer") -> None:
        from sentence_transformers.base.modules import Transformer
        from sentence_transformers.sentence_transformer.modules import Pooling

        if not isinstance(model[0], Transformer):
            raise ModelError(
                f"the model {self.name!r} gives no vector for each token of a text, which late interaction compares;"
                " choose a transformer"
            )
        prompted = any(prompt_of(model.prompts, names) for names in (OF_QUERIES, OF_PASSAGES))
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
        prompt = prompt_of(self.loaded.prompts, OF_PASSAGES)
        return PassageInput(longest_input(self.name, self.loaded, self._transformer.document_length, prompt), prompt)

    @property
    def query_input(self) -> QueryInput:
        """What the model reads for a query.

        Raises:
            ModelError: It states no longest input, or its prompt leaves too little of it.
        """
        prompt = prompt_of(self.loaded.prompts, OF_QUERIES)
        return QueryInput(longest_input(self.name, self.loaded, self._transformer.query_length, prompt), prompt)

    @property
    def _transformer(self) -> "Transformer":
        return cast("Transformer", self.loaded[0])  # `loaded` refuses others

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


def longest_input(name: str, model: "BaseModel", of_task: int | None, prompt: str) -> int:
    """Return the longest input of a model in tokens: its own, or that of queries or of passages alone.

    Raises:
        ModelError: It states none, or the prompt leaves too little of it.
    """
    limit = of_task or model.max_seq_length
    if limit is None or limit > _LONGEST_INPUT:  # transformers gives 10**30 if the files state none
        raise ModelError(f"the model {name!r} has no max_seq_length; set one in its sentence_bert_config.json")
    around = len(model.tokenizer(prompt)["input_ids"])
    if limit - around < _LEAST_ROOM:
        raise ModelError(
            f"the model {name!r} reads {limit} tokens, of which its prompt {prompt!r} takes {around}: too few are left;"
            " set a larger max_seq_length in its sentence_bert_config.json"
        )
    return int(limit)


def prompt_of(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """Return the first prompt under one of these names that is not empty; "" if there is none.

    sentence-transformers itself takes an empty prompt "document", which it adds, before one named "passage".

    >>> prompt_of({"query": "query: ", "passage": "passage: ", "document": ""}, ("document", "passage", "corpus"))
    'passage: '
    """
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def be_silent() -> None:
    """Keep the libraries from asking a hub and from writing to the terminal; call it before they load a model."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # the files are in a folder of this machine
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
