"""A build that fails or is killed keeps what it has encoded; the next one encodes the rest, to the same bits."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from tiny_models import write_tiny_model

from indexer import kept_vectors
from indexer.build import build_index
from indexer.embeddings import Embedding
from indexer.exported_passages import ExportedPassages
from indexer.kept_vectors import KeptVectors, embed_late_keeping, forget_kept
from kutip.index.arrays import Floats
from kutip.index.store import open_generation
from kutip.index.token_vectors import TokenVectors
from kutip.settings import Settings

PASSAGES = 150  # more than two parts


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Path:
    """An index of one passage, from which the builds of the tests take the exported encoder."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "corpus" / "wasps").mkdir(parents=True)
    (folder / "corpus" / "wasps" / "source.md").write_text("Wasps build with paper.\n", encoding="utf-8")
    build_index(Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)}))
    return folder / "index"


@pytest.fixture
def here(tmp_path: Path, model: Path, begun: Path) -> Settings:
    """Settings for a copy of that index, and for a paper with a passage in each of its sections."""
    corpus = tmp_path / "corpus" / "bees"
    corpus.mkdir(parents=True)
    sections = (f"# Hive {n}\n\nBee {n} dances for {n + 7} minutes.\n" for n in range(PASSAGES))
    (corpus / "source.md").write_text("\n".join(sections), encoding="utf-8")
    shutil.copytree(begun, tmp_path / "index")
    return Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", indexing={"model": str(model)})


def fails_after(monkeypatch: pytest.MonkeyPatch, calls: int, error: BaseException) -> None:
    """Let the encoder encode so many passages and then raise an error."""
    encode, made = ExportedPassages.encode_tokens, [0]

    def counted(self: ExportedPassages, text: str) -> Floats:
        made[0] += 1
        if made[0] > calls:
            raise error
        return encode(self, text)

    monkeypatch.setattr(ExportedPassages, "encode_tokens", counted)


def break_build(settings: Settings, monkeypatch: pytest.MonkeyPatch, calls: int, error: BaseException) -> None:
    """Build until the encoder has encoded so many passages and raises an error."""
    with monkeypatch.context() as broken:
        fails_after(broken, calls, error)
        with pytest.raises(type(error)):
            build_index(settings)


def whole(settings: Settings, folder: Path, begun: Path) -> str:
    """The version of an index that is built in one go elsewhere."""
    shutil.copytree(begun, folder)
    return build_index(settings.changed(index=folder)).generation.version


@pytest.mark.parametrize("error", [RuntimeError("torch broke"), KeyboardInterrupt()])
def test_after_a_fault_in_the_encoder_only_the_rest_is_encoded(
    here: Settings, tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    break_build(here, monkeypatch, 100, error)
    report = build_index(here)
    assert (report.passages, report.encoded) == (PASSAGES, PASSAGES - 100)
    assert report.generation.version == whole(here, tmp_path / "other", begun)
    assert not (here.index / "encoding").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from indexer.build import build_index
from kutip.settings import Settings

def progress(stage, done, total):
    if stage == "encode" and done == 100:
        os.kill(os.getpid(), signal.SIGKILL)

corpus, index, model = sys.argv[1:]
build_index(Settings(corpus=Path(corpus), index=Path(index), indexing={"model": model}), progress=progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_after_a_kill_only_what_was_not_yet_written_is_encoded_again(
    here: Settings, tmp_path: Path, begun: Path
) -> None:
    given = [str(here.corpus), str(here.index), here.indexing.model]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, "-c", KILLED, *given], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    report = build_index(here)
    assert PASSAGES - 100 <= report.encoded <= PASSAGES - 64  # parts of 64 are written at once
    assert report.generation.version == whole(here, tmp_path / "other", begun)


def test_a_second_fault_keeps_what_both_builds_encoded(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        break_build(here, monkeypatch, 40, RuntimeError())
    assert build_index(here).encoded == PASSAGES - 80


def test_force_encodes_everything_again(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    break_build(here, monkeypatch, 100, RuntimeError())
    assert build_index(here, force=True).encoded == PASSAGES


def test_a_damaged_part_is_encoded_again(
    here: Settings, tmp_path: Path, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_build(here, monkeypatch, 100, RuntimeError())
    parts = sorted((here.index / "encoding").rglob("*.npz"))
    assert len(parts) == 2
    for part in parts:
        part.write_bytes(part.read_bytes()[:-1] + b"x")
    report = build_index(here)
    assert report.encoded == PASSAGES
    assert report.generation.version == whole(here, tmp_path / "other", begun)


def test_where_nothing_can_be_kept_the_build_goes_on(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_vectors, "write_synced", full)
    assert build_index(here).encoded == PASSAGES
    assert open_generation(here.index).facts["passages"] == PASSAGES


def test_another_model_uses_nothing_of_what_was_kept(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_build(here, monkeypatch, 100, RuntimeError())
    other = write_tiny_model(tmp_path / "other model", seed=1)
    assert build_index(here.changed(indexing={"model": str(other)})).encoded == PASSAGES


def embedding(sentences: Sequence[int], *, seed: int) -> Embedding:
    drawn = np.random.default_rng(seed)
    vectors = drawn.standard_normal((len(sentences), 4)).astype(np.float32)
    tokens = TokenVectors.quantise(drawn.standard_normal((sum(sentences), 6)).astype(np.float32))
    return Embedding(vectors, tokens, tuple(sentences))


def test_what_is_kept_is_read_back_to_the_bit(tmp_path: Path) -> None:
    kept = KeptVectors(tmp_path / "encoding" / "a")
    given = {f"{n:064}": embedding([n + 1, 2], seed=n) for n in range(70)}
    for key, one in given.items():
        kept.add(key, one)
    assert len(KeptVectors(kept.folder).read()) == 64  # the others wait
    kept.flush()
    found = KeptVectors(kept.folder).read()
    assert sorted(found) == list(given)
    for key, one in given.items():
        assert found[key].sizes == one.sizes
        assert np.array_equal(found[key].sentences, one.sentences)
        assert np.array_equal(found[key].tokens.codes[:], one.tokens.codes[:])
        assert np.array_equal(found[key].tokens.scales, one.tokens.scales)
    forget_kept(tmp_path)
    assert KeptVectors(kept.folder).read() == {}


class Drawn:
    """Stands for a model for late interaction; the third text breaks it, if it is to."""

    def __init__(self, *, breaks: bool) -> None:
        self.breaks, self.encoded = breaks, 0

    def encode(self, text: str) -> Floats:
        self.encoded += 1
        if self.breaks and self.encoded == 3:
            raise RuntimeError(text)
        return np.full((len(text), 2), 0.5, dtype=np.float32)


def test_vectors_for_late_interaction_are_kept_too(tmp_path: Path) -> None:
    passages = [("one",), ("three",), ("seven", "ten"), ("one",)]
    kept, broken, sound = KeptVectors(tmp_path / "late"), Drawn(breaks=True), Drawn(breaks=False)
    with pytest.raises(RuntimeError):
        embed_late_keeping(passages, broken, {}, kept, lambda *_: None)  # type: ignore[arg-type]
    found, encoded = embed_late_keeping(passages, sound, {}, KeptVectors(tmp_path / "late"), lambda *_: None)  # type: ignore[arg-type]
    assert (encoded, sound.encoded) == (1, 2)
    assert [len(one) for one in found] == [3, 5, 8, 3]
