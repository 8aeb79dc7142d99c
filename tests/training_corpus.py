"""A tiny corpus of facts, and tiny bases to train on it, for the tests of training."""

import json
import random
from pathlib import Path
from typing import Any

from kutip.index.layout import TOKENIZER

NAMES = "Alma Bram Citra Dewi Edo Farah Gilang Hana Iwan Joko Kirana Lukman Maya Nadia Omar Putri".split()
PLACES = "Amber Basalt Coral Dune Ember Flint Granite Heath Islet Jasper Kelp Loam".split()
YEARS = [str(year) for year in range(1901, 1931)]
THINGS = "library harbour museum school market bridge garden station".split()
SPECIAL = {"bert": ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), "sentencepiece": ("<s>", "<pad>", "</s>", "<unk>")}


def squad(articles: int = 24, *, seed: int = 0, unanswerable: bool = True) -> dict[str, Any]:
    """A file in SQuAD 2.0's form: each paragraph of an article says who built a thing, or when, or where it stands."""
    draw = random.Random(seed)
    return {"version": "v2.0", "data": [article(n, draw, unanswerable=unanswerable) for n in range(articles)]}


def article(number: int, draw: random.Random, *, unanswerable: bool) -> dict[str, Any]:
    paragraphs = []
    for kind in ("who", "when", "where"):
        thing, name, year, place = (draw.choice(words) for words in (THINGS, NAMES, YEARS, PLACES))
        fact, question, answer = {
            "who": (f"The {thing} was built by {name}.", f"Who built the {thing}?", name),
            "when": (f"The {thing} was opened in {year}.", f"When was the {thing} opened?", year),
            "where": (f"The {thing} stands near {place}.", f"Where does the {thing} stand?", place),
        }[kind]
        other = draw.choice(["People like it.", "It is open every day.", "Many visit it."])
        context = f"{fact} {other}" if draw.random() < 0.5 else f"{other} {fact}"
        key = f"{number}-{kind}"
        found = {"text": answer, "answer_start": context.index(answer)}
        qas: list[dict[str, Any]] = [{"id": key, "question": question, "answers": [found], "is_impossible": False}]
        if unanswerable:
            asked = {"who": "When was it opened?", "when": "Where does it stand?", "where": "Who built it?"}[kind]
            qas.append({"id": f"{key}-no", "question": asked, "answers": [], "is_impossible": True})
        paragraphs.append({"context": context, "qas": qas})
    return {"title": f"Town_{number}", "paragraphs": paragraphs}


def write_json(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def write_base(folder: Path, *, kind: str = "bert", types: int = 2) -> Path:
    """Write a base of two layers and 32 dimensions with random weights and a word for each token.

    Args:
        folder: To write to.
        kind: "bert" or "sentencepiece", after whose manner the tokenizer works.
        types: How many token types the base knows.
    """
    import torch
    from transformers import BertConfig, BertModel

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = len(write_tokenizer(folder / TOKENIZER, kind))
    sizes: Any = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    torch.manual_seed(7)
    config = BertConfig(vocab_size=vocabulary, max_position_embeddings=330, type_vocab_size=types, **sizes)
    BertModel(config).save_pretrained(folder)
    return folder


def write_tokenizer(path: Path, kind: str) -> list[str]:
    """Write a tokenizer that knows the words of the corpus; return its vocabulary."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = {word for n in range(40) for word in split(json.dumps(squad(8, seed=n)))} | {
        "Town",
        "destroyed",
        "not",
        "?",
        ".",
    }
    special = SPECIAL[kind]
    if kind == "bert":
        vocabulary = [*special, *sorted({word.casefold() for word in words})]
        numbers = {word: n for n, word in enumerate(vocabulary)}
        tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.Lowercase()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        opening, ending = "[CLS]", "[SEP]"
    else:
        vocabulary = [*special, "▁", *sorted({f"▁{word}" for word in words}), ".", "?"]
        numbers = {word: n for n, word in enumerate(vocabulary)}
        scores = [(word, 0.0 if n < len(special) else -2.0 - n / 1000) for n, word in enumerate(vocabulary)]
        tokenizer = Tokenizer(models.Unigram(scores, unk_id=3))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        opening, ending = "<s>", "</s>"
    tokenizer.add_special_tokens([*special])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{opening} $A {ending}", special_tokens=[(mark, numbers[mark]) for mark in (opening, ending)]
    )
    tokenizer.save(str(path))
    return vocabulary


def split(text: str) -> set[str]:
    """The words of a text, without marks."""
    return {word.strip('.?",:{}[]') for word in text.split()} - {""}
