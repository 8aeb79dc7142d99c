"""Text without blank lines, as most programs read it from a PDF: its paragraphs, headings and tables."""

from collections.abc import Sequence
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.parsing.headings import whole_capitals
from indexer.parsing.line_widths import LineWidths, is_ended, printed_width
from indexer.parsing.lines import single_spaced, split_lines
from indexer.parsing.pdf_text import read_pdf_text
from kutip.types import Kind

WIDTH = 58
PARAGRAPHS = tuple(
    " ".join(text.split())
    for text in """
The mills of the upper valley ground oats for two hundred years. Each belonged to a family, and each family had
its own stone. When the railway came in 1871, flour from the plain was cheaper than any miller could offer.

Most of the mills were given up within a generation. Three of them still stand, and one can be visited in
summer. Their books lie in the archive of the county, where nobody has opened them since they were bound.

We read the books of one mill from the first page to the last. They name every farmer who brought his oats, what
he paid, and how long he had to wait until the water rose again.

Water decided everything. In a dry August the wheel stood still, and the farmers carried their sacks over the
hill to the windmill of the next parish, which took a tenth more than the miller of the valley did.

A miller who owned a pond was better off than the others. He could grind for six days after the last rain, as
long as the dam was tight and the eels had not bored through it.
""".split("\n\n")
)
NUMBERED = ("Introduction", "Books of the Mill", "Sources", "Water and Wheels", "Conclusion")


def laid_out(paragraphs: Sequence[str], headings: Sequence[str] = (), *, indent: str = "") -> str:
    """Paragraphs wrapped as on a page, each below a heading if there are any, without a blank line."""
    lines: list[str] = []
    for at, paragraph in enumerate(paragraphs):
        lines += [headings[at]] if at < len(headings) and headings[at] else []
        lines += wrap(paragraph, WIDTH, initial_indent=indent)
    return "\n".join(lines) + "\n"


def read(source: str, *kinds: Kind) -> list[str]:
    return [block.text for block in read_pdf_text(source)[0] if block.kind in kinds]


def test_paragraphs_end_at_their_short_last_lines() -> None:
    assert read(laid_out(PARAGRAPHS), Kind.PARAGRAPH) == list(PARAGRAPHS)


def test_a_sentence_that_ends_with_a_full_line_ends_no_paragraph() -> None:
    words = "The pond was drained once in each year and cleaned by all."
    assert len(words) == WIDTH
    paragraph = f"{words} {PARAGRAPHS[0]} {words}"
    source = laid_out([PARAGRAPHS[1], paragraph, *PARAGRAPHS[2:]])
    assert any(line.endswith(words) for line in source.split("\n"))
    assert paragraph in read(source, Kind.PARAGRAPH)


def test_first_lines_that_are_indented_begin_paragraphs() -> None:
    full = tuple(f"{text} It was so until the end of the war of that time." for text in PARAGRAPHS)
    assert read(laid_out(full, indent="   "), Kind.PARAGRAPH) == list(full)


def test_single_blank_lines_inside_all_sentences_part_nothing() -> None:
    source = laid_out(PARAGRAPHS, [f"{n}. {title}" for n, title in enumerate(NUMBERED, start=1)])
    assert read(source.replace("\n", "\n\n"), Kind.PARAGRAPH) == list(PARAGRAPHS)


def test_blank_lines_that_part_paragraphs_stay() -> None:
    lines = split_lines("\n\n".join(laid_out([text]).strip() for text in PARAGRAPHS))
    assert single_spaced(lines) == lines


STYLES = {
    "number": [f"{n} {title}" for n, title in enumerate(NUMBERED, start=1)],
    "number and full stop": [f"{n}. {title}" for n, title in enumerate(NUMBERED, start=1)],
    "number and line": [f"{n} | {title.upper()}" for n, title in enumerate(NUMBERED, start=1)],
    "two levels": ["1 Introduction", "2 Books", "2.1 Of the mill", "2.2 Of the parish", "3 Conclusion"],
    "Roman numbers and letters": ["I. INTRODUCTION", "II. BOOKS", "A. Of the Mill", "B. Of the Parish", "III. END"],
    "capitals": [title.upper() for title in NUMBERED],
    "title case": list(NUMBERED),
    "sentence case": ["Introduction", "What the books say", "How they were kept", "The year of the flood", "Outlook"],
    "Indonesian": ["1 Pendahuluan", "2 Buku kincir air", "3 Sumber", "4 Air dan roda", "5 Simpulan"],
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_headings_between_paragraphs_are_found_and_nothing_else(style: str, line_end: str) -> None:
    source = laid_out(PARAGRAPHS, STYLES[style]).replace("\n", line_end)
    assert read(source, Kind.HEADING) == STYLES[style]
    assert read(source, Kind.PARAGRAPH) == list(PARAGRAPHS)


def test_a_number_on_the_line_above_belongs_to_its_heading() -> None:
    headings = [f"{n}\n{title}" for n, title in enumerate(NUMBERED, start=1)]
    assert read(laid_out(PARAGRAPHS, headings), Kind.HEADING) == [one.replace("\n", " ") for one in headings]


def test_a_heading_below_a_heading_and_one_on_two_lines_are_headings() -> None:
    long = "3 Water, Wheels and the Long Wait of the Farmers of the\nUpper Valley"
    headings = ["1 Introduction", "2 Books\n2.1 Of the mill", long, "4 Ponds", "5 Conclusion"]
    found = ["1 Introduction", "2 Books", "2.1 Of the mill", long.replace("\n", " "), "4 Ponds", "5 Conclusion"]
    assert read(laid_out(PARAGRAPHS, headings), Kind.HEADING) == found


@pytest.mark.parametrize(
    "line",
    [
        "7 Mills of the valley",  # no number follows the one before it so
        "Osei, Berg and Holm",
        "and what came of it",
        "It was given up.",
        "- a wheel of oak",
        "Oats 12 14 19",
    ],
)
def test_a_short_line_that_is_no_title_is_no_heading(line: str) -> None:
    headings = ["1 Introduction", "2 Books", "3 Wheels", line, "4 Conclusion"]
    assert line not in read(laid_out(PARAGRAPHS, headings), Kind.HEADING)


def test_an_unnumbered_line_among_numbered_headings_is_none_but_known_words_are() -> None:
    headings = ["1 Introduction", "2 Books", "3 Wheels", "Dusty old pages", "Acknowledgements"]
    assert read(laid_out(PARAGRAPHS, headings), Kind.HEADING) == [*headings[:3], headings[4]]


def test_a_heading_that_runs_into_its_paragraph_stays_part_of_it() -> None:
    texts = [f"{title}. {text}" for title, text in zip(NUMBERED, PARAGRAPHS, strict=True)]
    assert read(laid_out(texts), Kind.PARAGRAPH, Kind.HEADING) == texts


def test_an_abstract_that_runs_in_is_a_paragraph_and_no_front_matter() -> None:
    source = "Oats and Water\nRuth Osei\n" + laid_out(
        [f"Abstract. {PARAGRAPHS[0]}", *PARAGRAPHS[1:]], ["", "1 Introduction", "2 Books", "3 Wheels", "4 Conclusion"]
    )
    assert read(source, Kind.PARAGRAPH)[0].startswith("Abstract. The mills")
    assert read(source, Kind.FRONT_MATTER) == ["Oats and Water Ruth Osei"]


TABLE = "Table 1. Oats by year.\nYear Sacks Farmers Days\n1851 310 41 82\n1861 275 35 71\n1871 342 31 61\n"


@pytest.mark.parametrize("heading", ["3 Wheels", ""])
def test_a_table_ends_where_a_heading_or_prose_begins(heading: str) -> None:
    headings = ["1 Introduction", "2 Books", f"{TABLE}{heading}".strip(), "4 Ponds" if heading else "3 Ponds"]
    source = laid_out(PARAGRAPHS, headings)
    assert read(source, Kind.TABLE_ROW) == ["1851 310 41 82", "1861 275 35 71", "1871 342 31 61"]
    assert read(source, Kind.PARAGRAPH) == list(PARAGRAPHS)
    assert (heading in read(source, Kind.HEADING)) == bool(heading)


def test_cells_of_which_nobody_knows_the_row_are_no_rows_and_end_where_prose_begins() -> None:
    cells = "Mill\nWheel\nPond\n\nUpper\nYes\nNo\n\nLower\nNo\nYes\n\nhttps://doi.org/10.1000/mills.t001\n\n"
    above, below = f"Abstract\n\n{PARAGRAPHS[0]}", f"{PARAGRAPHS[1]}\n\nThe last of the millers\n{PARAGRAPHS[2]}\n"
    source = f"{above}\n\nTable 1. Mills.\n\n{cells}{below}"
    assert read(source, Kind.TABLE_ROW) == []
    assert read(source, Kind.PARAGRAPH) == list(PARAGRAPHS[:3])
    assert read(source, Kind.CAPTION)[1:] == [
        "Mill Wheel Pond",
        "Upper Yes No",
        "Lower No Yes",
        "https://doi.org/10.1000/mills.t001",
    ]


def test_cells_that_are_sentences_stay_in_their_table() -> None:
    rows = "1. Upper mill The dam was rebuilt after the flood.\n2. Lower mill The stone was sold to a museum.\n"
    source = laid_out(
        PARAGRAPHS, ["", "", f"Table 1. What became of the mills.\nNo. Mill What happened\n{rows}".strip()]
    )
    assert len(read(source, Kind.TABLE_ROW)) == 2


FIGURE = "Figure 1. The mill in the spring of 1871, with its wheel and\nthe dam above it.\n"


@pytest.mark.parametrize("between", [FIGURE, TABLE])
def test_a_caption_that_cuts_a_sentence_leaves_its_paragraph_whole(between: str) -> None:
    source = laid_out(PARAGRAPHS, [f"{n} {title}" for n, title in enumerate(NUMBERED, start=1)])
    cut = source.index("has opened them since")
    assert read(source[:cut] + between + source[cut:], Kind.PARAGRAPH) == list(PARAGRAPHS)


def test_a_figure_that_a_sentence_names_at_a_line_s_start_is_no_caption() -> None:
    named = f"{PARAGRAPHS[0]} It can be seen in the drawing that is shown in Figure 1. The wheel stands still in it."
    source = laid_out([*PARAGRAPHS[1:], named])
    at = source.index("Figure 1.")
    source = f"{source[: at - 1]}\n{source[at:]}"
    assert read(source, Kind.CAPTION) == []
    assert named in read(source, Kind.PARAGRAPH)


def test_a_form_feed_inside_a_line_ends_page_and_line() -> None:
    source = laid_out(PARAGRAPHS, [f"{n} {title}" for n, title in enumerate(NUMBERED, start=1)])
    cut = source.index("2 Books") - 1
    feed = f"{source[:cut]}\n17\f{source[cut + 1 :]}18\f"
    assert read(feed, Kind.HEADING)[1] == "2 Books of the Mill"
    assert read(feed, Kind.FURNITURE) == ["17", "18"]
    assert read_pdf_text(feed)[1] == (0, cut + 4)


def test_running_heads_beside_counted_numbers_are_furniture_though_they_stand_twice() -> None:
    first, second = PARAGRAPHS[0].split(" offer.")[0], PARAGRAPHS[1]
    head = "Osei: Oats and Water"
    source = (
        laid_out([*PARAGRAPHS[2:], PARAGRAPHS[0]])
        + f"{head}\n4\n"
        + laid_out([second, first + " offer."])
        + f"{head}\n5\n"
    )
    assert read(source, Kind.FURNITURE) == [head, "4", head, "5"]


def test_a_sentence_of_the_paper_is_never_taken_for_furniture() -> None:
    inside = "Each belonged to a family and\nto its own stone, and so\n12\n"
    source = f"Abstract\n\n{PARAGRAPHS[0]}\n\nThe Mill and its Wheel\n\n{inside}\nwhich was seen by all who came.\n"
    furniture = read(source, Kind.FURNITURE)
    assert not any("family" in text or "stone" in text for text in furniture)


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("I NTRODUCTION", "INTRODUCTION"),
        ("2. R ELATED W ORK AND M ETHODS", "2. RELATED WORK AND METHODS"),
        ("A BSTRACT", "ABSTRACT"),
        ("A MILL", "A MILL"),
        ("PLAN B WORKS", "PLAN B WORKS"),
        ("Vitamin C and D", "Vitamin C and D"),
    ],
)
def test_small_capitals_are_made_whole_but_no_other_words(written: str, whole: str) -> None:
    assert whole_capitals(written) == whole


def test_headings_in_small_capitals_are_read_whole() -> None:
    headings = [
        "I. I NTRODUCTION",
        "II. T HE B OOKS",
        "III. S TONES AND W HEELS",
        "IV. P ONDS OF THE V ALLEY",
        "V. C ONCLUSION",
    ]
    found = ["I. INTRODUCTION", "II. THE BOOKS", "III. STONES AND WHEELS", "IV. PONDS OF THE VALLEY", "V. CONCLUSION"]
    assert read(laid_out(PARAGRAPHS, headings), Kind.HEADING) == found


@pytest.mark.parametrize(
    ("text", "ended"),
    [("It ends.", True), ("It ends.12", True), ("as said [3].", True), ("of 12", False), ("in 2.5", False)],
)
def test_a_sentence_may_end_with_the_number_of_a_note(text: str, ended: bool) -> None:
    assert is_ended(text) is ended


def test_letters_of_print_differ_in_width_and_those_of_typescript_do_not() -> None:
    assert printed_width("illi") < printed_width("anno") < printed_width("mwmw")
    typescript = LineWidths(split_lines(laid_out(PARAGRAPHS)))
    last = [at for at, text in enumerate(typescript.texts) if any(one.endswith(text) for one in PARAGRAPHS[:-1])]
    assert [at for at in range(len(typescript.texts)) if typescript.had_room(at, 0.9)] == last


@given(st.permutations(PARAGRAPHS), st.integers(30, 90))
@examples(max_examples=40, deadline=None)
def test_no_paragraph_is_cut_whatever_the_width_of_the_lines(paragraphs: list[str], width: int) -> None:
    source = "\n".join(line for text in paragraphs for line in wrap(text, width))
    whole = " ".join(paragraphs)
    for block in read(source, Kind.PARAGRAPH):
        assert block in whole
        assert whole[: whole.index(block)] == "" or any(block.startswith(text[:30]) for text in PARAGRAPHS)
