"""Headings of raw text in ten styles, each with all its headings, and lines that look like headings and are none."""

from textwrap import dedent

import pytest

from indexer.parsing.pdf_text import read_pdf_text
from kutip.types import Kind

ONE = (
    "The keepers of the northern coast wrote down the\nweather three times a day, and their books are\n"
    "kept in the town hall."
)
TWO = (
    "Anyone may read them on a Tuesday, when the hall\nis open and the lamps are lit, as the council of\n"
    "the town wanted it."
)

STYLES = {
    "numbered, sentence case": (
        ["1 Introduction", "2 How the books were kept", "2.1 Ink and paper"],
        f"1 Introduction\n\n{ONE}\n\n2 How the books were kept\n\n{TWO}\n\n2.1 Ink and paper\n\n{ONE}",
    ),
    "numbers with a full stop, two levels": (
        ["Abstract", "2.1. Ink and paper", "2.2. Lamps"],
        f"Abstract\n\n{ONE}\n\n2.1. Ink and paper\n\n{TWO}\n\n2.2. Lamps\n\n{ONE}",
    ),
    "number above its title": (
        ["Abstract", "1 Introduction", "2 Earlier books", "2.1 Ink Types"],
        f"Abstract\n\n{ONE}\n\n1\n\nIntroduction\n\n{TWO}\n\n2\n\nEarlier books\n\n{ONE}\n\n2.1\n\nInk Types\n\n{TWO}",
    ),
    "number above its title without blank lines": (
        ["Abstract", "1 Introduction", "2 Earlier books"],
        f"Abstract\n{ONE}\n\n1\nIntroduction\n{TWO}\n\n2\nEarlier books\n{ONE}",
    ),
    "sentence case without numbers": (
        ["Abstract", "Earlier work", "What the keepers knew"],
        f"Abstract\n\n{ONE}\n\nEarlier work\n\n{TWO}\n\nWhat the keepers knew\n\n{ONE}",
    ),
    "sentence case directly above the paragraph": (
        ["Abstract", "Earlier work"],
        f"Abstract\n{ONE}\n\nEarlier work\n{TWO}",
    ),
    "capitals": (
        ["ABSTRACT", "MATERIALS AND METHODS"],
        f"ABSTRACT\n\n{ONE}\n\nMATERIALS AND METHODS\n\n{TWO}",
    ),
    "no blank lines at all": (
        ["Abstract", "1 Introduction", "2 Ink and paper"],
        f"Weather Books\nRuth Osei\nAbstract\n{ONE}\n1 Introduction\n{TWO}\n2 Ink and paper\n{ONE}",
    ),
    "Indonesian": (
        ["Abstrak", "2 Cara mencatat", "2.1 Tinta dan kertas"],
        f"Abstrak\n\n{ONE}\n\n2 Cara mencatat\n\n{TWO}\n\n2.1 Tinta dan kertas\n\n{ONE}",
    ),
    "none": ([], f"{ONE}\n\n{TWO}\n\n{ONE}"),
}  # fmt: skip


def headings(source: str) -> list[str]:
    return [block.text for block in read_pdf_text(source)[0] if block.kind is Kind.HEADING]


@pytest.mark.parametrize("style", STYLES)
def test_the_headings_of_a_text_are_found_and_nothing_else(style: str) -> None:
    expected, source = STYLES[style]
    assert headings(source) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Osei, Berg and his brothers",  # authors
        "Books sold in 1901",
        "and the rest of them",
        "It was a quiet coast.",
        "12 boats; 4 nets",
        "Osei R. Lamps of the coast, 2004",
        "ruth@lamps.example",
        "– a lamp of brass",
        "2 First, the ink",
    ],
)
def test_a_line_between_paragraphs_that_is_no_title_is_no_heading(line: str) -> None:
    assert headings(f"Abstract\n\n{ONE}\n\n{line}\n\n{TWO}") == ["Abstract"]


def test_a_title_in_sentence_case_inside_a_sentence_is_no_heading() -> None:
    assert headings(f"Abstract\n\n{ONE[:-1]} and\n\nEarlier work\n\n{TWO}") == ["Abstract"]


def test_cells_of_a_table_are_no_headings() -> None:
    table = "Table 1. Books by town\n\nTown\nBooks\n\nOslo\n12\n\nBergen by the sea\n7\n"
    assert headings(f"Abstract\n\n{ONE}\n\n{table}\n\n{TWO}") == ["Abstract"]


def test_entries_of_a_list_of_references_are_no_headings() -> None:
    entries = "Osei, R. (2004). Lamps. Lamp Press.\n\nHolm, B. (2009). Nets. Net Press."
    assert headings(dedent(f"Abstract\n\n{ONE}\n\nReferences\n\n{entries}")) == ["Abstract", "References"]
