"""Models of each kind with random weights, small enough to be made in a test."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz0123456789.,;:!?()-")
DIMENSIONS = 32


def write_bare_model(folder: Path, *, seed: int = 0) -> Path:
    """Write a BERT of 32 dimensions and two layers with a tokenizer of letters, without what is built on it."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder.mkdir(parents=True)
    pieces = [*VOCABULARY, *(f"##{letter}" for letter in VOCABULARY[5:]), "police", "the", "meet", "##ing"]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    sizes: Any = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    torch.manual_seed(seed)
    config = BertConfig(vocab_size=len(pieces), hidden_size=DIMENSIONS, max_position_embeddings=64, **sizes)
    BertModel(config).save_pretrained(folder)
    return folder


def write_tiny_model(
    folder: Path,
    *,
    seed: int = 0,
    max_tokens: int | None = 48,
    normalised: bool = True,
    pooling: str = "mean",
    dense: int | None = None,
    prompts: Mapping[str, str] | None = None,
    include_prompt: bool = True,
    lengths: Mapping[str, int] | None = None,
) -> Path:
    """Write a sentence-transformers model.

    Args:
        folder: An empty or missing folder, for the files of which it is made too.
        seed: Of the random weights.
        max_tokens: Its longest input.
        normalised: Whether its last module makes vectors of length one.
        pooling: How token vectors become one.
        dense: Dimensions of a layer on the pooled vector; None for none.
        prompts: By name, as the model's files keep them.
        include_prompt: Whether the tokens of the prompt are pooled too.
        lengths: `query_length` and `document_length` if they differ from `max_tokens`.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    given: Any = dict(lengths or {})
    kind: Any = pooling
    transformer = Transformer(str(write_bare_model(folder / "bare", seed=seed)), max_seq_length=max_tokens, **given)
    modules = [transformer, Pooling(DIMENSIONS, kind, include_prompt=include_prompt)]
    modules += [Dense(DIMENSIONS, dense)] if dense else []
    modules += [Normalize()] if normalised else []
    model = SentenceTransformer(modules=modules, device="cpu")
    model.prompts = dict(prompts or {})
    model.save(str(folder / "model"))
    return folder / "model"
