"""A model for late interaction at build time: ColBERT, PyLate and others that sentence-transformers loads."""

import string
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from indexer.encoder_export import export_graph, write_tokenizer
from indexer.model_files import ModelFiles
from indexer.passage_encoder import OF_PASSAGES, OF_QUERIES, PassageInput, be_silent, longest_input, prompt_of
from kutip.errors import ModelError
from kutip.index.arrays import Floats
from kutip.index.late_query_encoder import LateQueryEncoder
from kutip.index.layout import ENCODER
from kutip.index.query_input import QueryExpansion, QueryInput

if TYPE_CHECKING:
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.base.modules import Transformer

_PROBES = ("Which 3 results were found?", "", "word " * 300, string.punctuation)  # for the check of an export
_SAME = 1e-3  # largest difference of a number; float32 in another order of sums stays below a tenth of it


class LateEncoder:
    """A sentence-transformers model that gives one vector for each token, loaded on first use."""

    def __init__(self, model: str, *, trust_code: bool = False) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            model: As for `ModelFiles`.
            trust_code: As for `ModelFiles`.

        Raises:
            NotInstalledError, ModelError: As for `ModelFiles`.
        """
        self.name = model
        self.files = ModelFiles(model, trust_code=trust_code)
        self._loaded: MultiVectorEncoder | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of the model's files; equal for equal models."""
        return self.files.fingerprint

    @property
    def loaded(self) -> "MultiVectorEncoder":
        """The model, in 32-bit floats.

        Raises:
            ModelError: It cannot be loaded, or is of another kind.
        """
        if self._loaded is None:
            self.refuse_other_kinds()
            be_silent()
            from sentence_transformers import MultiVectorEncoder
            from sentence_transformers.base.modules import Transformer

            try:
                model = MultiVectorEncoder(
                    str(self.files.folder),
                    device="cpu",
                    local_files_only=True,
                    trust_remote_code=self.files.trust_code,
                )
            except (OSError, ValueError, ImportError, KeyError) as error:
                raise ModelError(f"the model {self.name!r} cannot be loaded: {error}") from error
            if not isinstance(model[0], Transformer):
                raise ModelError(f"the model {self.name!r} reads no text with a transformer; choose another")
            self._loaded = model.float().eval()
        return self._loaded

    def refuse_other_kinds(self) -> None:
        """Refuse a model without a trained head for late interaction, to which a random one would be added.

        Raises:
            ModelError: It is such a model, or needs code of its own.
        """
        self.files.refuse_code()
        if not self.files.is_late:
            raise ModelError(
                f"the model {self.name!r} is none for late interaction, as ColBERT and PyLate make them; leave"
                " KUTIP_LATE_MODEL empty, and set KUTIP_MODEL to it if it is a sentence encoder"
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
        """What the model reads for a query, and adds to it.

        Raises:
            ModelError: It states no longest input, or its prompt leaves too little of it.
        """
        prompt = prompt_of(self.loaded.prompts, OF_QUERIES)
        expansion = self._transformer.query_expansion
        length = expansion["length"] if expansion is not None else None
        of_task = self._transformer.query_length
        if expansion is not None and expansion["strategy"] == "fixed":
            of_task = length
        limit = longest_input(self.name, self.loaded, of_task, prompt)
        return QueryInput(limit, prompt, self._expansion(), self._skipped())

    def encode(self, text: str) -> Floats:
        """Encode a passage's text to the vectors that are matched, (T, E): as many as the model keeps of its tokens."""
        found: Any = self.loaded.encode_document(
            text, prompt=self.passage_input.prompt, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)

    def export(self, folder: Path) -> None:
        """Write encoder.onnx, tokenizer.json and encoder.json, and check that they do what the model does.

        Raises:
            ModelError: The model cannot be exported, or what was exported gives other vectors.
        """
        write_tokenizer(self.name, self.loaded, folder)
        query_input = self.query_input
        query_input.write(folder)
        longest = max(query_input.max_tokens, query_input.expansion.length if query_input.expansion else 0)
        export_graph(_tokens_of(self.loaded), folder / ENCODER, max_tokens=longest, outputs=["tokens"])
        exported = LateQueryEncoder(folder)
        for text in _PROBES:
            original: Any = self.loaded.encode_query(
                text, prompt=query_input.prompt, convert_to_numpy=True, show_progress_bar=False
            )
            found = exported.encode(text)
            if found.shape != original.shape or not np.allclose(found, original, atol=_SAME):
                raise ModelError(
                    f"the model {self.name!r} treats queries in a way that Kutip's export does not know: the exported"
                    " encoder gives other vectors than sentence-transformers; choose another model"
                )
            if not np.allclose(np.linalg.norm(found, axis=1), 1, atol=_SAME):
                raise ModelError(
                    f"the model {self.name!r} gives vectors of various lengths, of which Kutip keeps directions alone;"
                    " choose a model that normalises them"
                )

    @property
    def _transformer(self) -> "Transformer":
        return cast("Transformer", self.loaded[0])  # `loaded` refuses others

    def _expansion(self) -> QueryExpansion | None:
        given = self._transformer.query_expansion
        if given is None:
            return None
        tokenizer = self.loaded.tokenizer
        if given["token"] is not None:
            token = tokenizer.convert_tokens_to_ids(given["token"])
        else:
            token = tokenizer.mask_token_id if tokenizer.mask_token_id is not None else tokenizer.eos_token_id
        return QueryExpansion(int(given["length"]), int(token), bool(given["attend"]))

    def _skipped(self) -> tuple[int, ...]:
        """Return the tokens of a query that the model does not match; most models skip tokens of passages alone."""
        from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask

        masks = [module for module in self.loaded if isinstance(module, MultiVectorMask)]
        words = {word for mask in masks if "query" in mask.skiplist_tasks for word in mask.skiplist_words}
        tokenizer = self.loaded.tokenizer
        ids = {tokenizer.convert_tokens_to_ids(word) for word in words}
        return tuple(sorted(ids - {tokenizer.unk_token_id, None}))


def _tokens_of(model: "MultiVectorEncoder") -> Any:
    """Wrap the model as a module from token ids and mask to the vectors of all tokens."""
    import torch

    class TokensOutput(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            out = self.model({"input_ids": input_ids, "attention_mask": attention_mask}, task="query")
            tokens: torch.Tensor = out["token_embeddings"]
            return tokens

    return TokensOutput().eval()
