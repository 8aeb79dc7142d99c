"""No two public classes share a name, no two modules of a package do, and test names are short."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGES = [ROOT / "src" / name for name in ("kutip", "indexer", "retriever", "api")]
PACKAGES += [ROOT / "eval", ROOT / "training"]
MAY_REPEAT = {"__init__", "__main__", "routes"}
LONGEST = 80  # characters of a test's name


def public_classes(path: Path) -> list[str]:
    """Return the names of a module's classes and type aliases; both start with a capital."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    names = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
    targets = [node.targets[0] for node in nodes if isinstance(node, ast.Assign)]
    names += [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in names if name[0].isupper() and not name.isupper()]


def repeated(named: list[tuple[str, Path]]) -> dict[str, list[str]]:
    """Return the names that occur more than once, each with the files in which it occurs."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, path in named:
        found[name].append(path.relative_to(ROOT).as_posix())
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def test_no_two_public_classes_share_a_name() -> None:
    files = [path for package in PACKAGES for path in package.rglob("*.py")]
    assert len(files) > 150
    assert repeated([(name, path) for path in files for name in public_classes(path)]) == {}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_two_modules_of_a_package_share_a_name(package: Path) -> None:
    named = [(path.stem, path) for path in package.rglob("*.py") if path.stem not in MAY_REPEAT]
    assert named
    assert repeated(named) == {}


def test_names_of_tests_have_at_most_80_characters() -> None:
    files = list((ROOT / "tests").glob("test_*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    names = [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    tests = [name for name in names if name.startswith("test_")]
    assert tests
    assert [name for name in tests if len(name) > LONGEST] == []
