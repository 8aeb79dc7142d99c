"""Search, answers, quotations and places are the same for a paper whose letters a PDF's font has joined or divided."""

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from indexer.build import build_index
from kutip.settings import Settings
from kutip.text.reading import align, source_of
from kutip.types import Verdict
from retriever.opened import OpenIndex, open_index

PAPER = "lamp-oil"
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
LONG_WORD = re.compile(r"\b([a-z]{4})([a-z]{4,})\b")


def as_printed(text: str) -> str:
    """The text with ligatures, and a soft hyphen in every long word."""
    text = LONG_WORD.sub("\\1\u00ad\\2", text)
    for letters, ligature in LIGATURES.items():
        text = text.replace(letters, ligature)
    return text


def opened(folder: Path, *, printed: bool) -> OpenIndex:
    shutil.copytree(ROOT / "tests" / "papers" / PAPER, folder / "corpus" / PAPER)
    source = folder / "corpus" / PAPER / "source.txt"
    text = source.read_text(encoding="utf-8")
    source.write_text(as_printed(text) if printed else text, encoding="utf-8")
    build_index(Settings(corpus=folder / "corpus", index=folder / "index"))
    return open_index(folder / "index")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return opened(tmp_path_factory.mktemp("plain"), printed=False)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return opened(tmp_path_factory.mktemp("printed"), printed=True)


def source_in(index: OpenIndex) -> str:
    return index.documents[PAPER].source_text


def questions() -> list[str]:
    lines = (ROOT / "tests" / "papers" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [one["question"] for one in map(json.loads, lines) if one["id"].startswith(f"{PAPER}.")]


def test_the_source_is_the_one_with_ligatures_and_soft_hyphens(printed: OpenIndex) -> None:
    assert len(set(LIGATURES.values()) & set(source_in(printed))) >= 3
    assert source_in(printed).count("\u00ad") >= 50


def test_hits_are_the_same_and_readings_of_their_places(plain: OpenIndex, printed: OpenIndex) -> None:
    for question in questions():
        one, other = plain.search(question, k=5).hits, printed.search(question, k=5).hits
        assert [hit.passage.text for hit in one] == [hit.passage.text for hit in other]
        for hit in other:
            assert align(source_in(printed), hit.passage.spans, hit.passage.text)
            assert not set(hit.passage.text) & {"\u00ad", *LIGATURES.values()}


def test_answers_are_the_same(plain: OpenIndex, printed: OpenIndex) -> None:
    for question in questions():
        one, other = plain.ask(question), printed.ask(question)
        assert (one.status, one.short, one.text) == (other.status, other.short, other.text)


def test_a_quotation_in_plain_letters_is_faithful_and_has_its_place(plain: OpenIndex, printed: OpenIndex) -> None:
    passage = max(plain.search("lamp oil", k=5).hits, key=lambda hit: len(hit.passage.text)).passage
    sentence = passage.text.split(". ")[1]
    (check,) = printed.check_quotes([sentence])
    assert check.verdict in (Verdict.EXACT, Verdict.NORMALISED)
    spanned = source_of(source_in(printed), check.matches[0].spans)
    assert "".join(as_printed(sentence).split()) in "".join(spanned.split())
