"""Question sets in the format of SQuAD 2.0: strict reading, samples, and the collection that they become."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.studies.public import READERS
from eval.studies.squad import SquadQuestion, read_squad_file

BEES, TIDES = "Honey bees dance where flowers grow.", "Tides follow the pull of the Moon."


def question(name: str, *answers: str, impossible: bool = False) -> dict[str, Any]:
    given = [{"text": answer, "answer_start": max(0, BEES.find(answer))} for answer in answers]
    return {"id": name, "question": f"Question {name}?", "answers": given, "is_impossible": impossible}


def lay(path: Path, *paragraphs: tuple[str, list[dict[str, Any]]]) -> Path:
    articles = [{"title": "A", "paragraphs": [{"context": text, "qas": qas}]} for text, qas in paragraphs]
    data = json.dumps({"version": "v2.0", "data": articles}).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["dev.json", "dev.json.gz"])
def test_questions_are_read_with_their_paragraphs_and_answers(tmp_path: Path, name: str) -> None:
    own = (BEES, [question("a", "bees", "Honey bees"), question("b", "bees", impossible=True)])
    read = read_squad_file(lay(tmp_path / name, own, (TIDES, [question("c", "Tides")])), "tiny")
    assert read.paragraphs == {"p00000": BEES, "p00001": TIDES}
    assert read.questions == (
        SquadQuestion("a", "Question a?", "p00000", ("bees", "Honey bees"), (6, 0)),
        SquadQuestion("b", "Question b?", "p00000", (), ()),
        SquadQuestion("c", "Question c?", "p00001", ("Tides",), (0,)),
    )


def test_a_paragraph_that_comes_twice_is_one_text(tmp_path: Path) -> None:
    twice = lay(tmp_path / "dev.json", (BEES, [question("a", "bees")]), (BEES, [question("b", "dance")]))
    collection = read_squad_file(twice, "tiny").as_collection()
    assert collection.texts == {"p00000": ("", BEES)}
    assert collection.qrels == {"a": {"p00000": 1}, "b": {"p00000": 1}}


def test_an_unanswerable_question_is_asked_but_has_no_relevant_text(tmp_path: Path) -> None:
    own = (BEES, [question("a", "bees"), question("b", impossible=True)])
    collection = read_squad_file(lay(tmp_path / "dev.json", own), "tiny").as_collection()
    assert collection.queries == {"a": "Question a?", "b": "Question b?"}
    assert collection.answers == {"a": ("bees",), "b": ()}
    assert set(collection.qrels) == {"a"}


def test_a_sample_has_questions_of_both_kinds_in_equal_steps(tmp_path: Path) -> None:
    asked = [question(f"{kind}{n}", *["bees"][kind:]) for n in range(9) for kind in (0, 1)]
    read = read_squad_file(lay(tmp_path / "dev.json", (BEES, asked)), "tiny")
    assert [one.id for one in read.sampled(3).questions] == ["00", "03", "06", "10", "13", "16"]
    assert read.sampled(99).questions == tuple(sorted(read.questions, key=lambda one: one.id))
    assert read.sampled(3).paragraphs == read.paragraphs


def test_the_study_s_collection_has_as_many_questions_of_each_kind_as_asked(tmp_path: Path) -> None:
    asked = [question(f"a{n}", "bees") for n in range(5)] + [question(f"b{n}", impossible=True) for n in range(4)]
    lay(tmp_path / "dev-v2.0.json.gz", (BEES, asked))
    collection = READERS["squad20-dev"](tmp_path, 2)
    assert collection.name == "squad20-dev"
    assert {query: bool(answers) for query, answers in collection.answers.items()} == {
        "a0": True,
        "a2": True,
        "b0": False,
        "b2": False,
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "Invalid JSON"),
        (b'{"data": [{"paragraphs": [{"context": "x"}]}]}', r"data\.0\.paragraphs\.0\.qas: Field required"),
        (b'{"version": "v2.0"}', "data: Field required"),
    ],
)
def test_another_format_is_refused_with_the_place(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "dev.json").write_bytes(data)
    with pytest.raises(EvaluationError, match=message):
        read_squad_file(tmp_path / "dev.json", "tiny")


def test_a_missing_or_damaged_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_squad_file(tmp_path / "dev.json", "tiny")
    (tmp_path / "dev.json.gz").write_bytes(b"plain")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_squad_file(tmp_path / "dev.json.gz", "tiny")


def test_a_question_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    twice = lay(tmp_path / "dev.json", (BEES, [question("a", "bees")]), (TIDES, [question("a", "Tides")]))
    with pytest.raises(EvaluationError, match="'a' twice"):
        read_squad_file(twice, "tiny")
