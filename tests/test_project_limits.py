"""docs/limits.md lists every expected failure of the tests, each under the test file that has it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

TESTS = Path(__file__).parent
LIMITS = ROOT / "docs" / "limits.md"
EXAMPLE = " Example: "  # comes after the reason in a line of the list


def reasons(path: Path) -> set[str]:
    """Return the reasons of all xfail marks in a file.

    A mark in a comprehension has as its reason the last column of the table that the comprehension reads.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.ListComp)]
    found = set()
    for mark in ast.walk(tree):
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.xfail":
            reason = next(keyword.value for keyword in mark.keywords if keyword.arg == "reason")
            if isinstance(reason, ast.Constant):
                found.add(str(reason.value))
            else:
                loop = next(loop for loop in loops if mark in ast.walk(loop))
                found |= set(last_column(tree, ast.unparse(loop.generators[0].iter)))
    return found


def last_column(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield the last value of each row of the table with this name in a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if name in map(ast.unparse, targets):
                assert isinstance(node.value, ast.List)
                for row in node.value.elts:
                    assert isinstance(row, ast.Tuple)
                    yield ast.literal_eval(row.elts[-1])


def listed() -> dict[str, set[str]]:
    """Return the reasons in docs/limits.md by test file, for example {"test_kutip_types.py": {"…"}}.

    The heading above a list links to its test file.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    file = ""
    for line in LIMITS.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## .*\(\.\./tests/(test_\w+\.py)\)$", line):
            file = heading[1]
        elif line.startswith("- "):
            found[file].add(line.removeprefix("- ").partition(EXAMPLE)[0].rstrip("."))
    return dict(found)


def test_the_list_has_exactly_the_expected_failures_of_the_tests() -> None:
    expected = {path.name: found for path in sorted(TESTS.glob("test_*.py")) if (found := reasons(path))}
    assert listed() == expected


FROM_A_TABLE = """
T: list = [("a", "three"), ("b", "four")]
X = [pytest.param(*c, marks=pytest.mark.xfail(reason=why)) for *c, why in T]
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('@pytest.mark.xfail(strict=True, reason="one")\ndef test_a(): ...\n', {"one"}),
        ('X = [pytest.param("a", marks=pytest.mark.xfail(reason="two"))]\n', {"two"}),
        (FROM_A_TABLE, {"three", "four"}),
        ("def test_a(): ...\n", set()),
    ],
)
def test_reasons_are_found_in_decorators_lists_and_comprehensions(tmp_path: Path, source: str, found: set[str]) -> None:
    (tmp_path / "test_it.py").write_text(source, encoding="utf-8")
    assert reasons(tmp_path / "test_it.py") == found
