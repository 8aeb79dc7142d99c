"""Tagged papers: where their entries begin, how they are laid out anew, and how what is found is counted."""

import gzip
import json
import random
from pathlib import Path

import pytest

from training.errors import TrainingError
from training.labelled_entries import read_entries
from training.reference_lists import (
    FIRST,
    FURTHER,
    OUTSIDE,
    entries_of,
    found_tags,
    layouts,
    made_lists,
    main,
    read_tagged,
)

HANGING = """\
title         | References
ref           | Holt, M., 2017. Boats at night, and what the wardens of the
              |     harbour saw. Tides 3, 11-19.
              | Vik, J., 2018. Boats by day. Tides 4, 20-29.
meta          | 62
blank         |
ref           |     continued here, 30-31.
text          | The end.
"""
BLANKS = """\
ref           | Holt, M., 2017. Boats at night, and what the wardens of the
              | harbour saw. Tides 3, 11-19.
blank         |
ref           | Vik, J., 2018. Boats by day. Tides 4, 20-29.
"""


def written(folder: Path, text: str, name: str = "a.ttx.gz") -> Path:
    (folder / name).write_bytes(gzip.compress(text.encode()))
    return folder / name


def labelled(folder: Path) -> Path:
    rows = [
        {
            "text": f"Holt, M. (20{n}). Boats.",
            "labels": [["author", "Holt, M."], ["date", f"(20{n})."], ["title", "Boats."]],
        }
        for n in range(10, 30)
    ]
    (folder / "core.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder / "core.jsonl"


def test_entries_begin_at_the_edge_of_a_list_with_hanging_indentation(tmp_path: Path) -> None:
    tags = read_tagged(written(tmp_path, HANGING)).tags
    assert tags == (OUTSIDE, FIRST, FURTHER, FIRST, OUTSIDE, FURTHER, OUTSIDE)
    assert entries_of(tags) == {(1, 2), (3, 5)}


def test_entries_begin_after_blank_lines_without_indentation(tmp_path: Path) -> None:
    assert read_tagged(written(tmp_path, BLANKS)).tags == (FIRST, FURTHER, FIRST)


def test_a_paper_is_laid_out_with_and_without_indentation_and_blank_lines(tmp_path: Path) -> None:
    paper = read_tagged(written(tmp_path, HANGING))
    assert {part.tags for part in layouts(paper)} == {paper.tags}
    whole, blanks, neither = (part.lines for part in layouts(paper))
    assert any(line.startswith("    ") for line in whole)
    assert [line.strip() for line in whole] == [*blanks]
    assert [*neither] == [line for line in blanks if line]


def test_made_lists_have_a_tag_for_each_line_and_are_the_same_each_time(tmp_path: Path) -> None:
    entries = read_entries(labelled(tmp_path))
    once, again = ([*made_lists(entries, 20, random.Random(1))] for _ in range(2))
    assert once == again
    for one in once:
        assert len(one.described()) == len(one.tags)
        assert one.tags[0] == FIRST


def test_the_command_measures_on_papers_that_a_model_has_not_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, HANGING * 3), written(tmp_path, BLANKS * 3, "b.ttx.gz")
    main(tmp_path, labelled(tmp_path), tmp_path / "out.crf", check=True)
    said = capsys.readouterr().out
    assert said.count("F1 of entries") == 3
    assert (tmp_path / "out.crf").stat().st_size > 0
    assert [*tmp_path.glob("*held-out*")] == []


def test_what_is_found_has_a_tag_for_each_line(tmp_path: Path) -> None:
    paper = read_tagged(written(tmp_path, HANGING))
    assert len(found_tags(paper)) == len(paper.tags)


def test_a_line_without_a_tag_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"a\.ttx\.gz:1 has no"):
        read_tagged(written(tmp_path, "no tag\n"))
