"""Test files are spread over parallel workers, and ordered, by what they need."""

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from workers import BUILDERS, FilesByNeed, in_order_of_need

TESTS = Path(__file__).parent
SLOW = {"build_index", "write_tiny_model", "IndexedCollection", "PassageEncoder", "LateEncoder"}  # they load torch


def imported(path: Path) -> set[str]:
    """Return the names that a file imports at its top."""
    nodes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in nodes for alias in node.names}


def an_item(file: str, *fixtures: str) -> Any:
    return SimpleNamespace(path=TESTS / file, fixturenames=fixtures)


def test_every_file_that_builds_an_index_is_on_the_list_of_builders() -> None:
    # If a new file fails here, add it to the list in workers.py, after the files that it resembles.
    assert {path.name for path in TESTS.glob("test_*.py") if imported(path) & SLOW} <= {*BUILDERS}
    assert all((TESTS / name).is_file() for name in BUILDERS)


def test_builders_come_first_and_files_that_need_the_index_last() -> None:
    builder, needs_nothing, needs_index = an_item(BUILDERS[1]), an_item("test_c.py"), an_item("test_b.py", "settings")
    same_file = an_item("test_b.py")  # a test without the fixture, in a file whose other test needs the index
    unordered = [needs_index, same_file, needs_nothing, builder]
    assert in_order_of_need(unordered) == [builder, needs_nothing, needs_index, same_file]


def test_the_builders_of_an_index_share_a_worker() -> None:
    split = FilesByNeed._split_scope
    files = [f"tests/{BUILDERS[0]}::test_a", f"tests/{BUILDERS[1]}::test_b[x]", "tests/test_c.py::test_d"]
    assert [split(None, one) for one in files] == ["builders", "builders", "tests/test_c.py"]  # type: ignore[arg-type]
