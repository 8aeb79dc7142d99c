"""Preparing gives the same folder for the same files; mined passages are like the question and lack its answer."""

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from training_corpus import squad, write_json
from typer.testing import CliRunner, Result

from kutip.index.arrays import Floats
from training.errors import TrainingError
from training.mining import mine
from training.prepare import glossed, main, prepare
from training.records import MINED, PASSAGES, QUESTIONS, Prepared, SourcePassage, SourceQuestion, is_held_out
from training.sources import read_squad

TEXTS = {
    "a/0": ("a", "The ferry to Oslo sank in 1912."),
    "a/1": ("a", "The ferry to Oslo was built by Ibsen."),
    "a/2": ("a", "Bread was cheap."),
    "a/3": ("a", "Again the ferry to Oslo was full, as in 1912."),
    "b/0": ("b", "Another ferry sank near Bergen."),
    "b/1": ("b", "Cheese was dear."),
}
PASSAGES_OF = {key: SourcePassage(key, article, "", text, "test") for key, (article, text) in TEXTS.items()}
ASKED = SourceQuestion("q", "When did the ferry to Oslo sink?", "a/0", True, (26, 30), ("1912",), "test")


def prepared(path: Path, articles: int = 12) -> Prepared:
    return prepare([read_squad(write_json(path / "train.json", squad(articles)), "squad")], seed=5)


def run_prepare(arguments: list[str]) -> Result:
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, arguments)


def test_mined_passages_are_like_the_question_and_lack_the_answer() -> None:
    ((key, mined),) = mine([ASKED], PASSAGES_OF, near=2, far=1)
    assert key == "q"
    assert mined.near == ("a/1", "a/2"), "a/0 is its own and a/3 has the answer"
    assert mined.far == ("b/0",)


def test_with_vectors_both_rankings_take_turns() -> None:
    def encode(texts: list[str]) -> Floats:  # like a question are texts about food, then about ferries
        return np.asarray(
            [[1.0 if "?" in t else ("Bread" in t or "Cheese" in t) + 0.1 * ("Another" in t)] for t in texts]
        )

    ((_, mined),) = mine([ASKED], PASSAGES_OF, near=2, far=2, encode=encode)  # type: ignore[arg-type]
    assert mined.near == ("a/2", "a/1"), "what BM25 puts first, a/3, has the answer"
    assert mined.far == ("b/0", "b/1")


def test_a_question_without_known_answer_gets_passages_of_other_articles_only() -> None:
    unlocated = SourceQuestion("q", ASKED.text, "a/0", True, None, (), "test")
    ((_, mined),) = mine([unlocated], PASSAGES_OF)
    assert mined.near == ()
    assert set(mined.far) == {"b/0", "b/1"}


def test_every_mined_passage_lacks_the_answer_of_its_question(tmp_path: Path) -> None:
    data = prepared(tmp_path)
    questions = {question.id: question for question in data.questions}
    found = [
        (questions[key], data.passages[one]) for key, mined in data.mined.items() for one in mined.near + mined.far
    ]
    assert len(found) > 100
    assert all(question.accepted[0].casefold() not in passage.text.casefold() for question, passage in found)
    near = [(data.passages[questions[key].passage], data.passages[p]) for key, m in data.mined.items() for p in m.near]
    assert all(own.article == other.article for own, other in near)


def test_a_prepared_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    data = prepared(tmp_path)
    data.write(tmp_path / "out")
    read = Prepared.read(tmp_path / "out")
    assert (read.passages, list(read.questions), read.mined) == (data.passages, list(data.questions), data.mined)
    assert read.facts["questions"]["answerable"] == 36
    assert read.facts["questions"]["asked, unanswerable"] == 36


def test_equal_files_and_seed_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        prepared(tmp_path).write(tmp_path / name)
    for name in (PASSAGES, QUESTIONS, MINED):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_command_prepares_several_sources_and_tells_what_it_skipped(tmp_path: Path) -> None:
    bad = squad(4, seed=2)
    bad["data"][0]["paragraphs"][0]["qas"][0]["answers"][0]["answer_start"] = 999
    files = [
        write_json(tmp_path / "train.json", squad(4)),
        write_json(tmp_path / "bad.json", bad["data"][0]["paragraphs"]),
    ]
    done = run_prepare([str(tmp_path / "out"), "--squad", str(files[0]), "--idk-mrc", str(files[1])])
    assert done.exit_code == 0, done.output
    assert "idk-mrc: 3 passages, 5 questions" in done.output
    assert "which does not stand at 999 of its paragraph; skipped" in done.output
    facts = json.loads((tmp_path / "out" / "prepared.json").read_text(encoding="utf-8"))
    assert facts["sources"] == {"squad": {"questions": 24, "skipped": 0}, "idk-mrc": {"questions": 5, "skipped": 1}}
    assert set(facts["files"]) == {"train.json", "bad.json"}


def test_indonesian_questions_are_translated_as_kutip_translates_them(tmp_path: Path) -> None:
    assert glossed("Kapan kongres itu diadakan?").startswith("when congress")
    english = squad(2)
    indonesian = squad(2)
    for paragraph in (one for article in indonesian["data"] for one in article["paragraphs"]):
        paragraph["qas"][0]["question"] = "Kapan sekolah itu dibuka?"
    files = [write_json(tmp_path / "en.json", english), write_json(tmp_path / "id.json", indonesian)]
    command = [str(tmp_path / "out"), "--squad", str(files[0]), "--squad-id", str(files[1]), "--translate"]
    done = run_prepare(command)
    assert done.exit_code == 0, done.output
    texts = {q.text for q in Prepared.read(tmp_path / "out").questions if q.source == "squad-id" and q.answerable}
    assert texts == {glossed("Kapan sekolah itu dibuka?")}
    alone = run_prepare([str(tmp_path / "out"), "--squad-id", str(files[1])])
    assert alone.exit_code == 2
    assert "give --squad too" in alone.output


def test_a_source_named_twice_is_an_error(tmp_path: Path) -> None:
    source = read_squad(write_json(tmp_path / "train.json", squad(2)), "squad")
    with pytest.raises(TrainingError, match="12 questions occur twice"):
        prepare([source, source], seed=1)


def test_nothing_to_prepare_is_an_error() -> None:
    with pytest.raises(TrainingError, match="nothing to train on; name a source"):
        prepare([], seed=1)


def test_articles_are_held_out_whole_and_further_ones_move_none(tmp_path: Path) -> None:
    data = prepared(tmp_path, 60)
    train, held_out = data.split(seed=1, share=0.25)
    articles = [{data.passages[question.passage].article for question in group} for group in (train, held_out)]
    assert not articles[0] & articles[1]
    assert 5 < len(articles[1]) < 26
    assert data.split(seed=2, share=0.25)[1] != held_out
    few = {data.passages[q.passage].article for q in prepared(tmp_path, 20).split(seed=1, share=0.25)[1]}
    assert few == {article for article in articles[1] if int(article.rpartition(" ")[2]) < 20}
    assert not is_held_out("any", seed=1, share=0.0)


def test_a_folder_that_is_not_prepared_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"passages\.jsonl is missing; make the folder with: python -m training"):
        Prepared.read(tmp_path)
    (tmp_path / PASSAGES).write_text("{\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="is not as python -m training"):
        Prepared.read(tmp_path)
