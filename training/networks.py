"""The networks that are trained: a base such as all-MiniLM-L6-v2, and the reader, which adds four heads to it.

The names of the reader's weights are those of its base, and `head.span`, `head.ev`, `head.a1`, `head.a2`: a delta file
holds them under these names.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from indexer.model_files import DEFAULT_MODEL, model_folder
from kutip.index.layout import TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from training.errors import TrainingError

NamedWeights = Mapping[str, npt.NDArray[np.float32]]

# Not trained: they are two thirds of the base's numbers, so that a delta without them is small; words of questions that
# are not in the training data keep their meaning.
FROZEN = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")
_HEADS = "head."
_SPREAD = 0.02  # standard deviation of the heads' first weights, as in BERT


def base_folder(base: str) -> Path:
    """The folder of a base: the default model's if it is named, else the folder itself.

    Raises:
        TrainingError: There is no such folder, or it lacks config.json, model.safetensors or tokenizer.json.
        KutipError: The default model is not installed as it should be.
    """
    folder = model_folder(base) if base == DEFAULT_MODEL else Path(base)
    needed = ("config.json", "model.safetensors", TOKENIZER)
    missing = [name for name in needed if folder is None or not (folder / name).is_file()]
    if folder is None or missing:
        raise TrainingError(f"the base {base!r} lacks {', '.join(missing)}; give a folder that has them")
    return folder


def load_base_tokenizer(base: str) -> Tokenizer:
    """The tokenizer of a base, without truncation and padding."""
    return load_tokenizer(base_folder(base) / TOKENIZER)


def load_body(base: str) -> torch.nn.Module:
    """The base's layers, without what pools their output."""
    folder = base_folder(base)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call] # else it reports the base's pooling layer, which is not wanted here
    try:
        body = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"the base in {folder} cannot be loaded: {error}") from error
    return cast(torch.nn.Module, body)


class TrainedNetwork(torch.nn.Module):
    """A base whose layers are trained. Its weights can be read and set by the names that a delta file uses."""

    def __init__(self, body: torch.nn.Module) -> None:
        super().__init__()
        self.body = body
        self.dimensions = int(cast(Any, body).config.hidden_size)
        self._two_types = int(cast(Any, body).config.type_vocab_size) > 1
        for name, parameter in self.body.named_parameters():
            parameter.requires_grad = name not in FROZEN

    def tokens(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(B, T, D) vectors of the tokens. A base that knows one type only, as XLM-R, is not given two."""
        types = types if self._two_types else torch.zeros_like(types)
        out = self.body(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return cast(torch.Tensor, out.last_hidden_state)

    def weights(self, *, trained_only: bool = True) -> dict[str, npt.NDArray[np.float32]]:
        """Copies of the weights by name."""
        return {
            _outer(name): parameter.detach().float().cpu().numpy().copy()
            for name, parameter in self.named_parameters()
            if parameter.requires_grad or not trained_only
        }

    def set_weights(self, weights: NamedWeights) -> None:
        """Set weights by name; those not given stay.

        Raises:
            TrainingError: A name is unknown, or a shape differs.
        """
        own = {_outer(name): parameter for name, parameter in self.named_parameters()}
        for name, values in weights.items():
            if name not in own or tuple(own[name].shape) != values.shape:
                shape = tuple(own[name].shape) if name in own else "no such weight"
                raise TrainingError(f"weight {name} has shape {values.shape}, the network {shape}; is it of this base?")
            with torch.no_grad():
                own[name].copy_(torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)))


class ReaderNetwork(TrainedNetwork):
    """Reads a question and a passage: where the answer stands, in which sentence, and whether there is one."""

    def __init__(self, body: torch.nn.Module, *, seed: int = 5) -> None:
        super().__init__(body)
        size = self.dimensions
        self.head = torch.nn.ModuleDict(
            {
                "span": torch.nn.Linear(size, 2),
                "ev": torch.nn.Linear(size, 1),
                "a1": torch.nn.Linear(2 * size, size),
                "a2": torch.nn.Linear(size, 1),
            }
        )
        chance = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for layer in self.head.values():
                linear = cast(torch.nn.Linear, layer)
                linear.weight.copy_(torch.randn(linear.weight.shape, generator=chance) * _SPREAD)
                linear.bias.zero_()

    def forward(
        self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Read B pairs of up to T tokens.

        Args:
            ids: (B, T) [CLS] question [SEP] passage [SEP].
            types: (B, T) 1 from the passage on.
            mask: (B, T) 1 for tokens, 0 beyond the end.

        Returns:
            (B, T) logits that the answer starts at a token, that it ends there, that the token is of a sentence that
            answers; (B,) logits that the passage answers.
        """
        x = self.tokens(ids, types, mask)
        inner = passage_tokens(types, mask).to(x.dtype)
        mean = (x * inner.unsqueeze(-1)).sum(1) / inner.sum(1, keepdim=True).clamp(min=1)
        span = self.head["span"](x)
        hidden = functional.gelu(self.head["a1"](torch.cat([x[:, 0], mean], dim=1)))
        return span[..., 0], span[..., 1], self.head["ev"](x)[..., 0], self.head["a2"](hidden)[:, 0]


def passage_tokens(types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """(B, T) 1 for the passage's tokens, without the [SEP] after them."""
    passage = types * mask
    return passage * torch.cat([passage[:, 1:], torch.zeros_like(passage[:, :1])], dim=1)


def pooled(tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """(B, D) unit vectors: the mean over all tokens, [CLS] and [SEP] included, as sentence-transformers pools."""
    weights = mask.to(tokens.dtype).unsqueeze(-1)
    return functional.normalize((tokens * weights).sum(1) / weights.sum(1).clamp(min=1), dim=-1)


def _outer(name: str) -> str:
    """The name in a delta file of a parameter: "body.encoder.layer.0…" is "encoder.layer.0…"."""
    return name.removeprefix("body.") if not name.startswith(_HEADS) else name
