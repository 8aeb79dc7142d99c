"""What Kutip says around the papers' sentences: which message, with which values, in both languages."""

import pytest

from kutip.messages.catalogue import Catalogue
from retriever.answers.phrases import papers_differ

ENGLISH, INDONESIAN = Catalogue.of("en"), Catalogue.of("id")


@pytest.mark.parametrize(
    ("said", "papers", "english", "indonesian"),
    [
        (["1 (A, 2001)", "2 (B, 2002)"], 2, "The papers differ: ", "Kedua artikel berbeda: "),
        (["1 (A, 2001)", "2 (B, 2002)"], 3, "The papers differ: ", "Artikel-artikel berbeda: "),
        (["1 (A, 2001)", "2 (B, 2002)", "3 (C, 2003)"], 3, "The papers differ: ", "Artikel-artikel berbeda: "),
    ],
)
def test_both_papers_differ_only_if_there_are_two(said: list[str], papers: int, english: str, indonesian: str) -> None:
    assert ENGLISH.text(papers_differ(said, papers=papers)) == english + "; ".join(said)
    assert INDONESIAN.text(papers_differ(said, papers=papers)) == indonesian + "; ".join(said)
