"""Models of each kind with random weights, small enough to be made in a test."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz0123456789.,;:!?()-")
DIMENSIONS = 32


MARKERS = ("[unused0]", "[unused1]")  # what stands before each query and each passage of a ColBERT


def write_bare_model(folder: Path, *, seed: int = 0, markers: bool = False) -> Path:
    """Write a BERT of 32 dimensions and two layers with a tokenizer of letters, and `MARKERS` if asked for."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder.mkdir(parents=True)
    pieces = [
        *VOCABULARY,
        *(f"##{letter}" for letter in VOCABULARY[5:]),
        "police",
        "the",
        "meet",
        "##ing",
        *(MARKERS if markers else ()),
    ]
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


def write_late_model(
    folder: Path,
    *,
    seed: int = 0,
    expansion: Mapping[str, Any] | None = None,
    skipped: Sequence[str] = (),
    skipped_in: Sequence[str] = ("document",),
    prompts: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    normalised: bool = True,
) -> Path:
    """Write a model for late interaction, with a head to 8 dimensions on each token.

    Args:
        folder: An empty or missing folder, for the files of which it is made too.
        seed: Of the random weights.
        expansion: How queries are lengthened, as sentence-transformers keeps it.
        skipped: Words whose vectors are not matched.
        skipped_in: Whether that goes for a "query" or a "document".
        prompts: By name, as the model's files keep them.
        lengths: `query_length` and `document_length` if they differ from 48.
        normalised: Whether its vectors have length one.
    """
    import torch
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.base.modules import Dense, Normalize, Transformer
    from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask

    given: Any = {"query_expansion": None if expansion is None else dict(expansion), **(lengths or {})}
    transformer = Transformer(
        str(write_bare_model(folder / "bare", seed=seed, markers=True)), max_seq_length=48, **given
    )
    transformer.tokenizer.add_special_tokens({"additional_special_tokens": list(MARKERS)})
    names: Any = {"module_input_name": "token_embeddings", "module_output_name": "token_embeddings"}
    head = Dense(DIMENSIONS, 8, bias=False, activation_function=torch.nn.Identity(), **names)
    mask = MultiVectorMask(list(skipped), skiplist_tasks=list(skipped_in))
    modules = [transformer, head, mask, *([Normalize(module_input_name="token_embeddings")] if normalised else [])]
    model = MultiVectorEncoder(modules=modules, device="cpu")
    model.prompts = {"query": "", "document": "", **(prompts or {})}
    model.save(str(folder / "model"))
    return folder / "model"


def write_stanford_colbert(folder: Path) -> Path:
    """Write a model in the form of colbert-ir/colbertv2.0: one file of weights, the head among them, and metadata."""
    import torch
    from safetensors.torch import save_file
    from transformers import BertModel

    write_bare_model(folder, markers=True)
    weights = {f"bert.{name}": tensor for name, tensor in BertModel.from_pretrained(folder).state_dict().items()}
    head = torch.nn.Linear(DIMENSIONS, 8, bias=False).weight.detach()
    save_file({**weights, "linear.weight": head}, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "architectures": ["HF_ColBERT"]}), encoding="utf-8")
    metadata = {"query_maxlen": 20, "doc_maxlen": 40, "query_token_id": MARKERS[0], "doc_token_id": MARKERS[1]}
    (folder / "artifact.metadata").write_text(json.dumps(metadata), encoding="utf-8")
    return folder
