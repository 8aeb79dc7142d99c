"""The measurement of index swaps: what it counts as a mixed response, and that marks reach the index."""

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.swaps import Seen, mark
from kutip.index.layout import read_records
from kutip.index.store import open_generation
from kutip.settings import Settings

ONE, TWO = "0123456789ab", "ba9876543210"


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (200, f"index {ONE}: Title swap-1-mark, Title swap-1-mark", "whole"),
        (200, f"index {ONE}: Title swap-2-mark", "mixed"),
        (200, f"index {ONE}: Title swap-1-mark, Title swap-2-mark", "mixed"),
        (200, f"index {ONE} and {TWO}: Title swap-1-mark", "mixed"),
        (200, f"index {ONE}", "without a mark"),
        (200, "swap-1-mark", "without a version"),
        (503, f"index {ONE}: Title swap-1-mark", "failed"),
        (0, "", "failed"),
    ],
)
def test_a_response_is_whole_if_its_marks_are_those_of_its_version(status: int, text: str, kind: str) -> None:
    seen = Seen({ONE: "1", TWO: "2"})
    seen.count(status, text)
    assert seen.counts == {kind: 1}


def test_each_mark_makes_a_generation_with_other_titles_and_another_version(settings: Settings, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(settings.index, index, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock"))
    versions = [mark(index, number) for number in (1, 2)]
    documents, _ = read_records(open_generation(index).folder)
    assert len({open_generation(settings.index).version, *versions}) == 3
    for document in documents.values():
        assert str(document.metadata["title"]).endswith(" swap-2-mark")
        assert "swap-1-mark" not in str(document.metadata["title"])
