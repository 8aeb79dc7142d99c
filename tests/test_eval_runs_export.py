"""The evaluation set in BEIR's and TREC's formats, read back by readers other than the code that wrote it."""

import json
from dataclasses import replace
from pathlib import Path

import ir_measures
import pytest
from ir_measures import Qrel

from eval.errors import EvaluationError
from eval.runs.export import DATASHEET, export_set
from eval.runs.harness import QuestionSet
from eval.sets.judged import Judged
from eval.sets.questions import GoldEvidence, Question
from eval.studies.beir import read_beir
from kutip.types import Kind, Passage, Span

FOUNDED = "ASEANAPOL was founded in Manila in 1981."
SOURCE = f"{FOUNDED}\nIts secretariat\tsits in\nKuala Lumpur.\nIt meets once a year.\nFishing was good."


def at(text: str) -> Span:
    start = SOURCE.index(text)
    return Span(start, start + len(text))


def passage(name: str, text: str, *, context: str = "", kind: Kind = Kind.PARAGRAPH) -> Passage:
    return Passage(name, "paper", kind, (), context, None, (at(text),), text)


def quote(text: str, grade: int = 2) -> GoldEvidence:
    span = at(text)
    return GoldEvidence("paper", frozenset(i for i in range(span.start, span.end) if not SOURCE[i].isspace()), grade)


def question(name: str, text: str, *parts: tuple[GoldEvidence, ...], topic: str = "papers") -> Question:
    return Question(name, text, "en", "when", "easy", "near", ("1981",) if parts else (), parts, topic)


BREAKS = "Its secretariat\tsits in\nKuala Lumpur."  # with the characters that separate columns and lines in the files
PASSAGES = [
    passage("p1", FOUNDED, context="History"),
    passage("p2", BREAKS, context="A\tTable\u2028with\x0bbreaks\r\nin it"),
    passage("p3", "It meets once a year.", kind=Kind.TABLE_ROW),
    passage("p4", "Fishing was good."),
]
WHEN = question("q1", "When was it\nfounded?\tIn 1981?", (quote("founded in Manila in 1981"), quote(BREAKS, grade=1)))
WHERE = question("q2", "Di mana – “sekretariat”?", (quote("Kuala Lumpur"), quote(BREAKS)))
MOONS = question("q3", "How many moons has Jupiter?", topic="other")
GRADES = {"q1": {"p1": 2, "p2": 1}, "q2": {"p2": 2}}
ZEROS = {("q1", "p3"), ("q2", "p4")}
ASKED = QuestionSet(
    (WHEN, WHERE, MOONS),
    Judged(
        {
            "q1": {"paper": (at("It meets once a year."),)},
            "q2": {"paper": (at("Fishing was good."),)},
            "q3": {"paper": (at(FOUNDED),)},
        }
    ),
    {"paper": SOURCE},
    b"",
    "questions.jsonl",
)


def lines(path: Path) -> list[str]:
    """The lines of a file, split at \\n only, as many tools do."""
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


def test_beir_files_are_read_back_with_the_same_texts_queries_and_grades(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "beir", tmp_path / "set")
    found = read_beir(tmp_path / "set")
    assert found.name == "set"
    assert found.texts == {
        "p1": ("History", FOUNDED),
        "p2": ("A Table with breaks in it", BREAKS),
        "p3": ("", "It meets once a year."),
        "p4": ("", "Fishing was good."),
    }
    assert found.queries == {"q1": WHEN.text, "q2": WHERE.text}
    assert found.qrels == GRADES


def test_beir_queries_include_unanswerable_ones_and_metadata(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "beir", tmp_path)
    queries = {one["_id"]: one for one in map(json.loads, lines(tmp_path / "queries.jsonl"))}
    assert {name: one["text"] for name, one in queries.items()} == {q.id: q.text for q in ASKED.questions}
    common = {"language": "en", "type": "when", "difficulty": "easy", "wording": "near"}
    assert queries["q1"]["metadata"] == {**common, "topic": "papers", "answer": ["1981"]}
    assert queries["q3"]["metadata"] == {**common, "topic": "other", "answer": []}


def test_beir_texts_have_document_kind_and_spans_as_metadata(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "beir", tmp_path)
    third = json.loads(lines(tmp_path / "corpus.jsonl")[2])
    span = at("It meets once a year.")
    assert third["metadata"] == {"document": "paper", "kind": "table_row", "spans": [[span.start, span.end]]}


def test_beir_judgements_have_a_header_three_columns_and_no_zeros(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "beir", tmp_path)
    header, *rows = lines(tmp_path / "qrels" / "test.tsv")
    assert header == "query-id\tcorpus-id\tscore"
    assert sorted(rows) == ["q1\tp1\t2", "q1\tp2\t1", "q2\tp2\t2"]


def test_ir_measures_reads_the_trec_judgements_including_zeros(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "trec", tmp_path)
    expected = {Qrel(q, p, grade) for q, own in GRADES.items() for p, grade in own.items()}
    expected |= {Qrel(q, p, 0) for q, p in ZEROS}
    found = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")))
    assert len(found) == len(expected)
    assert set(found) == expected


def test_tabs_and_newlines_in_texts_do_not_break_lines_of_trec_files(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "trec", tmp_path)
    assert lines(tmp_path / "collection.tsv") == [
        f"p1\tHistory {FOUNDED}",
        "p2\tA Table with breaks in it Its secretariat sits in Kuala Lumpur.",
        "p3\tIt meets once a year.",
        "p4\tFishing was good.",
    ]
    assert lines(tmp_path / "topics.tsv") == [
        "q1\tWhen was it founded? In 1981?",
        "q2\tDi mana – “sekretariat”?",
        "q3\tHow many moons has Jupiter?",
    ]


def test_tabs_and_newlines_in_texts_do_not_break_lines_of_beir_files(tmp_path: Path) -> None:
    export_set(PASSAGES, ASKED, "beir", tmp_path)
    assert [json.loads(line)["_id"] for line in lines(tmp_path / "corpus.jsonl")] == ["p1", "p2", "p3", "p4"]
    assert [json.loads(line)["_id"] for line in lines(tmp_path / "queries.jsonl")] == ["q1", "q2", "q3"]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("beir", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv", "README.md"]),
        ("trec", ["collection.tsv", "topics.tsv", "qrels.txt", "README.md"]),
    ],
)
def test_export_returns_the_files_written_and_adds_the_datasheet(tmp_path: Path, form: str, names: list[str]) -> None:
    out = tmp_path / "new" / "set"
    written = export_set(PASSAGES, ASKED, form, out)
    assert written == [out / name for name in names]
    assert {path for path in out.rglob("*") if path.is_file()} == set(written)
    assert written[-1].read_bytes() == DATASHEET.read_bytes()


def test_a_question_with_no_judged_passage_has_no_judgements(tmp_path: Path) -> None:
    export_set(PASSAGES[2:3], ASKED, "trec", tmp_path)
    assert lines(tmp_path / "qrels.txt") == ["q1 0 p3 0"]
    assert len(lines(tmp_path / "topics.tsv")) == 3


def test_an_unknown_format_is_refused_with_a_list_of_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="there is no format 'csv'; there are beir, trec"):
        export_set(PASSAGES, ASKED, "csv", tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_a_folder_in_use_is_overwritten_only_with_force(tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("mine", encoding="utf-8")
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"is in use; name an empty or a new folder, .*--force"):
        export_set(PASSAGES, ASKED, "trec", tmp_path)
    assert (tmp_path / "topics.tsv").read_text(encoding="utf-8") == "mine"
    export_set(PASSAGES, ASKED, "trec", tmp_path, force=True)
    assert len(lines(tmp_path / "topics.tsv")) == 3
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"


def test_export_to_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluationError, match="is a file; name a folder"):
        export_set(PASSAGES, ASKED, "trec", file)
    assert file.read_text(encoding="utf-8") == "mine"


def test_export_to_a_file_is_refused_even_with_force(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluationError):
        export_set(PASSAGES, ASKED, "trec", tmp_path / "file", force=True)


@pytest.mark.parametrize("name", ["p 1", "p\t1", " p1", "p1\n", ""])
@pytest.mark.parametrize("form", ["beir", "trec"])
def test_an_id_with_white_space_is_refused_before_anything_is_written(tmp_path: Path, form: str, name: str) -> None:
    with pytest.raises(EvaluationError, match="cannot be an id") as refused:
        export_set([*PASSAGES, passage(name, FOUNDED)], ASKED, form, tmp_path / "set")
    assert repr(name) in str(refused.value)
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize("begins", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1"])
def test_no_cell_of_a_table_is_a_formula_to_a_spreadsheet(begins: str, tmp_path: Path) -> None:
    planted = [passage("p1", FOUNDED, context=begins), *PASSAGES[1:]]
    asked = replace(ASKED, questions=(question("q1", f"{begins} when?", *WHEN.parts), WHERE, MOONS))
    export_set(planted, asked, "trec", tmp_path)
    for name in ("collection.tsv", "topics.tsv"):
        first = (tmp_path / name).read_text(encoding="utf-8").splitlines()[0].split("\t")[1]
        assert first.startswith(f"'{begins.strip()}")
