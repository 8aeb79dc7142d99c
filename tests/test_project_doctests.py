"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest
from conftest import ROOT

FILES = [path for folder in ("src", "eval", "training") for path in sorted((ROOT / folder).rglob("*.py"))]
WITH_EXAMPLES = [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")]


def module_of(path: Path) -> str:
    root = ROOT / "src" if path.is_relative_to(ROOT / "src") else ROOT
    return ".".join(path.relative_to(root).with_suffix("").parts)


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=module_of)
def test_the_examples_in_docstrings_are_true(path: Path) -> None:
    results = doctest.testmod(importlib.import_module(module_of(path)))
    assert results.attempted > 0
    assert results.failed == 0


def test_kutip_indexer_and_retriever_have_examples_in_docstrings() -> None:
    assert {module_of(path).partition(".")[0] for path in WITH_EXAMPLES} >= {"kutip", "indexer", "retriever"}
