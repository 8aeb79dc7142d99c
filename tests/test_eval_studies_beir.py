"""Collections in BEIR's format: strict reading, and ranking by the real retriever whatever their ids look like."""

import copy
import gzip
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from typer.testing import CliRunner

from eval.errors import EvaluationError
from eval.runs.records import KeptRun
from eval.studies.beir import PUBLISHED, Collection, IndexedCollection, evaluate_collection, read_beir
from kutip.cli.commands import app
from retriever.search import System

CORPUS = ['{"_id": "d1", "title": "Bread", "text": "It is baked."}', '{"_id": "d2", "title": "", "text": "It rains."}']
QUERIES = ['{"_id": "q1", "text": "What is baked?"}', '{"_id": "q2", "text": "Does it rain?"}']
HEADER = "query-id\tcorpus-id\tscore"
QRELS = [HEADER, "q1\td1\t2", "q1\td2\t0", "q2\td2\t1"]
READ = Collection(
    "tiny",
    {"d1": ("Bread", "It is baked."), "d2": ("", "It rains.")},
    {"q1": "What is baked?", "q2": "Does it rain?"},
    {"q1": {"d1": 2, "d2": 0}, "q2": {"d2": 1}},
)


def lay(
    tmp_path: Path,
    corpus: Sequence[str] = CORPUS,
    queries: Sequence[str] = QUERIES,
    qrels: Sequence[str] = QRELS,
    *,
    packed: Sequence[str] = (),
) -> Path:
    """Write a folder in BEIR's format; the files named in `packed` are gzipped."""
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    for name, lines in (("corpus", corpus), ("queries", queries)):
        data = "".join(f"{line}\n" for line in lines).encode("utf-8")
        if name in packed:
            (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(data))
        else:
            (folder / f"{name}.jsonl").write_bytes(data)
    (folder / "qrels" / "test.tsv").write_text("".join(f"{line}\n" for line in qrels), encoding="utf-8")
    return folder


@pytest.mark.parametrize("packed", [(), ("corpus",), ("queries",), ("corpus", "queries")])
def test_a_collection_is_read_plain_or_packed(tmp_path: Path, packed: tuple[str, ...]) -> None:
    assert read_beir(lay(tmp_path, packed=packed)) == READ


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels"),
    [
        pytest.param(["", *CORPUS, "  "], ["", *QUERIES, ""], ["", *QRELS[1:], ""], id="blank lines"),
        pytest.param([CORPUS[0], '{"_id": "d2", "text": "It rains."}'], QUERIES, QRELS, id="no title"),
        pytest.param([CORPUS[0], CORPUS[1].replace('""', "null")], QUERIES, QRELS, id="null for a title"),
        pytest.param(CORPUS, QUERIES, QRELS[1:], id="no header"),
        pytest.param(CORPUS, [*QUERIES, '{"_id": "q3", "text": "Why?"}'], QRELS, id="a query nobody judged"),
        pytest.param([CORPUS[0][:-1] + ', "metadata": {}}', CORPUS[1]], QUERIES, QRELS, id="metadata"),
    ],
)
def test_blank_lines_metadata_and_missing_titles_are_accepted(
    tmp_path: Path, corpus: list[str], queries: list[str], qrels: list[str]
) -> None:
    assert read_beir(lay(tmp_path, corpus, queries, qrels)) == READ


def test_line_separators_in_a_text_do_not_split_lines(tmp_path: Path) -> None:
    separators = '{"_id": "d2", "text": "One.\u2028Two.\\nThree.\x85"}'
    assert read_beir(lay(tmp_path, [CORPUS[0], separators])).texts["d2"] == ("", "One.\u2028Two.\nThree.\x85")


def test_a_split_selects_the_file_of_judgements(tmp_path: Path) -> None:
    folder = lay(tmp_path)
    (folder / "qrels" / "train.tsv").write_text(f"{HEADER}\nq2\td1\t1\n", encoding="utf-8")
    found = read_beir(folder, "train")
    assert found.qrels == {"q2": {"d1": 1}}
    assert found.queries == {"q2": "Does it rain?"}
    with pytest.raises(EvaluationError, match=r"there is no .*dev\.tsv; name another split"):
        read_beir(folder, "dev")


@pytest.mark.parametrize("name", ["corpus", "queries"])
def test_a_missing_file_is_reported(tmp_path: Path, name: str) -> None:
    folder = lay(tmp_path)
    (folder / f"{name}.jsonl").unlink()
    with pytest.raises(EvaluationError, match=rf"has neither {name}\.jsonl nor {name}\.jsonl\.gz"):
        read_beir(folder)


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="nowhere has neither"):
        read_beir(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "message"),
    [
        ([CORPUS[0], "d2,It rains."], QUERIES, QRELS, r"corpus\.jsonl, line 2: it: Invalid JSON"),
        ([CORPUS[0], "", "{"], QUERIES, QRELS, r"corpus\.jsonl, line 3: it: Invalid JSON"),
        (CORPUS, ["[" + QUERIES[0], QUERIES[1]], QRELS, r"queries\.jsonl, line 1: it: Invalid JSON"),
        (
            [CORPUS[0], '{"_id": "d2", "title": "Rain"}'],
            QUERIES,
            QRELS,
            r"corpus\.jsonl, line 2: text: Field required",
        ),
        ([CORPUS[0], '{"id": "d2", "text": "It rains."}'], QUERIES, QRELS, r"line 2: _id: "),
        ([CORPUS[0], '{"_id": 2, "text": "It rains."}'], QUERIES, QRELS, r"line 2: _id: "),
        ([CORPUS[0], '["d2", "It rains."]'], QUERIES, QRELS, r"line 2: it: Input should be an object"),
        (CORPUS, ['{"_id": "q1"}', QUERIES[1]], QRELS, r"queries\.jsonl, line 1: text: Field required"),
        (CORPUS, QUERIES, [*QRELS, "q9\td1\t1"], "the judgements name the query 'q9', which is missing"),
        (CORPUS, QUERIES, [*QRELS, "q1\td9\t0"], "the judgements name the document 'd9', which is missing"),
        (CORPUS, QUERIES, [HEADER, "q1\td1"], r"test\.tsv, line 2 is not query, document, grade: 'q1\\td1'"),
        (CORPUS, QUERIES, ["q1\td1\t1\t1"], r"test\.tsv, line 1 is not query"),
        (CORPUS, QUERIES, [*QRELS, "q1\td2\tgood"], r"test\.tsv, line 5 is not query"),
        (CORPUS, QUERIES, ["q1\td1\t1.5"], r"test\.tsv, line 1 is not query"),
        (CORPUS, QUERIES, ["q1 0 d1 1"], r"test\.tsv, line 1 is not query"),
        (CORPUS, QUERIES, [*QRELS, HEADER], r"test\.tsv, line 5 is not query"),
        ([*CORPUS, '{"_id": "d 3", "text": "It snows."}'], QUERIES, QRELS, "'d 3' cannot be an id"),
        ([*CORPUS, '{"_id": "", "text": "It snows."}'], QUERIES, QRELS, "'' cannot be an id"),
        (CORPUS, [*QUERIES, '{"_id": "q 3", "text": "Why?"}'], [*QRELS, "q 3\td1\t1"], "'q 3' cannot be an id"),
    ],
)
def test_a_malformed_line_is_reported_with_file_and_line_number(
    tmp_path: Path, corpus: list[str], queries: list[str], qrels: list[str], message: str
) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_beir(lay(tmp_path, corpus, queries, qrels))


DAMAGED = {
    "not UTF-8": ("corpus.jsonl", b'{"_id": "d1", "text": "\xff"}\n'),
    "judgements not UTF-8": ("qrels/test.tsv", b"q1\td1\t1\xff\n"),
    "not packed": ("queries.jsonl.gz", b'{"_id": "q1", "text": "What?"}\n'),
    "cut": ("queries.jsonl.gz", gzip.compress("".join(f"{line}\n" for line in QUERIES).encode())[:-9]),
}


@pytest.mark.parametrize(("name", "data"), DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_cannot_be_decoded_is_an_error(tmp_path: Path, name: str, data: bytes) -> None:
    folder = lay(tmp_path)
    (folder / name.removesuffix(".gz")).unlink()
    (folder / name).write_bytes(data)
    with pytest.raises(EvaluationError):
        read_beir(folder)


@pytest.mark.parametrize("line", ['{"_id": "d3", "title": 3, "text": "It snows."}', CORPUS[0]])
def test_a_title_of_another_type_or_a_repeated_document_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvaluationError):
        read_beir(lay(tmp_path, [*CORPUS, line]))


# With the real indexer and retriever


BEES, TIDES = "Honey bees dance to show where flowers grow.", "Tides follow the pull of the Moon on the sea."
LONG = " ".join(f"The old lighthouse keeper wrote letter {n} to the harbour master about fog." for n in range(60))
TINY = Collection(
    "tiny",
    {
        "../../../../outside": ("How bees speak", BEES),
        "A/B": ("", TIDES),
        "MED-10": ("Letters of a lighthouse keeper", LONG),
        "..": ("Volcanoes", "Lava flows down the slope when a volcano erupts."),
        "ünïcode:5": ("Line\nend", "A glacier\tis a slow river\nof ice."),
    },
    {"q/1": "How do bees show where flowers are?", "q2": "What makes the tides of the sea?"},
    {"q/1": {"../../../../outside": 2, "..": 0}, "q2": {"A/B": 1}},
)


def no_bars(what: str, total: int) -> Any:
    return nullcontext(lambda: None)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder deep enough that an id used as a path ("../../../../outside") would still write below this module's."""
    return tmp_path_factory.mktemp("beir") / "a" / "b" / "work"


@pytest.fixture(scope="module")
def indexed(work: Path, lay_encoder: Callable[[Path], None]) -> IndexedCollection:
    """The tiny collection, indexed once. A test that changes it uses `copied`, which also copies the encoder."""
    lay_encoder(work / "tiny" / "index")
    return IndexedCollection(TINY, work, no_bars)


@pytest.fixture
def copied(indexed: IndexedCollection, work: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(work, tmp_path / "work"))


def written(corpus: Path) -> dict[str, str]:
    return {path.name: (path / "source.md").read_text(encoding="utf-8") for path in corpus.iterdir()}


def with_texts(more: Mapping[str, tuple[str, str]]) -> Collection:
    return replace(TINY, texts={**TINY.texts, **more})


def test_ids_are_not_used_as_paths(indexed: IndexedCollection, work: Path) -> None:
    assert sorted(one.name for one in (work / "tiny" / "corpus").iterdir()) == [f"d000000{n}" for n in range(5)]
    own = {path for path in work.parent.parent.parent.rglob("*") if path.is_file()}
    assert own
    assert {path for path in own if not path.is_relative_to(work / "tiny")} == set()


def test_a_text_becomes_a_document_with_its_title_as_heading(indexed: IndexedCollection, work: Path) -> None:
    sources = written(work / "tiny" / "corpus")
    assert sources["d0000000"] == f"# How bees speak\n\n{BEES}\n"
    assert sources["d0000001"] == f"{TIDES}\n"
    assert sources["d0000004"] == "# Line end\n\nA glacier is a slow river of ice.\n"
    assert indexed.retriever.document("d0000001").metadata["title"] == "d0000001"


@pytest.mark.parametrize("system", [one for one in System if one is not System.MULTILINGUAL])  # not in this index
def test_every_system_returns_the_relevant_text_s_own_id(indexed: IndexedCollection, system: System) -> None:
    for query, own in TINY.qrels.items():
        assert indexed.rank(TINY.queries[query], system)[0] == max(own, key=lambda name: own[name])


def test_a_text_ranks_once_at_its_first_passage(indexed: IndexedCollection) -> None:
    query = "letter to the harbour master about bees"
    ids = [hit.passage.document_id for hit in indexed.retriever.search(query, k=100, system=System.HYBRID).hits]
    assert ids.count("d0000002") > 3  # otherwise the test would show nothing
    names = dict(zip((f"d000000{n}" for n in range(5)), TINY.texts, strict=True))
    ranked = indexed.rank(query, System.HYBRID)
    assert ranked == [names[one] for one in sorted(set(ids), key=ids.index)]
    assert len(set(ranked)) == len(ranked) > 1


def test_a_query_that_is_too_long_is_cut(indexed: IndexedCollection) -> None:
    assert indexed.rank("Why do tides follow the Moon? " * 100, System.BM25) == ["A/B"]


def test_a_collection_is_scored_by_its_own_judgements(indexed: IndexedCollection) -> None:
    summary, outcomes = evaluate_collection(indexed, ["bm25", "hybrid"], no_bars)
    assert list(outcomes) == list(summary["systems"]) == ["bm25", "hybrid"]
    assert {own["all"]["nDCG@10"]["mean"] for own in summary["systems"].values()} == {1.0}
    assert summary["measures"]["R@5"] == "R(rel=1)@5"
    assert (summary["questions"]["file"], summary["questions"]["count"]) == ("tiny", 2)
    assert (summary["index_version"], summary["published"]) == (indexed.retriever.version, {})
    first, second = outcomes["hybrid"].records
    assert (first.id, first.query, first.expected) == (
        "q/1",
        TINY.queries["q/1"],
        ["../../../../outside: How bees speak"],
    )
    assert (first.came[0].id, first.came[0].grade, first.came[0].text) == ("../../../../outside", 2, "How bees speak")
    assert {one.id: one.grade for one in second.came}["MED-10"] is None
    assert outcomes["hybrid"].ranked["q2"] == indexed.rank(TINY.queries["q2"], System.HYBRID)
    assert outcomes["hybrid"].qrels == TINY.qrels


def test_a_relevant_text_at_rank_2_has_a_reciprocal_rank_of_a_half(indexed: IndexedCollection) -> None:
    """The ranking stays the same; the judgements say that its second text is the relevant one."""
    second = indexed.rank(TINY.queries["q2"], System.DENSE)[1]
    other = copy.copy(indexed)
    other.collection = replace(TINY, qrels={"q2": {second: 1}})
    summary, _ = evaluate_collection(other, ["dense"], no_bars)
    assert summary["systems"]["dense"]["all"]["RR@10"]["mean"] == 0.5


def test_published_figures_of_a_collection_are_added(indexed: IndexedCollection) -> None:
    other = copy.copy(indexed)
    other.collection = replace(TINY, name="SciFact")
    summary, _ = evaluate_collection(other, ["bm25"], no_bars)
    assert summary["published"] == PUBLISHED["scifact"]


@pytest.mark.parametrize("name", ["baseline", "BM25", ""])
def test_a_system_that_the_retriever_lacks_is_refused(indexed: IndexedCollection, name: str) -> None:
    with pytest.raises(EvaluationError, match=f"there is no system '{name}' for a collection; there are bm25, dense"):
        evaluate_collection(indexed, ["bm25", name], no_bars)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(with_texts({"A/B": ("", "Another text.")}), id="a text"),
        pytest.param(with_texts({"A/B": ("A title", TIDES)}), id="a title"),
        pytest.param(with_texts({"new": ("", "Another text.")}), id="a document more"),
        pytest.param(replace(TINY, queries=TINY.queries | {"q2": "Why tides?"}), id="a query"),
        pytest.param(replace(TINY, qrels=TINY.qrels | {"q2": {"A/B": 2}}), id="a judgement"),
    ],
)
def test_any_change_of_a_collection_changes_its_facts(other: Collection) -> None:
    assert other.facts() != TINY.facts()
    assert with_texts({}).facts() == TINY.facts()


def test_a_changed_collection_replaces_the_old_documents(indexed: IndexedCollection, copied: Path) -> None:
    changed = Collection("tiny", {"new": ("", "Ravens hide their food."), "A/B": ("", TIDES)}, TINY.queries, TINY.qrels)
    found = IndexedCollection(changed, copied, no_bars)
    assert written(copied / "tiny" / "corpus") == {"d0000000": "Ravens hide their food.\n", "d0000001": f"{TIDES}\n"}
    assert found.rank("How do bees show where flowers are? Where do ravens hide food?", System.HYBRID)[0] == "new"
    assert set(found.rank("tides bees ravens", System.HYBRID)) <= {"new", "A/B"}
    assert found.retriever.version != indexed.retriever.version


def test_a_collection_that_did_not_change_is_not_indexed_again(indexed: IndexedCollection, copied: Path) -> None:
    assert IndexedCollection(TINY, copied, no_bars).retriever.version == indexed.retriever.version


def test_the_bar_counts_every_document_once(indexed: IndexedCollection, copied: Path) -> None:
    ticks: dict[str, int] = {}

    def bars(what: str, total: int) -> Any:
        def tick() -> None:
            ticks[what, total] = ticks.get((what, total), 0) + 1

        return nullcontext(tick)

    changed = with_texts({f"new{n}": ("", f"Raven number {n} hides its food.") for n in range(3)})
    found = IndexedCollection(changed, copied, bars)
    evaluate_collection(found, ["bm25"], bars)
    assert ticks == {("tiny: index", 8): 8, ("tiny: bm25", 2): 2}


ODD = {
    "a title and no text": ("Ravens in winter", ""),
    "no title and no text": ("", " "),
    "a repeated text": ("", TIDES),
    "a text that looks like a heading": ("", "# Ravens in winter"),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_empty_or_repeated_text_does_not_hide_the_others(copied: Path, text: tuple[str, str]) -> None:
    found = IndexedCollection(with_texts({"odd": text}), copied, no_bars)
    assert found.rank(TINY.queries["q/1"], System.BM25)[0] == "../../../../outside"


def test_import_beir_writes_a_run_that_ir_measures_scores_alike(copied: Path, tmp_path: Path) -> None:
    folder = lay(
        tmp_path,
        [json.dumps({"_id": name, "title": title, "text": text}) for name, (title, text) in TINY.texts.items()],
        [json.dumps({"_id": name, "text": text}) for name, text in TINY.queries.items()],
        [HEADER, *(f"{q}\t{name}\t{grade}" for q, own in TINY.qrels.items() for name, grade in own.items())],
    )
    out = tmp_path / "run"
    arguments = ["eval", "import-beir", str(folder), "--out", str(out), "--systems", "dense", "--work", str(copied)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    run = KeptRun.read(out)
    assert [record.id for record in run.records["dense"]] == list(TINY.queries)
    assert sorted(path.name for path in out.iterdir()) == ["dense", "summary.json"]
    measure = ir_measures.parse_measure("AP(rel=1)")
    qrels = list(ir_measures.read_trec_qrels(str(out / "dense" / "qrels.trec")))
    ranked = list(ir_measures.read_trec_run(str(out / "dense" / "run.trec")))
    assert {(q.query_id, q.doc_id, q.relevance) for q in qrels} == {
        (query, name, grade) for query, own in TINY.qrels.items() for name, grade in own.items()
    }
    assert len(ranked) == 2 * len(TINY.texts)
    found = ir_measures.calc_aggregate([measure], qrels, ranked)[measure]
    assert found == pytest.approx(run.summary["systems"]["dense"]["all"]["AP"]["mean"])
