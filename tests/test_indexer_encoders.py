"""A generation holds several encoders, each with its files in a folder of its own and reused on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from test_indexer_build import CORPUS, contents, write_corpus
from tiny_models import write_tiny_model

from indexer import encoders
from indexer.build import Report, build_index
from indexer.encoders import MAIN, IndexEncoder, facts_of_encoder
from kutip.index.layout import ENCODED, SENTENCES, TOKEN_POINTERS, read_pointers
from kutip.index.query_encoder import QueryEncoder
from kutip.index.store import open_generation
from kutip.index.vectors import VectorIndex
from kutip.settings import IndexSettings, Settings

OTHER = "other"


@dataclass
class Models:
    """The models of an index by the names of their folders; a test may change them."""

    by_name: dict[str, Path]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Models:
    """A main encoder, and one with other weights, dimensions, prompts and lengths."""
    main = write_tiny_model(tmp_path / "main")
    prompts = {"query": "ask: ", "passage": "tell: "}
    other = write_tiny_model(tmp_path / "other", seed=1, dense=8, prompts=prompts, max_tokens=30)
    models = Models({MAIN: main, OTHER: other})

    def of(settings: IndexSettings) -> tuple[IndexEncoder, ...]:
        return tuple(IndexEncoder(name, str(model)) for name, model in models.by_name.items())

    monkeypatch.setattr("indexer.build.encoders_of", of)
    return models


@pytest.fixture
def built(tmp_path: Path, models: Models) -> tuple[Settings, Report]:
    settings = Settings(corpus=write_corpus(tmp_path / "corpus", CORPUS), index=tmp_path / "index")
    return settings, build_index(settings)


def test_each_encoder_has_its_files_and_facts(built: tuple[Settings, Report], models: Models) -> None:
    generation = built[1].generation
    own = {path.name for path in (generation.folder / OTHER).iterdir()}
    assert own < {path.name for path in generation.folder.iterdir()}
    assert own >= {"encoder.onnx", "tokenizer.json", "encoder.json", ENCODED, SENTENCES}
    main, other = (facts_of_encoder(generation.facts, name) for name in (MAIN, OTHER))
    assert (main["model"], main["dimensions"], main["max_tokens"]) == (str(models.by_name[MAIN]), 32, 48)
    assert (other["model"], other["dimensions"], other["max_tokens"]) == (str(models.by_name[OTHER]), 8, 30)
    assert (main["passage_prompt"], other["passage_prompt"]) == ("", "tell: ")
    assert main["encoder"] != other["encoder"]
    assert facts_of_encoder(generation.facts, "none") == {}


def test_a_further_encoder_s_vectors_are_those_of_its_own_model(built: tuple[Settings, Report], models: Models) -> None:
    folder = built[1].generation.folder / OTHER
    vectors = VectorIndex.read(folder / "vectors.faiss").vectors()
    wanted = encoders.PassageEncoder(str(models.by_name[OTHER])).encode(["The navy sails.", "It guards the ports."])
    assert vectors[3:] == pytest.approx(wanted, abs=1e-5)
    tokens = np.load(folder / "token_codes.npy")
    read_pointers(folder / TOKEN_POINTERS, items=len(tokens), runs=len(vectors))
    assert QueryEncoder(folder).encode("police").pooled.shape == (8,)


def test_one_more_encoder_leaves_the_main_one_s_files_as_they_are(
    tmp_path: Path, built: tuple[Settings, Report], models: Models
) -> None:
    both = contents(built[1].generation)
    del models.by_name[OTHER]
    report = build_index(built[0])
    assert (report.is_new, report.encoded) == (True, 0)
    assert contents(report.generation) == {name: held for name, held in both.items() if not name.startswith(OTHER)}


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """Return the folders in which files differ."""
    return {name.rpartition("/")[0] for name in before if after.get(name) != before[name]}


@pytest.mark.parametrize("name", [MAIN, OTHER])
def test_each_encoder_is_reused_unless_its_own_model_changes(
    tmp_path: Path, built: tuple[Settings, Report], models: Models, name: str
) -> None:
    before = contents(built[1].generation)
    assert built[1].encoded == 6
    models.by_name[name] = write_tiny_model(tmp_path / "new", seed=2)
    report = build_index(built[0])
    assert (report.is_new, report.encoded) == (True, 3)
    assert changed(before, contents(report.generation)) == {name}
    assert open_generation(built[0].index).version == report.generation.version
    assert not build_index(built[0]).is_new


def test_a_changed_paper_is_encoded_by_each_encoder(built: tuple[Settings, Report]) -> None:
    write_corpus(built[0].corpus, {"data": "RESULTS\n\nData are shared.\n"})
    update = build_index(built[0])
    full = build_index(built[0], force=True)
    assert (update.encoded, full.encoded) == (2, 8)
    assert contents(update.generation) == contents(full.generation)


def test_a_passage_too_long_for_a_further_encoder_is_encoded_whole(built: tuple[Settings, Report]) -> None:
    write_corpus(built[0].corpus, {"long": f"# Police\n\n{'It goes on, and on, ' * 40}\n"})
    generation = build_index(built[0]).generation
    counts = [np.load(folder / TOKEN_POINTERS)[-1] for folder in (generation.folder, generation.folder / OTHER)]
    assert counts[0] == counts[1]
