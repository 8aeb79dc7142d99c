"""Training the model that reads references: equal files give equal models, and nothing tested is trained with."""

import gzip
import json
from pathlib import Path

import pytest

from indexer.bibliography.sequence_model import SequenceModel
from training.errors import TrainingError
from training.labelled_entries import apart_from, read_entries
from training.references import main, train_model

PIECES = [
    [["author", "Holt, M."], ["date", "(2017)."], ["title", "Boats at night."], ["journal", "Tides, 3."]],
    [["author", "Vik, J."], ["date", "(2018)."], ["title", "Boats by day."], ["journal", "Tides, 4."]],
    [["author", "Nunn, C."], ["date", "(2019)."], ["title", "Quays in fog."], ["journal", "Ports, 5."]],
]


def written(path: Path, *entries: list[list[str]]) -> Path:
    rows = [{"text": " ".join(piece for _, piece in labels), "labels": labels} for labels in entries]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_a_model_labels_what_it_was_trained_with_and_is_the_same_each_time(tmp_path: Path) -> None:
    entries = read_entries(written(tmp_path / "a.jsonl.gz", *PIECES))
    digests = {
        train_model([(one.described(), one.labels) for one in entries], tmp_path / f"{n}.crf", steps=30) for n in (1, 2)
    }
    assert len(digests) == 1
    model = SequenceModel(tmp_path / "1.crf")
    assert [label for label, _ in model.labels(entries[0].described())] == list(entries[0].labels)
    assert all(0 < sure <= 1 for _, sure in model.labels(entries[0].described()))


def test_an_entry_is_left_out_if_its_text_or_title_is_tested(tmp_path: Path) -> None:
    same_title = [["author", "Vik, Jo."], ["date", "2018."], ["title", "“Boats by Day”,"], ["journal", "Tides."]]
    entries = read_entries(written(tmp_path / "a.jsonl.gz", *PIECES, PIECES[2]))
    tested = read_entries(written(tmp_path / "b.jsonl.gz", PIECES[0], same_title))
    assert [one.text for one in apart_from(entries, tested)] == ["Nunn, C. (2019). Quays in fog. Ports, 5."]
    assert len(apart_from(entries, [])) == 3


def test_the_command_writes_the_model_and_says_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = written(tmp_path / "a.jsonl.gz", *PIECES)
    main(labelled, written(tmp_path / "b.jsonl.gz", PIECES[1]), tmp_path / "out.crf")
    said = capsys.readouterr().out
    assert said.startswith("2 of 3 references")
    assert (tmp_path / "out.crf").stat().st_size > 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no json", "a.jsonl:1 is no labelled reference"),
        ('{"text": "A b"}', "a.jsonl:1 is no labelled reference"),
        ('{"text": "A b", "labels": [["title", "A b c"]]}', "its pieces have 3 words, its text 2"),
    ],
)
def test_a_line_that_is_no_labelled_reference_is_told_of(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(TrainingError, match=message):
        read_entries(tmp_path / "a.jsonl")
