"""A run is read back as it was written, by us and by ir-measures, and a folder is overwritten only on request."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import EvaluationError
from eval.runs.records import KeptRun, Outcome, Record, Returned, check_ids, claim_folder, write_run
from eval.scoring.metrics import STANDARD, standard_metrics

FIRST = Record(
    "q001",
    "When was ASEANAPOL founded?",
    {"language": "en", "type": "when"},
    {"nDCG@10": 0.1 + 0.2, "RR@10": 1 / 3},
    12.25,
    ["founded in 1981", "Manila"],
    [Returned("p1", 2, "ASEANAPOL was founded in 1981."), Returned("p2", None, "It meets.")],
)
SECOND = Record("q002", "Di mana?", {"language": "id"}, {"nDCG@10": 0.0}, 3.5)
ANSWERED = Record(
    "q001",
    "When was ASEANAPOL founded?",
    {"language": "en"},
    {"KeyAccuracy": 1.0},
    40.0,
    said={"status": "answered", "confidence": 0.75, "answer": "1981 [1]\n", "reason": None},
)
RANKED = {"q001": ["p2", "p1", "p3"], "q002": ["p9"]}
QRELS = {"q001": {"p1": 2, "p2": 0, "p8": 1}, "q002": {"p7": 2}}
OUTCOMES = {"hybrid": Outcome([FIRST, SECOND], RANKED, QRELS), "answers": Outcome([ANSWERED])}
SUMMARY = {"kutip": "0.1.0", "note": "größer\u2028", "systems": {"hybrid": {"queries": 2}, "answers": {"queries": 1}}}


def written(folder: Path) -> Path:
    write_run(folder, SUMMARY, OUTCOMES, b'{"id": "q001"}\n')
    return folder


# --- Written and read -----------------------------------------------------------------------------------------------


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = KeptRun.read(written(tmp_path))
    assert run == KeptRun(tmp_path, SUMMARY, {name: own.records for name, own in OUTCOMES.items()})
    assert list(run.records) == ["hybrid", "answers"]
    assert (tmp_path / "questions.jsonl").read_bytes() == b'{"id": "q001"}\n'


def test_a_run_s_folder_has_the_documented_files(tmp_path: Path) -> None:
    written(tmp_path)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {
        "summary.json",
        "questions.jsonl",
        "hybrid/queries.jsonl",
        "hybrid/run.trec",
        "hybrid/qrels.trec",
        "answers/queries.jsonl",  # no TREC files: answers are not rankings
    }
    lines = (tmp_path / "hybrid" / "queries.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["q001", "q002"]


@pytest.mark.parametrize(
    "text",
    [
        "one\u2028two\u2029three",
        "one\x85two",
        "one\ntwo\r\nthree\r",
        "\x0b\x0c\x1c",
        '<script>"\\n"</script>',
        "Größe 1\u20444 🙂",
    ],
)
def test_line_separators_in_texts_survive_writing_and_reading(tmp_path: Path, text: str) -> None:
    record = Record("q001", text, {text: text}, {}, 0.0, [text], [Returned("p1", 1, text)], {"answer": text})
    write_run(tmp_path, {"systems": {"hybrid": text}}, {"hybrid": Outcome([record, SECOND])})
    run = KeptRun.read(tmp_path)
    assert run.records == {"hybrid": [record, SECOND]}
    assert run.summary == {"systems": {"hybrid": text}}


RECORDS = st.builds(
    Record,
    id=st.text(min_size=1),
    query=st.text(),
    groups=st.dictionaries(st.text(), st.text(), max_size=2),
    metrics=st.dictionaries(st.text(), st.floats(0, 1), max_size=2),
    ms=st.floats(0, 1e6),
    expected=st.lists(st.text(), max_size=2),
    came=st.lists(
        st.builds(Returned, id=st.text(), grade=st.sampled_from([None, 0, 1, 2]), text=st.text()), max_size=2
    ),
    said=st.dictionaries(st.text(), st.none() | st.text() | st.floats(0, 1), max_size=2),
)


@given(records=st.lists(RECORDS, min_size=1, max_size=3))
def test_records_are_read_back_to_the_last_digit(records: list[Record]) -> None:
    with TemporaryDirectory() as folder:
        write_run(Path(folder), {"systems": {"bm25": {}}}, {"bm25": Outcome(records)})
        assert KeptRun.read(Path(folder)).records == {"bm25": records}


def test_a_system_without_records_is_read_back(tmp_path: Path) -> None:
    write_run(tmp_path, {"systems": {"hybrid": {"queries": 0}}}, {"hybrid": Outcome([])})
    assert KeptRun.read(tmp_path).records == {"hybrid": []}


def test_writing_a_run_replaces_the_earlier_one(tmp_path: Path) -> None:
    write_run(written(tmp_path), {"systems": {"hybrid": {}}}, {"hybrid": Outcome([SECOND], {"q002": ["p7"]}, QRELS)})
    assert KeptRun.read(tmp_path).records == {"hybrid": [SECOND]}
    assert (tmp_path / "hybrid" / "run.trec").read_text() == "q002 Q0 p7 1 1.0 kutip\n"


def test_a_write_that_fails_half_way_leaves_no_summary(tmp_path: Path) -> None:
    broken = Outcome([Record("q001", "?", {}, {}, 1.0, said={"answer": object()})])  # not serialisable
    with pytest.raises(TypeError):
        write_run(written(tmp_path), SUMMARY, {"hybrid": broken})
    with pytest.raises(EvaluationError, match="contains no run"):
        KeptRun.read(tmp_path)


# --- TREC's files ---------------------------------------------------------------------------------------------------


def trec(folder: Path) -> tuple[list[ir_measures.ScoredDoc], list[ir_measures.Qrel]]:
    own = folder / "hybrid"
    run = list(ir_measures.read_trec_run(str(own / "run.trec")))
    return run, list(ir_measures.read_trec_qrels(str(own / "qrels.trec")))


def test_trec_files_are_in_the_formats_that_trec_eval_reads(tmp_path: Path) -> None:
    written(tmp_path)
    assert (tmp_path / "hybrid" / "run.trec").read_text().splitlines()[1] == "q001 Q0 p1 2 0.5 kutip"
    assert (tmp_path / "hybrid" / "qrels.trec").read_text().splitlines()[0] == "q001 0 p1 2"
    run, qrels = trec(tmp_path)
    assert [(one.query_id, one.doc_id) for one in run] == [(q, name) for q, names in RANKED.items() for name in names]
    assert {(one.query_id, one.doc_id, one.relevance) for one in qrels} == {
        (query, name, grade) for query, own in QRELS.items() for name, grade in own.items()
    }


@given(
    ranked=st.lists(st.permutations([f"p{n}" for n in range(12)]), min_size=1, max_size=3),
    grades=st.lists(st.integers(0, 2), min_size=12, max_size=12),
)
def test_trec_files_give_the_same_order_and_the_same_figures(ranked: list[list[str]], grades: list[int]) -> None:
    rankings = {f"q{n}": names[: 12 - n] for n, names in enumerate(ranked)}
    qrels = {query: {f"p{n}": grade for n, grade in enumerate(grades)} for query in rankings}
    with TemporaryDirectory() as folder:
        outcome = Outcome([SECOND], rankings, qrels)
        write_run(Path(folder), {"systems": {"hybrid": {}}}, {"hybrid": outcome})
        run, judged = trec(Path(folder))
    for query, names in rankings.items():
        own = [one for one in run if one.query_id == query]
        assert [one.doc_id for one in sorted(own, key=lambda one: -one.score)] == names
        assert len({one.score for one in own}) == len(own)
    expected = standard_metrics(qrels, {q: {n: -float(at) for at, n in enumerate(own)} for q, own in rankings.items()})
    for name, form in STANDARD.items():
        measure = ir_measures.parse_measure(form.format(rel=1))
        found = {one.query_id: one.value for one in ir_measures.iter_calc([measure], judged, run)}
        assert found == pytest.approx({query: own[name] for query, own in expected.items()})


def test_every_rank_of_a_deep_ranking_has_its_own_score(tmp_path: Path) -> None:
    names = [f"p{n}" for n in range(1000)]
    write_run(tmp_path, {"systems": {}}, {"hybrid": Outcome([SECOND], {"q002": names}, {"q002": {"p999": 2}})})
    run, qrels = trec(tmp_path)
    assert [one.doc_id for one in sorted(run, key=lambda one: (-one.score, one.doc_id))] == names
    reciprocal = ir_measures.parse_measure("RR")  # trec_eval stores scores in single precision
    assert ir_measures.calc_aggregate([reciprocal], qrels, run)[reciprocal] == pytest.approx(1 / 1000)


@pytest.mark.parametrize("name", ["q001", "doc:1/2", "größer", "-", "a\u200bb"])
def test_an_id_without_white_space_is_accepted(name: str) -> None:
    check_ids(["q000", name])


@pytest.mark.parametrize("name", ["", " ", "q 1", "q1 ", "\tq1", "q\n1", "q1\n", "q\u20281", "q\xa01", "q\x851"])
def test_an_id_that_is_empty_or_has_white_space_is_refused(name: str) -> None:
    with pytest.raises(EvaluationError, match="cannot be an id: TREC's files separate columns by blanks; rename it"):
        check_ids(["q000", name])


# --- The folder -----------------------------------------------------------------------------------------------------


def test_a_new_folder_is_created_and_an_empty_one_accepted(tmp_path: Path) -> None:
    for force in (False, True):
        new = tmp_path / str(force) / "within"
        claim_folder(new, force=force)
        assert new.is_dir()
        claim_folder(new, force=force)
        assert not list(new.iterdir())


def test_claiming_a_folder_with_a_run_needs_force_and_deletes_nothing(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in written(tmp_path).rglob("*") if path.is_file()}
    with pytest.raises(
        EvaluationError, match="contains a run already; name another folder, or replace it with --force"
    ):
        claim_folder(tmp_path, force=False)
    claim_folder(tmp_path, force=True)
    assert {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    } == before  # only `write_run` replaces them


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_with_other_files_is_refused_even_with_force(tmp_path: Path, force: bool) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(EvaluationError, match="contains something else; name an empty or a new folder"):
        claim_folder(tmp_path, force=force)
    with pytest.raises(EvaluationError, match=r"thesis\.txt contains something else"):
        claim_folder(tmp_path / "thesis.txt", force=force)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EvaluationError):
        claim_folder(tmp_path / "file" / "run", force=False)


def test_replacing_a_run_removes_all_its_files(tmp_path: Path) -> None:
    claim_folder(written(tmp_path), force=True)
    write_run(tmp_path, {"systems": {"bm25": {}}}, {"bm25": Outcome([SECOND])})
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"bm25"}


@pytest.mark.parametrize("damaged", ["summary.json", "hybrid/queries.jsonl"])
def test_a_damaged_run_can_be_replaced_by_a_new_one(tmp_path: Path, damaged: str) -> None:
    (written(tmp_path) / damaged).write_bytes(b"{")
    claim_folder(tmp_path, force=True)
    write_run(tmp_path, {"systems": {"bm25": {}}}, {"bm25": Outcome([SECOND])})
    assert KeptRun.read(tmp_path).records == {"bm25": [SECOND]}


@pytest.mark.parametrize("name", ["../mine", "..", "", "a/../../mine"])
def test_a_summary_that_names_other_folders_deletes_nothing_there(tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine" / "queries.jsonl"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text("mine", encoding="utf-8")
    run = tmp_path / "run"
    run.mkdir()
    (run / "summary.json").write_text(json.dumps({"systems": {name: {}}}), encoding="utf-8")
    write_run(run, {"systems": {"bm25": {}}}, {"bm25": Outcome([SECOND])})
    assert mine.read_text(encoding="utf-8") == (tmp_path / "queries.jsonl").read_text(encoding="utf-8") == "mine"


# --- Damage ---------------------------------------------------------------------------------------------------------


def test_a_folder_without_a_run_names_the_command_that_makes_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none such"):
        with pytest.raises(EvaluationError) as refused:
            KeptRun.read(folder)
        assert str(refused.value) == f"{folder} contains no run; make one: kutip eval run --out {folder}"


@pytest.mark.parametrize(
    "summary", [b"", b"{", b"[]", b"null", b"7", b"{}", b'{"systems": 7}', b'{"systems": [7]}', b'{"systems": "\xff"}']
)
def test_a_damaged_summary_is_refused_as_a_damaged_run(tmp_path: Path, summary: bytes) -> None:
    (written(tmp_path) / "summary.json").write_bytes(summary)
    with pytest.raises(EvaluationError, match=r"the run in .* is damaged .*; make it again"):
        KeptRun.read(tmp_path)


def test_a_system_without_its_file_of_records_is_a_damaged_run(tmp_path: Path) -> None:
    (written(tmp_path) / "answers" / "queries.jsonl").unlink()
    with pytest.raises(EvaluationError, match=r"is damaged .*answers/queries\.jsonl"):
        KeptRun.read(tmp_path)
    (tmp_path / "answers" / "queries.jsonl").mkdir()
    with pytest.raises(EvaluationError, match="is damaged"):
        KeptRun.read(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON",
        b"",
        b"[]",
        b'{"id": "q003"}',
        b'{"id": "q003", "query": "?", "groups": {}, "metrics": {"RR@10": "high"}, "ms": 1}',
        b'{"id": "q003", "query": "\xff", "groups": {}, "metrics": {}, "ms": 1}',
    ],
)
def test_a_line_that_is_not_a_record_is_a_damaged_run(tmp_path: Path, line: bytes) -> None:
    path = written(tmp_path) / "hybrid" / "queries.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(EvaluationError, match="is damaged"):
        KeptRun.read(tmp_path)


def test_records_cut_short_are_a_damaged_run(tmp_path: Path) -> None:
    path = written(tmp_path) / "hybrid" / "queries.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(EvaluationError, match=r"is damaged \(queries\.jsonl: "):
        KeptRun.read(tmp_path)
