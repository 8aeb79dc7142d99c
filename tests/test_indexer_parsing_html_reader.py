"""HTML articles: what each element becomes, what is no part of the article, and that no word is lost or doubled."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from markup_words import words_of_html
from test_indexer_laws import check_blocks

from indexer.parsing.markup.html_reader import HTML
from indexer.parsing.reader import ReadSource
from kutip.types import Kind


def read(source: str) -> ReadSource:
    result = HTML.read(source.encode("utf-8"))
    check_blocks(result.text, result.blocks)
    return result


def kinds(source: str) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    return [(str(block.kind), block.text) for block in read(source).blocks]


def texts(source: str, kind: Kind = Kind.PARAGRAPH) -> list[str]:
    return [block.text for block in read(source).blocks if block.kind is kind]


# --- Blocks ---------------------------------------------------------------------------------------------------------


def test_headings_have_their_levels_and_stand_above_what_follows() -> None:
    blocks = read(
        "<h1>Moss</h1><h2>On <i>roofs</i></h2><p>It grows.</p><h3>Slate</h3><p>It dries.</p><h2>Walls</h2>"
    ).blocks
    assert [(one.level, one.text) for one in blocks if one.level] == [
        (1, "Moss"),
        (2, "On roofs"),
        (3, "Slate"),
        (2, "Walls"),
    ]
    assert [one.heading for one in blocks if not one.level] == [("Moss", "On roofs"), ("Moss", "On roofs", "Slate")]


def test_text_outside_of_paragraphs_and_around_blocks_is_kept_in_order() -> None:
    source = "<div>One <b>two<p>three</p></b> four <span>five <div>six</div> seven</span> eight</div>nine"
    assert texts(source) == ["One two", "three", "four five", "six", "seven eight", "nine"]


def test_two_line_breaks_end_a_paragraph_and_one_is_a_blank() -> None:
    assert texts("<p>One<br>two<br> \n<br>three<br/>four</p>") == ["One two", "three four"]


def test_lists_show_the_numbers_that_a_browser_shows() -> None:
    source = (
        "<ul><li>moss<li><p>fern</p><ol type=a start=2><li>wet</li><li value=5><p>dry</p></ol></ul>"
        "<ol reversed><li>last<li>first</ol><ol><li>[1] own<li>[2] label</ol><ol style='list-style: none'><li>bare</ol>"
    )
    assert texts(source, Kind.LIST_ITEM) == [
        "moss", "fern", "b. wet", "e. dry", "2. last", "1. first", "[1] own", "[2] label", "bare",
    ]  # fmt: skip


def test_terms_stand_in_front_of_their_texts() -> None:
    source = "<dl><dt>Moss<dd>A plant.<dt>Fern<dt>Bracken<dd><p>Another.</p><p>More.</p><dt>Alone</dl>"
    assert texts(source, Kind.LIST_ITEM) == ["Moss\nA plant.", "Fern Bracken\nAnother.", "More."]
    assert texts(source) == ["Alone"]


def test_quotations_captions_and_listings_are_told_apart() -> None:
    source = (
        "<blockquote><p>It is wet.</p></blockquote><figure><img alt=no><figcaption>Figure 1. A wall.</figcaption>"
        "</figure><pre>for x in y:\n    go(x)\n</pre><p>Table 2. Not a table</p><p>Keywords: moss; walls</p>"
    )
    assert [kind for kind, _ in kinds(source)] == ["quote", "caption", "code", "caption", "front_matter"]
    assert "for x in y:\n    go(x)" in read(source).text


def test_a_page_that_is_one_listing_is_a_text() -> None:
    source = "<h1>Minutes</h1><pre>We met at noon\nand spoke of moss.\n\nThen we left.</pre>"
    assert texts(source) == ["We met at noon and spoke of moss.", "Then we left."]


def test_raised_digits_are_no_digits_of_the_number_before_them() -> None:
    source = (
        "<p>It took 10<sup>5</sup> g, 3&nbsp;m<sup>2</sup>, CO<sub>2</sub>, the 20<sup>th</sup> part,"
        " 10<sup>−3</sup> and x<sub>i</sub> of Vik<sup>a,b</sup>, a note<sup>[4]</sup>.</p>"
    )
    assert texts(source) == ["It took 10⁵ g, 3 m², CO₂, the 20th part, 10⁻³ and xᵢ of Vikᵃ,ᵇ, a note[4]."]


def test_formulas_are_read_by_their_tex_or_else_written_on_one_line() -> None:
    mathml = "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><msub><mi>c</mi><mn>1</mn></msub></mfrac></math>"
    tex = "<semantics><mi>y</mi><annotation encoding='application/x-tex'>y^2</annotation></semantics>"
    source = (
        f"<p>Where {mathml} and <math alttext='\\alpha'><mi>α</mi></math> hold:<math display=block>{tex}</math>so.</p>"
        "<p>With <script type='math/tex'>z_1</script> too <script type='math/tex; mode=display'>z = 2</script></p>"
    )
    assert kinds(source) == [
        ("paragraph", "Where (a+b)/(c_1) and \\alpha hold:"),
        ("equation", "y^2"),
        ("paragraph", "so."),
        ("paragraph", "With z_1 too"),
        ("equation", "z = 2"),
    ]


# --- Tables ---------------------------------------------------------------------------------------------------------


def rows(source: str) -> list[list[tuple[str, str]]]:
    blocks = [block for block in read(source).blocks if block.kind is Kind.TABLE_ROW]
    return [[(cell.column, cell.text) for cell in block.cells] for block in blocks]


def test_cells_stand_below_the_headers_that_span_them() -> None:
    source = (
        "<table><caption>Table 1. Moss</caption><tfoot><tr><td>Sum<td>7<td>9</tfoot><thead>"
        "<tr><th rowspan=2>Town<th colspan=2>Moss<tr><th>2019<th>2020</thead>"
        "<tbody><tr><td rowspan=2>Vik<td>3<td>4<tr><td colspan=2>none</tbody></table>"
    )
    assert rows(source) == [
        [("Town", "Vik"), ("Moss · 2019", "3"), ("Moss · 2020", "4")],
        [("Town", "Vik"), ("Moss · 2019 / Moss · 2020", "none")],
        [("Town", "Sum"), ("Moss · 2019", "7"), ("Moss · 2020", "9")],
    ]
    assert texts(source, Kind.CAPTION) == ["Table 1. Moss", "Town Moss", "2019 2020"]
    assert all(b.context[0] == "Table 1. Moss" for b in read(source).blocks if b.kind is Kind.TABLE_ROW)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("<tr><th>Town<th>Moss<tr><td>Vik<td>3<tr><td>Bo<td>4", True),
        ("<tr><td><b>Town</b><td><strong>Moss</strong><tr><td>Vik<td>wet<tr><td>Bo<td>dry", True),
        ("<tr><td>Town<td>Moss<tr><td>Vik<td>3<tr><td>Bo<td>4 %", True),
        ("<tr><td>Vik<td>wet<tr><td>Bo<td>dry<tr><td>Oslo<td>wet", False),
        ("<tr><td>2019<td>3<tr><td>2020<td>4<tr><td>2021<td>5", False),
        ("<tr><th>Vik<td>3<tr><th>Bo<td>4<tr><th>Oslo<td>5", False),
    ],
)
def test_a_first_row_names_columns_only_where_that_is_sure(table: str, named: bool) -> None:
    read_rows = rows(f"<table>{table}</table>")
    assert (len(read_rows), {cell[0] for cell in read_rows[0]}) == ((2, {"Town", "Moss"}) if named else (3, {""}))


def test_a_paragraph_or_figure_caption_is_the_caption_of_its_table() -> None:
    table = "<table><tr><th>Town<th>Moss<tr><td>Vik<td>3<tr><td>Bo<td>4</table>"
    for source in (
        f"<p>Table 3: Wet towns</p>{table}",
        f"<figure>{table}<figcaption>Table 3: Wet towns</figcaption></figure>",
    ):
        row = next(block for block in read(source).blocks if block.kind is Kind.TABLE_ROW)
        assert row.context == ("Table 3: Wet towns", "Town", "Moss")
        assert texts(source, Kind.CAPTION).count("Table 3: Wet towns") == 1


def test_tables_that_lay_out_a_page_are_no_tables() -> None:
    inner = "<tr><td>Vik<td>3<tr><td>Bo<td>4<tr><td>Oslo<td>5"
    source = (
        f"<table><tr><td>Menu<td><h1>Moss</h1><p>It grows.</p><table>{inner}</table></table><table><tr><td>Box</table>"
    )
    assert [kind for kind, _ in kinds(source)] == [
        "paragraph", "heading", "paragraph", "table_row", "table_row", "table_row", "paragraph",
    ]  # fmt: skip


# --- The article in its page ----------------------------------------------------------------------------------------

BODY = "".join(f"<p>Moss grows on wall {n} of the old town.</p>" for n in range(30))


def test_what_stands_around_a_marked_article_is_furniture_and_menus_are_left_out() -> None:
    source = (
        "<header>Our site</header><nav><a href=/>Home</a></nav><div class=toc><a href=#a>Moss</a></div>"
        f"<aside>Buy now</aside><main><h1>Moss</h1>{BODY}</main><footer><h4>Contact</h4></footer>"
    )
    assert [text for kind, text in kinds(source) if kind == "furniture"] == ["Our site", "Buy now", "Contact"]
    assert "Home" not in read(source).text
    assert texts(source, Kind.HEADING) == ["Moss"]


@pytest.mark.parametrize(
    "source",
    [
        f"<main><p>Teaser.</p></main><h1>Moss</h1>{BODY}",
        f"<article><p>One.</p></article><article><p>Two.</p></article><h1>Moss</h1>{BODY}",
        f"<header><h1>Moss</h1>{BODY}</header>",
        f"<form>{BODY}</form>",
        f"<nav>{BODY}</nav>",
        f"<div aria-hidden=true>{BODY}</div>",
    ],
)
def test_an_article_is_not_lost_where_the_page_marks_it_wrongly(source: str) -> None:
    assert len([text for text in texts(source) if text.startswith("Moss grows")]) == 30


def test_what_nobody_sees_is_left_out() -> None:
    source = (
        "<head><title>x1</title><style>x2</style></head><script>x3</script><template><p>x4</p></template>"
        "<p hidden>x5</p><p style='display: none'>x6</p><p class=sr-only>x7</p><span aria-hidden=true>x8</span>"
        "<!-- x9 --><select><option>y1</select><h2>Moss<a class=headerlink href=#m>¶</a></h2>"
        "<p>Seen.<noscript>y2</noscript><button>y3</button></p>"
    )
    assert kinds(source) == [("heading", "Moss"), ("paragraph", "Seen.")]


# --- Notes and references -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "notes",
    [
        "<section class=footnotes role=doc-endnotes><hr><ol><li id=fn1><p>A note.<a href=#r1>↩︎</a></p></ol></section>",
        "<aside role=doc-footnote id=n1>1. A note.</aside>",
        "<div class=footnotes><p>1. A note.</p></div>",
        "<ol class=footnotes><li>A note.</ol>",
        "<p id=ftn1>1. A note.</p>",
        "<dl class=footnote><dt>1.</dt><dd>A note.</dd></dl>",
    ],
)
def test_footnotes_are_blocks_of_their_own_kind(notes: str) -> None:
    source = f"<p>Moss grows.<sup id=fnref1><a href=#fn1>1</a></sup></p>{notes}"
    assert kinds(source) == [("paragraph", "Moss grows.¹"), ("footnote", "1. A note.")]


def test_a_note_within_a_sentence_stands_after_its_paragraph() -> None:
    source = "<p>Moss<span class=sidenote>Of any kind at all.</span> grows on.</p><p>So.</p>"
    assert kinds(source) == [("paragraph", "Moss grows on."), ("footnote", "Of any kind at all."), ("paragraph", "So.")]


ENTRIES = ("Kim, A. (2020). Moss on walls. Roof Journal, 2, 1–3.", "Lee, B. (2019). Wet towns. Vik Press.")


@pytest.mark.parametrize(
    "listed",
    [
        "<h2>References</h2><ul><li id=a>{}<li id=b>{}</ul>",
        "<h3>4. Literature cited</h3><p id=a>{}</p><p><a name=b></a>{}</p>",
        "<section role=doc-bibliography><h2>Works we used</h2><p id=a>{}</p><p id=b>{}</p></section>",
        "<div id=refs class=csl-bib-body><div id=a class=csl-entry>{}</div><div id=b class=csl-entry>{}</div></div>",
        "<ol class=references style='list-style:none'><li><span id=a>{}</span><li><cite id=b>{}</cite></ol>",
        "<p role=doc-biblioentry id=a>{}</p><p role=doc-biblioentry id=b>{}</p>",
        "<h2>Daftar Pustaka</h2><dl><dt id=a></dt><dd>{}</dd><dt id=b></dt><dd>{}</dd></dl>",
    ],
)
def test_entries_of_references_are_found_however_they_are_marked(listed: str) -> None:
    source = f"<h2>Moss</h2><p>As <a href='#a'>Kim (2020)</a> found.</p>{listed.format(*ENTRIES)}"
    assert texts(source, Kind.REFERENCE) == list(ENTRIES)


def test_entries_of_a_numbered_list_have_numbers_and_end_with_their_section() -> None:
    source = (
        f"<h2>References</h2><ol><li>{ENTRIES[0]}<li>{ENTRIES[1]}</ol><h2>Thanks</h2><ul><li>To all who helped us.</ul>"
    )
    assert texts(source, Kind.REFERENCE) == [f"1. {ENTRIES[0]}", f"2. {ENTRIES[1]}"]
    assert texts(source, Kind.LIST_ITEM) == ["To all who helped us."]


def test_notes_behind_a_section_of_references_are_no_entries() -> None:
    listed = f"<section><h2>References</h2><ul><li>{ENTRIES[0]}</ul></section>"
    notes = "<section class=footnotes><ol><li>It had one cinema in 2019.</ol></section>"
    source = f"{listed}{notes}<p>More was said in 2020.</p>"
    assert texts(source, Kind.REFERENCE) == [ENTRIES[0]]
    assert texts(source, Kind.FOOTNOTE) == ["1. It had one cinema in 2019."]


def test_paragraphs_below_a_heading_of_references_that_are_none_stay_paragraphs() -> None:
    source = "<h2>References</h2><p>We thank those who wrote letters for us.</p><p>They are many and all were read.</p>"
    assert texts(source, Kind.REFERENCE) == []


# --- What the page states -------------------------------------------------------------------------------------------


def test_facts_are_read_from_meta_elements() -> None:
    source = (
        "<meta name=citation_title content='Moss  on walls'><meta name=citation_author content='Okafor, Ana'>"
        "<meta name=citation_author content='Jan van der Berg'><meta name=citation_date content='2021/05/04'>"
        "<meta name=citation_doi content='https://doi.org/10.1234/moss'>"
        "<meta name=citation_journal_title content='Roofs'>"
        "<meta name=citation_volume content=4><meta name=citation_firstpage content=11>"
        "<meta name=citation_lastpage content=19><p>Text."
    )
    assert read(source).stated == {
        "title": "Moss on walls",
        "author": [{"given": "Ana", "family": "Okafor"}, {"given": "Jan", "family": "van der Berg"}],
        "issued": {"date-parts": [[2021]]},
        "container-title": "Roofs",
        "volume": "4",
        "page": "11–19",
        "DOI": "10.1234/moss",
    }


def test_facts_are_read_from_json_that_describes_an_article() -> None:
    article = (
        '{"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": ["ScholarlyArticle"], "headline": "Moss",'
        ' "author": [{"name": "Ana Okafor"}, {"familyName": "Berg"}], "datePublished": "2021-05-04",'
        ' "identifier": {"value": "10.1234/moss"}}]}'
    )
    assert read(f"<script type=application/ld+json>{article}</script><p>Text.").stated == {
        "title": "Moss",
        "author": [{"given": "Ana", "family": "Okafor"}, {"family": "Berg"}],
        "issued": {"date-parts": [[2021]]},
        "DOI": "10.1234/moss",
    }


@pytest.mark.parametrize(
    "source",
    [
        "<title>Our site</title><h1>Moss</h1><p>Text.",
        "<title>Moss | Site</title><h1>Moss</h1><h1>Fern</h1>",
        "<meta name=author content=admin><meta property=og:title content=Site><p>Text.",
        "<meta name=citation_author content='Ana Okafor'><meta name=citation_author content='Mossgroup'><p>Text.",
        "<meta name=dc.identifier content=ISSN1234><meta name=dc.date content='2019 to 2021'><p>Text.",
        "<script type=application/ld+json>{not json</script><script type=application/ld+json>[[[</script><p>x",
        f"<script type=application/ld+json>{'[' * 100_000}</script><p>x",
    ],
)
def test_what_a_page_does_not_state_clearly_is_left_out(source: str) -> None:
    assert read(source).stated == {}


def test_the_main_heading_is_the_title_if_the_page_is_named_after_it() -> None:
    assert read("<title>Moss on walls | Site</title><h1>Moss on walls</h1><p>x").stated == {"title": "Moss on walls"}


# --- The law --------------------------------------------------------------------------------------------------------

TAGS = (
    "p div section article ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote figure figcaption"
    " h1 h2 h6 header footer aside main address pre a b i span sup sub font cite center form details summary nav button"
    " noscript style br hr img input"
).split()
ATTRIBUTES = st.sampled_from(
    [
        "",
        " id=fn1",
        " class=footnotes",
        " class=references",
        " id=r1",
        " href=#r1",
        " colspan=2",
    ]
)
NODES = st.recursive(
    st.just("WORD") | st.sampled_from([" ", "\n", " WORD ", "<!-- no -->", "<br>"]),
    lambda inner: st.builds(
        lambda tag, attribute, parts, end: f"<{tag}{attribute}>{''.join(parts)}{f'</{tag}>' * end}",
        st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4), st.booleans(),
    ),
    max_leaves=30,
)  # fmt: skip


@given(nodes=st.lists(NODES, max_size=6))
@examples(max_examples=300, deadline=None)
def test_every_word_that_a_reader_sees_is_in_the_text_once(nodes: list[str]) -> None:
    pieces = "".join(nodes).split("WORD")
    source = "".join(f"{piece}w{'abcdefghij'[n % 10]}{chr(97 + n // 10)}" for n, piece in enumerate(pieces))
    result = read(source)
    served = Counter(word for word in result.text.split() if word.rstrip(".").isdecimal() is False)
    assert served == words_of_html(source.encode("utf-8"))
