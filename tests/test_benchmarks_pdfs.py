"""The benchmarks of PDFs: a long one has the pages and words that it should, and an attack has a line with its cost."""

import re

import pytest

from benchmarks import pdf_attacks
from benchmarks.pdf_reading import long_pdf
from indexer.parsing.pdf.pdf_reader import PDF


def test_a_long_pdf_has_its_pages_and_no_sentence_twice() -> None:
    source = PDF.read(long_pdf(4))
    assert len(source.pages) == 4
    sentences = [one for one in " ".join(source.text.split()).split(". ") if one]
    assert len(sentences) == len(set(sentences)) > 80


@pytest.mark.parametrize(
    ("name", "told"),
    [("a script", "read 30 characters 'The boats came in the evening.'"), ("an empty file", "is not what its name")],
)
def test_an_attack_has_its_cost_and_what_was_said(name: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert pdf_attacks.main([name]) == 0
    line = capsys.readouterr().out
    assert line.startswith(name)
    assert told in line
    assert "next read" in line
    figures = re.search(r"([\d.]+) s CPU +(\d+) MiB", line)
    assert figures is not None
    assert float(figures[1]) < 20
    assert 30 < int(figures[2]) < 1_000


def test_no_two_attacks_are_the_same() -> None:
    names = [name for name in pdf_attacks.LIES if name not in {"a length of zero"}]
    assert len(pdf_attacks.ATTACKS) > 90
    assert len({pdf_attacks.LIES[name]() for name in names}) == len(names)
