"""Public question sets are read in their published forms; what is wrong with a file or a question is told."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from training_corpus import squad, write_json

from training.errors import TrainingError
from training.sources import QuestionSource, pair_by_id, read_pubmedqa, read_squad

CONTEXT = "The ferry sank in 1912. Nobody was saved."


def one_question(**changes: Any) -> dict[str, Any]:
    return {"id": "q1", "question": " When did it sink? ", "answers": [{"text": "1912", "answer_start": 18}], **changes}


def file_with(path: Path, *questions: dict[str, Any], context: str = CONTEXT) -> Path:
    return write_json(path, {"data": [{"title": "A_ferry", "paragraphs": [{"context": context, "qas": [*questions]}]}]})


def answers(read: QuestionSource) -> list[str]:
    return [read.passages[q.passage].text[slice(*q.answer)] for q in read.questions if q.answer is not None]


def test_squad_gives_questions_with_the_place_of_their_answers(tmp_path: Path) -> None:
    read = read_squad(write_json(tmp_path / "train.json", squad(3)), "squad")
    assert len(read.questions) == 18
    assert sum(question.answerable for question in read.questions) == 9
    assert all(read.passages[q.passage].text.count(q.accepted[0]) for q in read.questions if q.answerable)
    assert answers(read) == [q.accepted[0] for q in read.questions if q.answerable]
    assert {passage.source for passage in read.passages.values()} == {"squad"}
    assert {passage.heading for passage in read.passages.values()} == {"Town 0", "Town 1", "Town 2"}


def test_a_compressed_file_is_read_as_it_is(tmp_path: Path) -> None:
    plain = write_json(tmp_path / "train.json", squad(2))
    packed = tmp_path / "train.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_squad(packed, "squad") == read_squad(plain, "squad")


def test_idk_mrc_is_a_list_of_paragraphs_without_titles(tmp_path: Path) -> None:
    context = "Jembatan itu dibuka pada tahun 1923. Banyak orang melewatinya."
    asked = [
        {
            "id": "indonesian-1-0",
            "is_impossible": False,
            "question": "Kapan jembatan itu dibuka?",
            "answers": [{"text": "tahun 1923", "answer_start": context.index("tahun")}],
        },
        {"id": "indonesian-1-0-unans-m-1", "is_impossible": True, "question": "Kapan itu ditutup?", "answers": []},
    ]
    read = read_squad(write_json(tmp_path / "train.json", [{"context": context, "qas": asked}]), "idk-mrc")
    assert [(q.answerable, q.source) for q in read.questions] == [(True, "idk-mrc"), (False, "idk-mrc")]
    assert answers(read) == ["tahun 1923"]


def test_of_tydi_qa_only_the_wanted_language_is_read(tmp_path: Path) -> None:
    path = file_with(tmp_path / "gold.json", one_question(id="indonesian-1"), one_question(id="finnish-1"))
    assert [q.id for q in read_squad(path, "tydi", id_prefix="indonesian").questions] == ["tydi/indonesian-1"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"answers": [{"text": "1912", "answer_start": 17}]}, "'1912', which does not stand at 17 of its paragraph"),
        ({"answers": [{"text": "1912", "answer_start": -5}]}, "does not stand at -5"),
        ({"answers": [{"text": "1912", "answer_start": "18"}]}, "does not stand at 18"),
        ({"answers": [{"text": " ", "answer_start": 3}]}, "has an empty answer"),
        ({"answers": [{"text": "1912"}]}, "has an answer without text or answer_start"),
        ({"answers": []}, "has no answer and is not marked as impossible"),
    ],
)
def test_a_question_with_a_wrong_answer_is_skipped_and_told_of(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    read = read_squad(file_with(tmp_path / "a.json", one_question(**changes), one_question(id="q2")), "squad")
    assert [question.id for question in read.questions] == ["squad/q2"]
    (problem,) = read.problems
    assert problem.startswith("squad question q1 ")
    assert complaint in problem
    assert problem.endswith("; skipped")


def test_white_space_around_an_answer_is_no_part_of_it(tmp_path: Path) -> None:
    spaced = one_question(answers=[{"text": " 1912", "answer_start": 17}])
    assert answers(read_squad(file_with(tmp_path / "a.json", spaced), "squad")) == ["1912"]


def test_a_whole_paper_is_cut_into_parts_of_whole_sentences(tmp_path: Path) -> None:
    context = " ".join(f"Sentence number {n} says that {n} times {n} is {n * n}." for n in range(200))
    asked = [
        one_question(id="end", answers=[{"text": "39601", "answer_start": context.index("39601")}]),
        one_question(id="none", answers=[], is_impossible=True),
        one_question(id="cut", answers=[{"text": context[100:3000], "answer_start": 100}]),
    ]
    read = read_squad(file_with(tmp_path / "covid.json", *asked, context=context), "covid-qa")
    assert answers(read) == ["39601"]
    assert len(read.passages) > 5
    assert all(passage.text.startswith("Sentence") and passage.text[-1] == "." for passage in read.passages.values())
    assert [problem.partition(" has ")[0] for problem in read.problems] == [
        "covid-qa question none",
        "covid-qa question cut",
    ]


def test_pubmedqa_gives_questions_whose_answer_has_no_place(tmp_path: Path) -> None:
    entry = {"QUESTION": "Does rain help?", "CONTEXTS": ["Rain fell.", "It helped."], "final_decision": "yes"}
    content = {"1": entry, "2": {**entry, "final_decision": "maybe"}, "3": {"QUESTION": "Why?"}}
    read = read_pubmedqa(write_json(tmp_path / "ori_pqal.json", content))
    assert [(q.id, q.answerable, q.answer) for q in read.questions] == [("pubmedqa/1", True, None)]
    assert read.passages["pubmedqa/1"].text == "Rain fell. It helped."
    assert read.problems == ["ori_pqal.json: 3 has no QUESTION, CONTEXTS and final_decision; skipped"]


def test_a_translation_is_paired_with_the_english_paragraph_by_id(tmp_path: Path) -> None:
    english = read_squad(file_with(tmp_path / "train.json", one_question()), "squad")
    translated = [
        one_question(question="Kapan kapal itu tenggelam?", answers=[{"text": "x", "answer_start": 0}]),
        one_question(id="q9"),
    ]
    pairs = pair_by_id(english, file_with(tmp_path / "id.json", *translated, context="Feri itu."), "squad-id")
    assert [q.text for q in pairs.questions] == ["Kapan kapal itu tenggelam?"]
    assert answers(pairs) == ["1912"]
    assert pairs.problems == ["id.json: SQuAD has no usable question q9; skipped"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "is not JSON"),
        ('{"rows": []}', 'has no list of articles under "data"'),
        ('{"data": [{"paragraphs": [{"context": "a"}]}]}', "article 0 needs paragraphs, each with its context"),
        ('{"data": [3]}', "article 0 needs paragraphs"),
        ('{"data": [{"paragraphs": [{"context": "a", "qas": [{"id": 1}]}]}]}', "qas that have an id and a question"),
        ('{"data": []}', "has no question that can be used"),
    ],
)
def test_a_file_of_another_form_gives_a_clear_error(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TrainingError) as error:
        read_squad(path, "squad")
    assert complaint in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_whose_questions_are_all_wrong_says_what_is_wrong_with_the_first(tmp_path: Path) -> None:
    path = file_with(tmp_path / "a.json", one_question(answers=[]))
    with pytest.raises(TrainingError, match="the first of 1 problems: squad question q1 has no answer"):
        read_squad(path, "squad")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"train\.json cannot be read: No such file"):
        read_squad(tmp_path / "train.json", "squad")


def test_pubmedqa_of_another_form_gives_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no object of questions by PubMed id"):
        read_pubmedqa(write_json(tmp_path / "ori_pqal.json", json.loads("[]")))


def test_the_command_ends_with_one_line_about_a_bad_file(tmp_path: Path) -> None:
    path = write_json(tmp_path / "bad.json", {"rows": []})
    command = [sys.executable, "-m", "training.prepare", str(tmp_path / "out"), "--squad", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f'error: {path} is not in SQuAD\'s form: it has no list of articles under "data"'
    ]
    assert not (tmp_path / "out").exists()
