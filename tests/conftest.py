"""What the tests share: the bundled corpus, read once, and the index built from it, built once."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.corpus import list_documents, read_document
from kutip.types import Block, Document

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"

Parsed = dict[str, tuple[Document, tuple[Block, ...]]]


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def parsed() -> Parsed:
    """Both papers with their blocks, by document id."""
    return {folder.name: read_document(folder) for folder in list_documents(ROOT / "corpus")}
