"""What a build encodes, writes and keeps, with a tiny model; the default model builds the index of the test run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from tiny_models import write_tiny_model

from indexer.build import Report, build_index
from kutip.errors import CorpusError, KutipError
from kutip.index.layout import (
    ENCODED,
    SENTENCES,
    TOKEN_CODES,
    TOKEN_POINTERS,
    TOKEN_SCALES,
    TOKEN_WEIGHTS,
    TOKENIZER,
    VECTORS,
)
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, open_generation
from kutip.index.token_vectors import TokenVectors
from kutip.index.vectors import VectorIndex
from kutip.settings import Settings
from kutip.text.terms import indexed_text
from kutip.types import ExampleQuestion
from retriever.search import Retriever

MEETINGS = "INTRODUCTION\n\nThe police meet every year. They talk of many crimes.\n\nMETHOD\n\nWe read papers.\n"
SHIPS = "INTRODUCTION\n\nThe navy sails. It guards the ports.\n"
CORPUS = {"meetings": MEETINGS, "ships": SHIPS}  # three passages, one per section


def write_corpus(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write a corpus, creating its folders in the given order."""
    for name, text in texts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "source.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, model: Path) -> tuple[Path, Report]:
    """A folder with a corpus and its index, built once, and the report of that build."""
    folder = tmp_path_factory.mktemp("first")
    write_corpus(folder / "corpus", CORPUS)
    report = build_index(Settings(corpus=folder / "corpus", index=folder / "index", indexing={"model": str(model)}))
    return folder, report


@pytest.fixture
def here(tmp_path: Path, model: Path, first: tuple[Path, Report]) -> Settings:
    """Settings for a copy of that corpus and index, which a test may change."""
    shutil.copytree(first[0], tmp_path / "copy")
    return Settings(
        corpus=tmp_path / "copy" / "corpus", index=tmp_path / "copy" / "index", indexing={"model": str(model)}
    )


def files(index: Path) -> dict[str, tuple[int, int]]:
    """Return each file below a folder with its inode and the time of its last change, in nanoseconds."""
    found = [(path, path.stat()) for path in index.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(index).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}


def contents(generation: Generation) -> dict[str, bytes]:
    """Return the content of every file of a generation except its manifest, which records the build."""
    paths = [path for path in generation.folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
    return {path.relative_to(generation.folder).as_posix(): path.read_bytes() for path in paths}


EMBEDDINGS = {VECTORS, SENTENCES, TOKEN_CODES, TOKEN_SCALES, TOKEN_POINTERS, TOKEN_WEIGHTS, ENCODED}


def ids(settings: Settings) -> list[tuple[str, str]]:
    passages = Retriever.open(settings.index, settings).passages
    return [(passage.document_id, passage.id) for passage in passages]


# --- A first build --------------------------------------------------------------------------------------------------


def test_a_build_reports_what_it_did(first: tuple[Path, Report]) -> None:
    report = first[1]
    assert (report.is_new, report.documents, report.passages, report.encoded) == (True, 2, 3, 3)
    facts = report.generation.facts
    assert (facts["documents"], facts["passages"], facts["dimensions"], facts["max_tokens"]) == (2, 3, 32, 48)


def test_a_built_index_can_be_searched(here: Settings) -> None:
    by_words = here.changed(search={"weights": (0.8, 0.1, 0.1)})  # the tiny model's vectors mean nothing
    hits = Retriever.open(here.index, by_words).search("Which police talk of crimes?").hits
    assert hits[0].passage.text == "The police meet every year. They talk of many crimes."
    assert hits[0].passage.heading == ("INTRODUCTION",)
    assert set(hits[0].scores) == {"bm25", "dense", "late"}


def test_prose_has_one_vector_per_sentence_and_one_per_token(first: tuple[Path, Report]) -> None:
    generation = first[1].generation
    sentences, tokens = np.load(generation.path(SENTENCES)), np.load(generation.path(TOKEN_POINTERS))
    assert np.diff(sentences).tolist() == [2, 1, 2]  # introduction and method of meetings; ships
    assert len(VectorIndex.read(generation.path(VECTORS))) == 5
    tokenizer = load_tokenizer(generation.path(TOKENIZER))
    texts = ["INTRODUCTION The police meet every year.", "They talk of many crimes.", "METHOD We read papers."]
    texts += ["INTRODUCTION The navy sails.", "It guards the ports."]
    sizes = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts]
    assert np.diff(tokens).tolist() == sizes
    assert len(TokenVectors.read(generation.folder)) == sum(sizes)


def test_passages_fit_into_any_model(here: Settings) -> None:
    write_corpus(here.corpus, {"long": f"# A heading of very many words indeed\n\n{'It goes on, and on, ' * 40}\n"})
    assert build_index(here).passages > 10
    tokenizer = load_tokenizer(open_generation(here.index).path(TOKENIZER))
    sizes = [len(tokenizer.encode(indexed_text(p)).ids) for p in Retriever.open(here.index, here).passages]
    assert max(sizes) <= 48


def test_folder_and_order_of_the_documents_do_not_change_the_index(
    first: tuple[Path, Report], tmp_path: Path, model: Path
) -> None:
    write_corpus(tmp_path / "other", dict(reversed(CORPUS.items())))
    shutil.copytree(model, tmp_path / "model")
    settings = Settings(
        corpus=tmp_path / "other", index=tmp_path / "index", indexing={"model": str(tmp_path / "model")}
    )
    report = build_index(settings)
    assert report.generation.version == first[1].generation.version
    assert ids(settings) == ids(settings.changed(index=first[0] / "index", indexing={"model": str(model)}))


def test_progress_reaches_its_totals(here: Settings) -> None:
    write_corpus(here.corpus, {"new": "Data are shared.\n"})
    told: list[tuple[str, int, int]] = []
    build_index(here, progress=lambda stage, done, total: told.append((stage, done, total)))
    assert told == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3), ("encode", 1, 1)]


# --- Another build --------------------------------------------------------------------------------------------------


def test_changed_code_in_any_sub_package_triggers_a_build(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = tmp_path / "kutip" / "index" / "deep" / "module.py"
    nested.parent.mkdir(parents=True)
    nested.write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr("indexer.build._CODE", (tmp_path / "kutip",))
    assert build_index(here).is_new
    assert not build_index(here).is_new
    nested.write_text("A = 2\n", encoding="utf-8")
    assert build_index(here).is_new


def test_an_unchanged_corpus_writes_nothing(here: Settings) -> None:
    before = files(here.index)
    report = build_index(here)
    assert (report.is_new, report.documents, report.passages, report.encoded) == (False, 2, 3, 0)
    assert files(here.index) == before


def test_a_moved_corpus_or_changed_search_settings_write_nothing(here: Settings) -> None:
    here.corpus.rename(here.corpus.parent / "moved")
    moved = here.changed(corpus=here.corpus.parent / "moved", search={"candidates": 7}, limits={"max_k": 9})
    assert not build_index(moved).is_new


def change(corpus: Path, texts: Mapping[str, str | None]) -> None:
    """Write documents, or remove those whose text is None."""
    for name, text in texts.items():
        if text is None:
            shutil.rmtree(corpus / name)
        else:
            write_corpus(corpus, {name: text})


@pytest.mark.parametrize(
    ("texts", "encoded", "passages"),
    [
        ({"data": "RESULTS\n\nData are shared.\n"}, 1, 4),
        ({"meetings": MEETINGS.replace("papers", "all papers")}, 1, 3),
        ({"meetings": f"Front.\n\n{MEETINGS}"}, 1, 4),  # the other texts are the same, at other places
        ({"meetings": None}, 0, 1),
        ({"meetings": None, "fleet": SHIPS.replace("ports", "coasts")}, 1, 2),
    ],
    ids=["added", "changed", "moved down", "removed", "removed and added"],
)
def test_only_new_texts_are_encoded(
    here: Settings, texts: Mapping[str, str | None], encoded: int, passages: int
) -> None:
    change(here.corpus, texts)
    report = build_index(here)
    assert (report.is_new, report.encoded, report.passages) == (True, encoded, passages)


def test_successive_builds_give_the_same_index_as_a_full_one(here: Settings) -> None:
    change(here.corpus, {"data": "RESULTS\n\nData are shared.\n"})
    build_index(here)
    change(here.corpus, {"meetings": f"Front.\n\n{MEETINGS.replace('papers', 'all papers')}", "ships": None})
    update = build_index(here)
    updated = contents(update.generation)
    full = build_index(here, force=True)
    assert (update.encoded, full.encoded, full.is_new) == (2, 4, True)
    assert contents(full.generation) == updated
    assert updated.keys() > EMBEDDINGS
    assert full.generation.version == update.generation.version


def test_removing_and_restoring_a_document_restores_the_index(here: Settings) -> None:
    before = contents(open_generation(here.index))
    change(here.corpus, {"meetings": None})
    without = contents(build_index(here).generation)
    assert {name for name in before if without.get(name) != before[name]} > EMBEDDINGS
    assert all(len(without[name]) < len(before[name]) for name in (VECTORS, TOKEN_CODES, TOKEN_SCALES))
    change(here.corpus, {"meetings": MEETINGS})
    again = build_index(here)
    assert again.encoded == 2
    assert contents(again.generation) == before


def test_the_same_text_in_two_documents_is_encoded_once(here: Settings) -> None:
    write_corpus(here.corpus, {"other": f"{SHIPS}\nCONCLUSION\n\nThe navy is large.\n"})
    report = build_index(here)
    assert (report.encoded, report.passages) == (1, 5)
    # Each passage has its own vectors: conclusion and introduction of one document, and those of the other.
    generation = open_generation(here.index)
    assert np.diff(np.load(generation.path(SENTENCES))).tolist() == [2, 1, 2, 1, 2]
    vectors = VectorIndex.read(generation.path(VECTORS)).vectors()
    assert np.array_equal(vectors[3:5], vectors[6:8])


@pytest.mark.parametrize(("setting", "value", "encoded"), [("k1", 2.0, 0), ("b", 0.9, 0), ("passage_tokens", 17, 4)])
def test_changed_settings_trigger_a_build_that_encodes_only_new_texts(
    here: Settings, setting: str, value: float, encoded: int
) -> None:
    before = open_generation(here.index).version
    changed = here.changed(indexing={setting: value})
    report = build_index(changed)
    assert (report.is_new, report.encoded) == (True, encoded)
    assert report.generation.version != before
    assert not build_index(changed).is_new
    assert build_index(here).generation.version == before


def test_changed_metadata_trigger_a_build_that_encodes_nothing(here: Settings) -> None:
    (here.corpus / "ships" / "metadata.json").write_text('{"title": "Ships"}', encoding="utf-8")
    report = build_index(here)
    assert (report.is_new, report.encoded) == (True, 0)
    assert Retriever.open(here.index, here).document("ships").metadata == {"title": "Ships"}


def test_changed_examples_build_anew_and_encode_nothing(here: Settings) -> None:
    made = Retriever.open(here.index, here).examples
    (here.corpus / "examples.json").write_text('[{"language": "en", "question": "Who sails?"}]', encoding="utf-8")
    report = build_index(here)
    assert (report.is_new, report.encoded) == (True, 0)
    assert Retriever.open(here.index, here).examples == (ExampleQuestion("en", "Who sails?"),) != made
    assert not build_index(here).is_new


def test_a_bad_file_of_examples_leaves_the_index_in_force(here: Settings) -> None:
    before = files(here.index)
    (here.corpus / "examples.json").write_text('[{"language": "en"}]', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"examples.json, entry 1: "):
        build_index(here)
    assert files(here.index) == before


def test_the_corpus_s_own_glossary_is_used_in_questions(here: Settings) -> None:
    question = "Apa kata polisi kerajaan laut?"
    before = Retriever.open(here.index, here).search(question).expansions
    (here.corpus / "glossary_id.tsv").write_text("polisi kerajaan laut\tnavy\tname\n", encoding="utf-8")
    report = build_index(here)
    assert (report.is_new, report.encoded) == (True, 0)
    after = Retriever.open(here.index, here).search(question).expansions
    assert [(one.source, one.target) for one in after if one not in before] == [("polisi kerajaan laut", "navy")]
    assert not build_index(here).is_new


def test_a_bad_glossary_leaves_the_index_in_force(here: Settings) -> None:
    before = files(here.index)
    (here.corpus / "glossary_id.tsv").write_text("kota\tcity\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"glossary_id.tsv, line 1: "):
        build_index(here)
    assert files(here.index) == before


def test_another_model_encodes_everything(here: Settings, tmp_path: Path) -> None:
    other = here.changed(indexing={"model": str(write_tiny_model(tmp_path / "other", seed=1))})
    before = open_generation(here.index).version
    report = build_index(other)
    assert (report.is_new, report.encoded) == (True, 3)
    assert report.generation.version != before


# --- Failures -------------------------------------------------------------------------------------------------------


BAD = [
    ("broken", b"\xff\xfe", "is not UTF-8 at byte 0"),
    ("headings", b"# One\n\n## Two\n", "headings has no text below its headings; remove it or mend its source"),
    ("blank", b" \n", "is blank; put the paper's text into it or remove its folder"),
    ("zcopy", SHIPS.encode(), "ships and zcopy hold the same source; remove one of the two folders"),
    ("No Id", b"Text.", "'No Id' is no document id"),
]


def add_bad(corpus: Path, *documents: tuple[str, bytes, str]) -> None:
    for name, source, _ in documents:
        (corpus / name).mkdir(parents=True)
        (corpus / name / "source.txt").write_bytes(source)


@pytest.mark.parametrize("bad", BAD, ids=[name for name, _, _ in BAD])
def test_a_document_that_cannot_be_indexed_is_skipped_and_named(here: Settings, bad: tuple[str, bytes, str]) -> None:
    before = contents(open_generation(here.index))
    add_bad(here.corpus, bad)
    report = build_index(here)
    assert [one.document for one in report.skipped] == [bad[0]]
    assert bad[2] in report.skipped[0].reason
    assert (report.documents, contents(report.generation)) == (2, before)


def test_all_bad_documents_are_named_at_once_and_again_without_a_change(here: Settings) -> None:
    add_bad(here.corpus, *BAD)
    first, second = build_index(here), build_index(here)
    assert {one.document for one in first.skipped} == {name for name, _, _ in BAD}
    assert (first.is_new, second.is_new) == (True, False)
    assert second.skipped == first.skipped


def test_a_mended_document_is_indexed_by_the_next_build(here: Settings) -> None:
    add_bad(here.corpus, BAD[0])
    assert build_index(here).documents == 2
    write_corpus(here.corpus, {"broken": "Data are shared.\n"})
    mended = build_index(here)
    assert (mended.documents, mended.skipped) == (3, ())


def test_a_corpus_without_a_good_document_leaves_the_index_in_force(here: Settings) -> None:
    before = files(here.index)
    shutil.rmtree(here.corpus)
    add_bad(here.corpus, BAD[0], BAD[2], BAD[4])
    with pytest.raises(CorpusError, match=r"none of the 3 documents can be indexed: .*no document id.*blank.*UTF-8"):
        build_index(here)
    assert files(here.index) == before


def test_a_paper_that_turns_bad_leaves_the_index_and_that_is_told(here: Settings) -> None:
    add_bad(here.corpus, BAD[0])
    (here.corpus / "ships" / "source.txt").write_text("\n")
    spoilt = build_index(here)
    assert {one.document: one.was_indexed for one in spoilt.skipped} == {"broken": False, "ships": True}
    assert {document for document, _ in ids(here)} == {"meetings"}
    told = next(one.told for one in spoilt.skipped if one.was_indexed)
    assert told.startswith("skipped ships: ")
    assert told.endswith("; the index had it before and no longer has it")


def test_that_a_paper_was_lost_is_told_until_it_is_mended(here: Settings) -> None:
    (here.corpus / "ships" / "source.txt").write_text("\n")
    build_index(here)
    write_corpus(here.corpus, {"more": "Data are shared.\n"})
    later, again = build_index(here), build_index(here)
    assert [one.was_indexed for one in (*later.skipped, *again.skipped)] == [True, True]
    write_corpus(here.corpus, {"ships": SHIPS})
    assert build_index(here).skipped == ()
    assert build_index(here, force=True).documents == 3


def test_a_forced_build_tells_of_a_lost_paper_too(here: Settings) -> None:
    (here.corpus / "meetings" / "source.txt").unlink()
    assert [(one.document, one.was_indexed) for one in build_index(here, force=True).skipped] == [("meetings", True)]


def test_abbreviations_of_a_skipped_document_are_not_used(here: Settings) -> None:
    change(here.corpus, {"meetings": "# Meeting\n\nTable 1. Sums\n\nName\tABC\nAna\t1\n", "ships": SHIPS})
    before = contents(build_index(here).generation)
    text = "The Annual Border Conference (ABC) is held.\n\nNo end here: " + "and so on and on " * 100
    write_corpus(here.corpus, {"long": text})
    report = build_index(here.changed(building={"sentence_tokens": 150}))
    assert [one.document for one in report.skipped] == ["long"]
    assert contents(report.generation) == before


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [
        ("document_characters", 300, r"source.txt has 4\d\d characters, over the limit of 300; divide it or raise"),
        ("document_blocks", 5, "long has 21 blocks, over the limit of 5; divide it or raise KUTIP_DOCUMENT_BLOCKS"),
        ("sentence_tokens", 20, "long has a sentence of more than 20 tokens at offset 0; remove that text or raise"),
    ],
)
def test_a_document_over_a_limit_is_skipped_and_named(here: Settings, limit: str, value: int, told: str) -> None:
    write_corpus(here.corpus, {"long": "It goes on, and " * 10 + "on.\n\n" + "\n\n".join(["Word is out."] * 20)})
    report = build_index(here.changed(building={limit: value}))
    assert [one.document for one in report.skipped] == ["long"]
    assert re.search(told, report.skipped[0].reason)
    assert report.documents == 2


def test_an_empty_corpus_leaves_the_index_in_force(here: Settings) -> None:
    shutil.rmtree(here.corpus)
    before = files(here.index)
    with pytest.raises(CorpusError, match="there is no corpus folder"):
        build_index(here)
    assert files(here.index) == before


@pytest.mark.parametrize("source", ["\u200b\n", "\x00\n\nMETHOD\n\nThey meet.\n"])
def test_any_text_gives_an_index_that_can_be_opened(here: Settings, source: str) -> None:
    write_corpus(here.corpus, {"new": source})
    with suppress(CorpusError):
        build_index(here)
    assert Retriever.open(here.index, here).search("police").hits


@pytest.mark.parametrize("damage", ["flipped", "lost", "nowhere"])
def test_a_damaged_index_is_built_again(here: Settings, damage: str) -> None:
    generation = open_generation(here.index)
    vectors = generation.path(VECTORS)
    if damage == "flipped":
        data = bytearray(vectors.read_bytes())
        data[-1] ^= 1
        vectors.write_bytes(data)
    elif damage == "lost":
        vectors.unlink()
    else:
        (here.index / "CURRENT").write_text("gen-99\n", encoding="ascii")
    report = build_index(here)
    assert (report.is_new, report.encoded) == (True, 3)
    assert report.generation.version == generation.version


def test_a_second_builder_is_refused_while_the_first_continues(here: Settings) -> None:
    write_corpus(here.corpus, {"new": "Data are shared.\n"})
    sent_away = []

    def build_meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "encode":
            with pytest.raises(KutipError, match=r"another kutip index is writing to .*; wait for it to end"):
                build_index(here)
            sent_away.append(done)

    report = build_index(here, progress=build_meanwhile)
    assert sent_away == [1]
    assert (report.is_new, report.passages) == (True, 4)


# --- Heavy libraries ------------------------------------------------------------------------------------------------

HEAVY = """
import sys
from pathlib import Path
from indexer.build import build_index
from kutip.settings import Settings
heavy = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript"}
print(sorted(heavy & set(sys.modules)))
settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), indexing={"model": sys.argv[3]})
print(build_index(settings).is_new, sorted(heavy & set(sys.modules)))
"""


def run_build(settings: Settings, *, multilingual: str = "off") -> list[str]:
    places = [str(settings.corpus), str(settings.index), settings.indexing.model]
    own = os.environ | {"KUTIP_MULTILINGUAL": multilingual}
    ran = subprocess.run([sys.executable, "-c", HEAVY, *places], capture_output=True, text=True, check=True, env=own)
    return ran.stdout.splitlines()


def test_an_unchanged_corpus_imports_no_heavy_library(here: Settings) -> None:
    assert run_build(here) == ["[]", "False []"]


def test_removing_a_document_imports_no_heavy_library(here: Settings) -> None:
    shutil.rmtree(here.corpus / "ships")
    assert run_build(here) == ["[]", "True []"]


def test_a_new_document_imports_no_heavy_library(here: Settings) -> None:
    write_corpus(here.corpus, {"trains": "INTRODUCTION\n\nThe trains run at night. Nobody hears them.\n"})
    assert run_build(here) == ["[]", "True []"]


def test_unchanged_papers_with_the_default_model_import_no_heavy_library(settings: Settings) -> None:
    assert run_build(settings, multilingual="auto") == ["[]", "False []"]
