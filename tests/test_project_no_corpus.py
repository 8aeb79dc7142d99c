"""Nothing that is installed with Kutip names the bundled papers, their authors or what only they speak of."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

NAMES = re.compile(
    r"aseanapol|ammtc|somtc|actip|jclec|e-ads|najib|juned|cakrawala|jurnal ilmu kepolisian|jik\.v19"
    r"|both articles|kedua artikel",
    re.IGNORECASE,
)
# Kutip's words for comparing two papers, in questions and in the message that both papers differ.
MAY_COMPARE = {"kedua artikel": {"wishes.py", "kutip.po"}}
FILES = [
    path for path in sorted((ROOT / "src").rglob("*")) if path.suffix in {".py", ".html", ".css", ".js", ".po", ".tsv"}
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_no_file_of_kutip_names_the_bundled_papers(path: Path) -> None:
    named = {name.casefold() for name in NAMES.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in named if path.name not in MAY_COMPARE.get(name, set())} == set()


def test_files_of_every_kind_are_looked_at() -> None:
    assert {path.suffix for path in FILES} == {".py", ".html", ".css", ".js", ".po", ".tsv"}
