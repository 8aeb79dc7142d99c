"""A generation holds several encoders, each with its files in a folder of its own and reused on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from test_indexer_build import CORPUS, contents, write_corpus
from tiny_models import MARKERS, write_late_model, write_tiny_model

from indexer import encoders
from indexer.build import Report, build_index
from indexer.encoders import MAIN, IndexEncoder, facts_of_encoder
from indexer.late_encoder import LateEncoder
from indexer.late_vectors import pieces_of
from indexer.model_files import ModelFiles
from kutip.errors import ModelError, OtherModelError
from kutip.index.layout import ENCODED, LATE, SENTENCES, TOKEN_POINTERS, read_pointers
from kutip.index.query_encoder import QueryEncoder, load_tokenizer
from kutip.index.store import open_generation
from kutip.index.vectors import VectorIndex
from kutip.settings import IndexSettings, Settings
from retriever.search import Retriever, System

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

    def of(settings: IndexSettings) -> tuple[IndexEncoder, list[IndexEncoder]]:
        main, *further = (IndexEncoder(name, str(model)) for name, model in models.by_name.items())
        return main, further

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


def test_revision_and_hashes_of_the_files_are_facts_of_the_index(
    built: tuple[Settings, Report], models: Models
) -> None:
    facts = facts_of_encoder(built[1].generation.facts, OTHER)
    assert facts["files"] == ModelFiles(str(models.by_name[OTHER])).hashes
    assert facts["revision"] == ""


# --- A model for late interaction -----------------------------------------------------------------------------------


@pytest.fixture
def with_late(tmp_path: Path) -> Settings:
    """Settings with a tiny main encoder and a tiny ColBERT, whose index is built."""
    late = write_late_model(
        tmp_path / "late",
        expansion={"strategy": "fixed", "attend": False, "length": 24},
        prompts={"query": f"{MARKERS[0]} ", "document": f"{MARKERS[1]} "},
        lengths={"document_length": 24},
        skipped=["."],
    )
    indexing = {"model": str(write_tiny_model(tmp_path / "main")), "late_model": str(late)}
    corpus = write_corpus(tmp_path / "corpus", CORPUS)
    settings = Settings(corpus=corpus, index=tmp_path / "index", indexing=indexing)
    build_index(settings)
    return settings


def test_a_late_model_ranks_by_maxsim_over_whole_passages_as_it_was_trained(with_late: Settings) -> None:
    from sentence_transformers import MultiVectorEncoder

    model = MultiVectorEncoder(with_late.indexing.late_model, device="cpu", local_files_only=True)
    retriever = Retriever.open(with_late.index, with_late)
    question = "Which police talk of crimes?"
    hits = retriever.search(question, system=System.LATE).hits
    assert len(hits) == len(retriever.passages) == 3
    encoded = LateEncoder(with_late.indexing.late_model)
    query = model.encode_query(question, convert_to_numpy=True)
    assert len(query) == 24
    tokenizer = load_tokenizer(open_generation(with_late.index).folder / LATE / "tokenizer.json")
    for hit in hits:
        pieces = pieces_of(hit.passage, tokenizer, encoded.passage_input)
        vectors = np.concatenate([model.encode_document([piece], convert_to_numpy=True)[0] for piece in pieces])
        assert hit.score == pytest.approx(float((query @ vectors.T).max(axis=1).mean()), abs=0.005)
    assert any(len(pieces_of(passage, tokenizer, encoded.passage_input)) > 1 for passage in retriever.passages)


def test_a_late_model_leaves_dense_search_and_sentences_to_the_main_encoder(with_late: Settings) -> None:
    without = with_late.changed(index=with_late.index.parent / "without", indexing={"late_model": ""})
    build_index(without)
    late, plain = (Retriever.open(one.index, one) for one in (with_late, without))
    question = "Which police talk of crimes?"
    assert late.search(question, system=System.DENSE) == plain.search(question, system=System.DENSE)
    assert late.search(question, system=System.LATE) != plain.search(question, system=System.LATE)
    ours, theirs = late.look_up(question), plain.look_up(question)
    by_passage = {one.hit.passage.id: one for one in theirs.read_sentences(1)}
    for one in ours.read_sentences(3):
        other = by_passage.get(one.hit.passage.id)
        if other is not None and other.start == one.start:
            assert one.similarities == pytest.approx(other.similarities, abs=1e-5)
    assert ours.encoder != theirs.encoder  # so that no calibration that was fitted without it gives a confidence


def test_a_late_model_is_reused_while_the_main_encoder_changes(with_late: Settings, tmp_path: Path) -> None:
    before = contents(open_generation(with_late.index))
    other = with_late.changed(indexing={"model": str(write_tiny_model(tmp_path / "other", seed=3))})
    report = build_index(other)
    assert (report.encoded, changed(before, contents(report.generation))) == (3, {MAIN})
    write_corpus(with_late.corpus, {"data": "RESULTS\n\nData are shared.\n"})
    update = build_index(other)
    assert update.encoded == 2
    assert contents(update.generation) == contents(build_index(other, force=True).generation)


def test_an_index_without_the_late_model_of_the_settings_is_refused(with_late: Settings) -> None:
    with pytest.raises(OtherModelError, match=r"KUTIP_LATE_MODEL='.*', the settings ask for ''"):
        Retriever.open(with_late.index, with_late.changed(indexing={"late_model": ""}))
    with pytest.raises(OtherModelError, match="KUTIP_MODEL="):
        Retriever.open(with_late.index, Settings())


@pytest.mark.parametrize(("setting", "wrong"), [("model", "late_model"), ("late_model", "model")])
def test_a_model_in_the_other_s_setting_is_refused_before_anything_is_written(
    with_late: Settings, setting: str, wrong: str
) -> None:
    before = open_generation(with_late.index).version
    with pytest.raises(ModelError, match="KUTIP_LATE_MODEL"):
        build_index(with_late.changed(indexing={setting: getattr(with_late.indexing, wrong)}))
    assert open_generation(with_late.index).version == before
