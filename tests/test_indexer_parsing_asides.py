"""Page numbers, running heads and feet, and footnotes: blocks of their own, and the paragraphs around them whole."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from indexer.parsing.markdown.markdown_reader import read_markdown
from indexer.parsing.pdf_text import read_pdf_text
from kutip.types import Block, Kind

Read = Callable[[str], tuple[tuple[Block, ...], tuple[int, ...]]]
READ: list[Read] = [read_pdf_text, read_markdown]
PROSE = (
    "Lighthouse keepers of the northern coast wrote down the weather",
    "three times a day, and their books are kept in the town hall of",
    "the old harbour, where anyone may read them on a Tuesday.",
)


def texts(blocks: tuple[Block, ...], kind: Kind) -> list[str]:
    return [block.text for block in blocks if block.kind is kind]


def pages(*each: str) -> str:
    return "\f".join(each)


def page_of(number: int, *, head: str = "", foot: str = "") -> str:
    """A page that begins and ends in mid-sentence, and is unlike the others."""
    own = "abcdefgh"[number]
    lines = [f"which page {own} says of the {own * n} lamps that were lit, and of the" for n in range(1, 8)]
    return "\n\n".join(part for part in (head, "\n".join(lines), foot) if part) + "\n"


@pytest.mark.parametrize("read", READ)
def test_running_heads_and_page_numbers_of_pages_are_furniture(read: Read) -> None:
    source = pages(*(page_of(n, head="Keepers and their Books", foot=str(311 + n)) for n in range(5)))
    blocks = read(source)[0]
    assert texts(blocks, Kind.FURNITURE) == [
        text for n in range(5) for text in ("Keepers and their Books", str(311 + n))
    ]
    assert "and of the which page b says" in " ".join(texts(blocks, Kind.PARAGRAPH))


def test_heads_that_differ_by_a_page_number_and_by_side_are_furniture() -> None:
    heads = ["", "2 A. Harun", "Salt and Lamps 3", "4 A. Harun", "Salt and Lamps 5", "6 A. Harun", "Salt and Lamps 7"]
    blocks = read_pdf_text(pages(*(page_of(n, head=head) for n, head in enumerate(heads))))[0]
    assert texts(blocks, Kind.FURNITURE) == heads[1:]


def test_a_line_at_the_top_of_two_of_many_pages_stays_text() -> None:
    heads = ["", "Salt Roads", "", "", "Salt Roads", "", "", ""]
    blocks = read_pdf_text(pages(*(page_of(n, head=head) for n, head in enumerate(heads))))[0]
    assert texts(blocks, Kind.FURNITURE) == []


def test_numbers_at_page_edges_that_do_not_count_pages_stay_text() -> None:
    each = [f"In {place} {' '.join(PROSE)}\n\n{last}\n" for place, last in (("Oslo", 12), ("Riga", 907), ("Bari", 33))]
    blocks = read_pdf_text(pages(*each))[0]
    assert texts(blocks, Kind.FURNITURE) == []


@pytest.mark.parametrize(
    ("between", "furniture"),
    [
        (["212"], ["212"]),
        (["R. Osei", "9"], ["R. Osei", "9"]),
        (["- 14 -"], ["- 14 -"]),
        (["halaman 6"], ["halaman 6"]),
        (["40\nAnnals of Lamp Studies, pages 40–52\nBergen, Norway"],
         ["40", "Annals of Lamp Studies, pages 40–52", "Bergen, Norway"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", READ)
def test_what_cuts_a_sentence_at_a_page_break_is_furniture(
    read: Read, between: list[str], furniture: list[str]
) -> None:
    source = "\n\n".join(["\n".join(PROSE[:2]), *between, PROSE[2]])
    blocks = read(source)[0]
    assert texts(blocks, Kind.FURNITURE) == furniture
    assert texts(blocks, Kind.PARAGRAPH)[-1].endswith(
        "town hall of the old harbour, where anyone may read them on a Tuesday."
    )


def test_a_running_head_in_a_cut_word_needs_no_number() -> None:
    source = (
        "Keepers wrote the weather in their books every morn-\n\nHarbour Studies\n\ning before the lamp was put out."
    )
    blocks = read_pdf_text(source)[0]
    assert texts(blocks, Kind.PARAGRAPH) == [
        "Keepers wrote the weather in their books every morning before the lamp was put out."
    ]
    assert texts(blocks, Kind.FURNITURE) == ["Harbour Studies"]


def test_a_running_head_that_repeats_inside_sentences_is_furniture_without_pages() -> None:
    page = "\n".join([*PROSE * 3, "and the rest of what the keepers of that coast"])
    source = "\n\n".join(["Lamp", *["they said. " + page, "Journal of Coasts 4"] * 3, "did is lost."])
    assert texts(read_pdf_text(source)[0], Kind.FURNITURE) == ["Journal of Coasts 4"] * 3


@pytest.mark.parametrize(
    "between",
    [
        ["Figure 2. The lamps of the coast"],  # a caption
        ["Table 3. Lamps by year", "12"],
        ["x = y", "(4)"],  # an equation
        ["- a lamp", "12"],
    ],
)
def test_other_things_inside_a_sentence_are_no_furniture(between: list[str]) -> None:
    source = "\n\n".join(["\n".join(PROSE[:2]), *between, PROSE[2]])
    assert not {"Figure 2. The lamps of the coast", "x = y", "- a lamp"} & set(
        texts(read_pdf_text(source)[0], Kind.FURNITURE)
    )


def test_headings_that_repeat_between_whole_paragraphs_are_no_furniture() -> None:
    source = "\n\n".join(["INTRODUCTION", "\n".join(PROSE), *["METHODS", *["\n".join(PROSE)] * 4] * 3])
    blocks = read_pdf_text(source)[0]
    assert texts(blocks, Kind.FURNITURE) == []
    assert texts(blocks, Kind.HEADING).count("METHODS") == 3


def test_furniture_in_a_list_of_references_does_not_end_it() -> None:
    entries = [
        f"Osei, R. ({year}). Lamps of the coast, and the people who kept them. Lamp Press." for year in (1998, 2004)
    ]
    blocks = read_pdf_text("\n\n".join([*PROSE, "77", "References", *entries]))[0]
    assert texts(blocks, Kind.FURNITURE) == ["77"]
    assert texts(blocks, Kind.REFERENCE) == entries


@pytest.mark.parametrize("aside", ["58", "5 Lamps Lamps"])
def test_an_aside_among_the_rows_of_a_table_is_in_one_block(aside: str) -> None:
    source = f"Table 1. Lamps\nNo. Name Year\n1. Brass\n2. Tin\n3. Glass\n4. cut-\n\n{aside}\n\nglass\n"
    blocks = read_pdf_text(source)[0]
    assert sum(aside in block.text for block in blocks) == 1
    assert all(cell.text in block.text for block in blocks for cell in block.cells)


# --- Footnotes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note", ["3\nThe books are at http://lamps.example/books.", "3 The books are in the town hall."]
)
@pytest.mark.parametrize("read", READ)
def test_a_footnote_inside_a_sentence_is_a_block_of_its_own(read: Read, note: str) -> None:
    source = dedent(
        """
        Keepers of the northern coast wrote down the weather.3 For each

        {}

        day of the year, three lines were written.
        """
    ).format(note)
    blocks = read(source)[0]
    assert texts(blocks, Kind.FOOTNOTE) == [note.replace("\n", " ")]
    assert texts(blocks, Kind.PARAGRAPH) == [
        "Keepers of the northern coast wrote down the weather.3 For each day of the year, three lines were written."
    ]


def test_a_footnote_above_a_page_number_is_told_from_it() -> None:
    source = "The keepers of the coast†\nwrote books about\n\n† Now retired.\n\n58\n\nall of the weather.\n"
    blocks = read_pdf_text(source)[0]
    assert texts(blocks, Kind.FOOTNOTE) == ["† Now retired."]
    assert texts(blocks, Kind.FURNITURE) == ["58"]
    assert texts(blocks, Kind.PARAGRAPH) == ["The keepers of the coast† wrote books about all of the weather."]


def test_a_footnote_at_the_foot_of_a_page_needs_no_cut_sentence() -> None:
    page = "The keepers wrote books.1 They are kept.\n\n1 All of them are in the town hall.\n"
    blocks = read_pdf_text(pages(page, "The lamps were\nsold in spring.\n"))[0]
    assert texts(blocks, Kind.FOOTNOTE) == ["1 All of them are in the town hall."]


def test_a_number_and_title_whose_number_no_word_bears_is_no_footnote() -> None:
    page = "The keepers wrote books. They are kept.\n\n2 What the books hold.\n"
    assert texts(read_pdf_text(pages(page, "The lamps were\nsold in spring.\n"))[0], Kind.FOOTNOTE) == []


@pytest.mark.parametrize("read", READ)
def test_pages_of_nothing_but_what_repeats_stay_text(read: Read) -> None:
    blocks = read(pages(*(["The same few words stand on this page.\n"] * 9)))[0]
    assert texts(blocks, Kind.FURNITURE) == []
    assert " ".join(texts(blocks, Kind.PARAGRAPH)).count("The same few words") == 9


def test_heads_with_growing_page_numbers_are_furniture_without_pages() -> None:
    heads = [f"CHAPTER 2. LAMPS OF THE COAST {number}" for number in (31, 33, 36)]
    source = "".join(f"{head}\n\n{page_of(at)}\n" for at, head in enumerate(heads))
    assert texts(read_pdf_text(f"Abstract\n\n{' '.join(PROSE)}\n\n{source}")[0], Kind.FURNITURE) == heads


def test_titles_that_count_from_one_are_no_furniture() -> None:
    titles = [f"Study of the Lamps {number}" for number in (1, 2, 3)]
    whole = [f"{page_of(at).strip()} coast.\n\n" for at in range(len(titles))]
    source = "".join(f"{title}\n\n{page}" for title, page in zip(titles, whole, strict=True))
    assert texts(read_pdf_text(f"Abstract\n\n{' '.join(PROSE)}\n\n{source}")[0], Kind.FURNITURE) == []
