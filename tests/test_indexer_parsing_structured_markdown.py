"""Markdown by its structure: what each mark becomes, what stays as it stands, and laws over generated texts."""

from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from test_indexer_laws import check_blocks

from indexer.parsing.formats import choose_reader
from indexer.parsing.markdown.markdown_reader import MARKDOWN
from indexer.parsing.markdown.markdown_signs import is_markdown
from indexer.parsing.markdown.structured_markdown import read_structured
from indexer.parsing.reader import ReadSource
from kutip.text.reading import source_of
from kutip.types import Block, Kind


def read(source: str) -> ReadSource:
    found = read_structured(dedent(source).lstrip("\n"))
    check_blocks(found.text, found.blocks, found.marks)
    return found


def blocks(source: str) -> list[str]:
    return [f"{block.kind}: {block.text}" for block in read(source).blocks]


def text(source: str) -> str:
    """The text of the only paragraph."""
    return next(block.text for block in read(f"# T\n\n{source}\n").blocks if block.kind is Kind.PARAGRAPH)


def of_kind(source: str, kind: Kind) -> list[Block]:
    return [block for block in read(source).blocks if block.kind is kind]


# --- Marks in a paragraph -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nets are _never_ dry.", "Nets are never dry."),
        ("**All** nets, and *half* of __them__.", "All nets, and half of them."),
        ("It is un*believ*able.", "It is unbelievable."),
        ("***Both*** at once, ~~not~~ so.", "Both at once, not so."),
        ("Call `mend()` or ``a ` b``.", "Call mend() or a ` b."),
        ('See [the map](https://x.org/a_b_c "A title").', "See the map."),
        ("See [the *old* map][old], or [old].\n\n[old]: https://x.org 'Old'", "See the old map, or old."),
        ("At <https://x.org/a> now.", "At https://x.org/a now."),
        (r"A \*star\* and a \_line\_.", "A *star* and a _line_."),
        (r"A path C:\nets stays.", r"A path C:\nets stays."),
        ("Nets<!-- are they? --> dry.", "Nets dry."),
        ("Nets <!-- over\ntwo lines -->dry.", "Nets dry."),
        ("H<sub>2</sub>O and CO~2~.", "H2O and CO2."),
        ("One<br>two<br/>three.", "One two three."),
        ("A <span class='x'>wide</span> net.", "A wide net."),
        ("One line\\\nand another.", "One line and another."),
        ("One line  \nand another.", "One line and another."),
        ("A har-\nbour and a sea-*road*.", "A harbour and a sea-road."),
        ("[Nets]{.smallcaps} and `nets`{.python}.", "[Nets] and nets."),
        ("A ![picture of nets](nets.png) here.", "A here."),
    ],
)
def test_marks_are_no_part_of_what_a_paragraph_says(written: str, said: str) -> None:
    assert text(written) == said


@pytest.mark.parametrize(
    "written",
    [
        "2*3*4 is 24, a*b*c is a product, 5*x and 3*y too.",
        "The field net_size_max of my_file_name.txt, __init__.py and self.__dict__, or __call__().",
        "A * star * with blanks, and 10 * 3 * 2.",
        "Where p < 0.05 and q > 0.1, or a <b and c> d.",
        "Mass $m_i * v_j$ and cost $5 or $10.",
        "Tom &amp; Sons stay as they stand.",
        "Raised numbers^3^ stay, and so do seas<sup>4,5</sup> and 10^3^ nets.",
        "Keys [@lind2001; see @osei_berg_2019, p. 3] and @moe stay.",
        "About ~5 to ~6 nets.",
        "A note[^none] that nobody wrote.",
        "Brackets [like these] and [3] and [3](https://x.org/3).",
        "An element <unknown> and an <open tag",
        "Unclosed **bold and `code.",
    ],
)
def test_what_is_no_mark_stays_as_it_stands(written: str) -> None:
    assert text(written) == written


def test_a_number_that_links_to_an_entry_keeps_its_brackets() -> None:
    assert text("It was so [3](#ref3), and [[4]](#ref4).") == "It was so [3], and [4]."


def test_the_spans_of_a_paragraph_go_around_its_marks() -> None:
    found = read("# T\n\nThe _not_ word.\n")
    paragraph = found.blocks[1]
    assert [found.text[span.start : span.end] for span in paragraph.spans] == ["The", "not", "word."]
    assert [found.text[mark.start : mark.end] for mark in found.marks] == ["_", "_"]


# --- Blocks ---------------------------------------------------------------------------------------------------------


def test_headings_of_all_kinds_with_what_closes_them() -> None:
    source = """
        # Nets and *boats* {#nets .unnumbered}

        It begins.

        Boats
        of wood
        -------

        ## Sails ##

        They are wide.

        **The last ones**

        They are torn.
    """
    found = of_kind(source, Kind.HEADING)
    assert [(block.level, block.heading[-1]) for block in found] == [
        (1, "Nets and boats"),
        (2, "Boats of wood"),
        (2, "Sails"),
        (3, "The last ones"),
    ]


def test_a_long_sentence_above_a_rule_is_no_heading() -> None:
    long = "They went out to sea with all their nets and came back before it was dark, as they had always done before."
    assert blocks(f"# T\n\n{long}\n---\n\nNext.\n")[1:] == [f"paragraph: {long}", "paragraph: Next."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_wrapped_lines_and_a_sentence_a_line_are_paragraphs(start: str, end: str) -> None:
    lines = ["# Nets", "", "They went out", "to sea.", "They came", "back.", "", "Next day."]
    found = MARKDOWN.read((start + end.join(lines)).encode())
    check_blocks(found.text, found.blocks, found.marks)
    assert [block.text for block in found.blocks] == ["# Nets", "They went out to sea. They came back.", "Next day."]


def test_lists_keep_their_markers_and_lazy_lines() -> None:
    source = """
        # T

        - dry *nets*
        goes on
          1. one
          2. two
        * [ ] wet nets

        3) Third one.

           A second paragraph of it.
    """
    assert blocks(source)[1:] == [
        "list_item: - dry nets goes on",
        "list_item: 1. one",
        "list_item: 2. two",
        "list_item: * [ ] wet nets",
        "list_item: 3) Third one. A second paragraph of it.",
    ]


def test_an_item_that_is_a_title_goes_on_below() -> None:
    assert blocks("# T\n\n1. Torn nets\n\nThey are many.\n")[1:] == ["list_item: 1. Torn nets\nThey are many."]
    assert len(blocks("# T\n\n- torn nets\n- wet nets\n\nThey are many.\n")) == 4


def test_definitions_are_items_with_a_title() -> None:
    assert blocks("# T\n\nSeine\n:   A net that hangs.\n")[1:] == ["list_item: Seine\nA net that hangs."]


def test_quotations_lose_their_marks_line_by_line() -> None:
    assert blocks("# T\n\n> The law\n> says *so*.\n>\n> Twice.\n")[1:] == ["quote: The law says so.", "quote: Twice."]


def test_code_keeps_its_lines_and_is_no_heading_or_paragraph() -> None:
    source = "# T\n\n```python\n# no heading\n\nif x:\n\treturn *y*\n```\n\n    a = b\n      c\n\nEnd.\n"
    assert blocks(source)[1:] == [
        "code: # no heading\n\nif x:\n\treturn *y*",
        "code: a = b\n  c",
        "paragraph: End.",
    ]


def test_an_indented_sentence_is_a_paragraph() -> None:
    assert blocks("# T\n\n    The first line of this paragraph is indented by hand.\n")[1:] == [
        "paragraph: The first line of this paragraph is indented by hand."
    ]


@pytest.mark.parametrize("opened", ["```python", "~~~", "<!--", "<pre>", "$$", "\\begin{align}"])
def test_what_is_never_closed_hides_nothing(opened: str) -> None:
    found = read(f"# T\n\nBefore.\n\n{opened}\n\n## Next\n\nIt goes on.\n").blocks
    assert [block.text for block in found if block.text == "It goes on."] == ["It goes on."]
    assert found[-1].heading == ("T", "Next")


def test_equations_are_blocks_between_the_paragraphs_around_them() -> None:
    source = "# T\n\nIt is\n$$ E = m c^2 $$ {#eq:e}\nwhere m is mass.\n\n$$\na * b\n+ c\n$$\n\n"
    source += "\\begin{align}\nx\n\\end{align}\n"
    assert blocks(source)[1:] == [
        "paragraph: It is",
        "equation: E = m c^2",
        "paragraph: where m is mass.",
        "equation: a * b\n+ c",
        "equation: \\begin{align}\nx\n\\end{align}",
    ]


def test_footnotes_are_blocks_of_their_own_wherever_they_stand() -> None:
    source = "# T\n\nNets[^1] are dry.^[Not *all* of them.] They hang.\n\n"
    source += "[^1]: Of hemp,\n    mostly.\n\n    And tar.\n\nEnd.\n"
    assert blocks(source)[1:] == [
        "paragraph: Nets are dry. They hang.",
        "footnote: Not all of them.",
        "footnote: Of hemp, mostly. And tar.",
        "paragraph: End.",
    ]


def test_yaml_is_kept_and_read_by_nobody_as_text() -> None:
    found = blocks("---\ntitle: Nets\nauthor: [A. Lind]\n...\n\n# Nets\n\nThey hang.\n")
    assert found == [
        "furniture: ---\ntitle: Nets\nauthor: [A. Lind]\n...",
        "heading: # Nets",
        "paragraph: They hang.",
    ]


def test_html_loses_its_tags_and_scripts() -> None:
    source = (
        "# T\n\n<div class='x'>\n<b>Nets</b> are <i>dry</i>.<br>They hang.\n</div>\n\n<script>\nvar x;\n</script>\n"
    )
    assert blocks(source)[1:] == ["paragraph: Nets are dry. They hang."]


def test_divisions_and_definitions_of_links_are_marks() -> None:
    assert blocks("# T\n\n::: {.note}\nNets.\n:::\n\n[1]: https://x.org\n")[1:] == ["paragraph: Nets."]


def test_a_picture_alone_is_a_caption_by_what_it_says() -> None:
    assert blocks("# T\n\n![Nets *drying*\non a line](a.png){#fig:a width=50%}\n")[1:] == [
        "caption: Nets drying on a line"
    ]


# --- Tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("caption", ["Table 1. Nets", "Table: Nets {#tbl:n}", ": Nets"])
@pytest.mark.parametrize("above", [True, False])
def test_a_table_has_cells_by_column_and_its_caption(caption: str, above: bool) -> None:
    table = "| Net | *Width* |  |\n|:---|---:|---|\n| seine \\| drag | **12** | x |\n| | 9 |"
    rows = of_kind("# T\n\n" + "\n\n".join([caption, table][:: 1 if above else -1]) + "\n", Kind.TABLE_ROW)
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("Net", "seine | drag"), ("Width", "12"), ("", "x")],
        [("Width", "9")],
    ]
    assert rows[0].context == ("Table 1. Nets" if "1" in caption else "Nets", "Net", "Width")


def test_a_table_without_outer_pipes_and_one_without_a_rule() -> None:
    rows = of_kind("# T\n\nNet | Width\n--- | ---\nseine | 12\n\n| a | b |\n| c | d |\n", Kind.TABLE_ROW)
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("Net", "seine"), ("Width", "12")],
        [("a", "c"), ("b", "d")],
    ]


def test_prose_right_below_a_table_is_no_row_of_it() -> None:
    source = "# T\n\n| Net | Width |\n|---|---|\n| seine | 12 |\nWidths are in metres, and *all* nets\nwere new.\n"
    assert [row.text for row in of_kind(source, Kind.TABLE_ROW)] == ["seine 12"]
    assert [one.text for one in of_kind(source, Kind.PARAGRAPH)] == ["Widths are in metres, and *all* nets were new."]


DRAWN = {
    "simple": "  Net  Width (m)\n-----  ---------\nseine         12\n*drag*         9",
    "closed": "Net    Width (m)\n-----  ---------\nseine  12\n*drag* 9\n----------------",
    "grid": "+-------+-----------+\n| Net   | Width (m) |\n+=======+===========+\n| seine | 12        |\n"
    "+-------+-----------+\n| *drag*| 9         |\n+-------+-----------+",
}


@pytest.mark.parametrize("table", DRAWN.values(), ids=DRAWN)
def test_tables_that_are_drawn_with_dashes_have_cells_by_column(table: str) -> None:
    rows = of_kind(f"# T\n\nTable 2: Nets\n\n{table}\n\nThey hang.\n", Kind.TABLE_ROW)
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("Net", "seine"), ("Width (m)", "12")],
        [("Net", "drag"), ("Width (m)", "9")],
    ]
    assert rows[0].context[0] == "Table 2: Nets"


def test_cells_of_a_drawn_table_may_go_on_over_lines() -> None:
    table = "+-----+-----+\n| a   | b   |\n+-----+-----+\n| one | two |\n| of  | in  |\n+-----+-----+\n"
    (row,) = of_kind(f"# T\n\n{table}", Kind.TABLE_ROW)
    assert [(cell.column, cell.text) for cell in row.cells] == [("a", "one of"), ("b", "two in")]


@pytest.mark.parametrize("lines", ["Nets\n---- ----", "a -- b\nc -- d\ne -- f", "---- ----\na b", "+---+\nnets"])
def test_dashes_alone_draw_no_table(lines: str) -> None:
    assert of_kind(f"# T\n\n{lines}\n\nEnd.\n", Kind.TABLE_ROW) == []


# --- Front matter and references ------------------------------------------------------------------------------------


def test_what_stands_above_the_abstract_is_front_matter() -> None:
    source = (
        "# Nets of the *North*\n\nAda Lind^1^\nBo Moe^2^\n\n## Abstract\n\nThey hang.\n\n**Keywords:** nets, boats\n"
    )
    assert blocks(source) == [
        "front_matter: Nets of the North",
        "front_matter: Ada Lind^1^",
        "front_matter: Bo Moe^2^",
        "heading: ## Abstract",
        "paragraph: They hang.",
        "front_matter: Keywords: nets, boats",
    ]


@pytest.mark.parametrize("heading", ["# References", "**References**", "References\n=========="])
@pytest.mark.parametrize("bullet", ["", "- ", "1. "])
def test_entries_are_parted_though_their_lines_are_wrapped(heading: str, bullet: str) -> None:
    entries = [
        "Lind, A. (2001). *Nets of the northern harbours and their\nmakers*. Fjord Press. <https://doi.org/10.1000/1>",
        "Moe, B., & Osei, C. (2014). Boats of pine and what became\nof them. [Harbour](https://x.org), 3(2), 11-19.",
        "Osei, C. (2018). Tar. Fjord Press.",
    ]
    listed = "\n\n".join(bullet + entry.replace("\n", "\n" + " " * len(bullet)) for entry in entries)
    found = of_kind(f"# T\n\nIt was so (Moe & Osei, 2014).\n\n{heading}\n\n{listed}\n", Kind.REFERENCE)
    assert [block.text.removeprefix(bullet) for block in found] == [
        "Lind, A. (2001). *Nets of the northern harbours and their makers*. Fjord Press. https://doi.org/10.1000/1",
        "Moe, B., & Osei, C. (2014). Boats of pine and what became of them. Harbour, 3(2), 11-19.",
        "Osei, C. (2018). Tar. Fjord Press.",
    ]


# --- Which texts are Markdown ---------------------------------------------------------------------------------------

FILE = Path("source.md")
WRAPPED = "They went out to\nsea with all of\ntheir nets and\ncame back before\nit was dark.\n"


@pytest.mark.parametrize(
    "source",
    [
        f"# Nets\n\n{WRAPPED}",
        f"Nets\n====\n\n{WRAPPED}",
        f"{WRAPPED}\n## Nets\n\n{WRAPPED}",
        f"---\ntitle: Nets\n---\n\n{WRAPPED}",
        f"**Nets**\n\n{WRAPPED}\n**Boats**\n\n{WRAPPED}",
        f"{WRAPPED}\n```\nx\n```\n\n[^1]: A note.\n",
        f"# *Nets*\r\n\r\n{WRAPPED}",
    ],
)
def test_wrapped_markdown_is_not_taken_for_the_text_of_a_pdf(source: str) -> None:
    assert is_markdown(source)
    assert choose_reader(FILE, source.encode()).form == "markdown"


@pytest.mark.parametrize(
    "source",
    [WRAPPED, f"# of nets\n{WRAPPED}", f"{WRAPPED}\n1. Nets\n\n{WRAPPED}", f"#1\n\n{WRAPPED}", f"a * b\n\n{WRAPPED}"],
)
def test_other_wrapped_texts_are_those_of_pdfs(source: str) -> None:
    assert choose_reader(FILE, source.encode()).form == "pdf-text"


# --- Laws -----------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["net", "boat", "12", "é", "cross-", "cut-\n", "end.", "x", "\u00ad", "\ufb01n", "e\u0301"])
MARKED = st.sampled_from(
    ["*{}*", "**{}**", "_{}_", "`{}`", "[{}](http://x.org)", "<b>{}</b>", "^[{}]", "~{}~", "^{}^", "<!-- {} -->",
     "{}\\\n", "\\*{}", "![{}](a.png)", "$ {}$", "{}[^1]", "<{}>", "[{}", "*{}", "{}]", "[{}]{{.a}}", "{}<br>",
     "&amp;{}", "{}  \n"]
)  # fmt: skip
INLINE = st.lists(st.builds(lambda mark, word: mark.format(word), MARKED, WORDS) | WORDS, min_size=1, max_size=5)
PARAGRAPHS = INLINE.map(" ".join) | INLINE.map("".join)
SHAPES = st.sampled_from(
    ["{}", "# {}", "## {} ##", "{}\n---", "- {}", "  1. {}", "> {}", "> - {}", "```\n{}\n```", "    {}", "$$\n{}\n$$",
     "| {} | a |\n|---|---|\n| {} |", "[^1]: {}", "<div>\n{}\n</div>", "::: {}", "{}\n: {}", "\t{}", "**{}**", "***",
     "{}\t{}", "![{}](x.png)", "<!--\n{}", "```{}", "Table: {}", "[a]: {}", "---\n{}\n---", "-\t{}", "a  b\n-- --\n{}",
     "+--+\n|{}|\n+--+\n|a|\n+--+",
     "\\begin{{a}}\n{}\n\\end{{a}}"]
)  # fmt: skip
ENDS = st.sampled_from(["\n\n", "\n\n", "\n", "\r\n", "\r\n\r\n", "\n\f", "\r", "\0", "\n \n"])
TEXTS = st.lists(st.builds(lambda s, p, e: s.format(p, p) + e, SHAPES, PARAGRAPHS, ENDS), min_size=1, max_size=7)


@given(pieces=TEXTS)
@examples(max_examples=300, deadline=None)
def test_blocks_and_marks_hold_every_character_once(pieces: list[str]) -> None:
    source = "".join(pieces)
    found = read_structured(source)
    assert found.text == source
    check_blocks(source, found.blocks, found.marks)


@given(words=st.lists(st.tuples(st.sampled_from(["*", "**", "_", "`", ""]), st.sampled_from("abc")), min_size=1))
@examples(deadline=None)
def test_no_word_is_lost_in_marks(words: list[tuple[str, str]]) -> None:
    source = "# T\n\n" + " ".join(f"{mark}{word}{word}{mark}" for mark, word in words)
    said = " ".join(f"{word}{word}" for _, word in words)
    assert read_structured(source).blocks[1].text == said


@given(pieces=TEXTS)
@examples(max_examples=100, deadline=None)
def test_what_marks_hold_is_never_a_word_outside_of_targets_and_comments(pieces: list[str]) -> None:
    source = "".join(pieces)
    found = read_structured(source)
    held = Counter(source_of(source, [span for block in found.blocks for span in block.spans]))
    hidden = source_of(source, found.marks)
    assert held["é"] + hidden.count("é") == source.count("é")
    if not any(mark in source for mark in ("<", "![", "```", "]:", ":::")):
        assert held["é"] == source.count("é")


def test_a_note_in_lines_that_are_a_table_as_they_stand_is_part_of_the_row() -> None:
    source = "# net\r| ^[net] | a |\n|---|---|\n| ^[net] |\n\n"
    found = read_structured(source)
    check_blocks(source, found.blocks, found.marks)
