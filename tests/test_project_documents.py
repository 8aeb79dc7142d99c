"""Links in the documents work, ARCHITECTURE.md (the map) names every module, and README.md is short."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT

DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "eval/README.md", ROOT / "corpus/README.md"})
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MODULES = sorted(path for path in (ROOT / "src").rglob("*.py") if not path.stem.startswith("__"))
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_or_a_heading(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (document.parent / name).resolve() if name else document
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_the_map_names_every_module_in_the_row_of_its_package(module: Path) -> None:
    package = module.parent.relative_to(ROOT / "src").as_posix()
    link = f"[{package}](src/{package})"
    row = next(line for line in MAP.splitlines() if line.startswith(f"| {link} |"))
    assert f"`{module.stem}`" in row


def test_the_map_has_at_most_150_lines() -> None:
    assert len(MAP.splitlines()) <= 150


def test_the_readme_has_under_900_words() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) < 900
