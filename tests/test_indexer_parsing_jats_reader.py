"""JATS articles: what each element becomes, entries of references, facts of the front, and that no word is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from markup_words import words_of_xml
from test_indexer_laws import check_blocks

from indexer.bibliography.read import read_bibliography
from indexer.parsing.markup.jats_reader import JATS
from indexer.parsing.reader import ReadSource
from kutip.errors import SourceError
from kutip.types import Bibliography, Document, Kind

HEAD = '<article xmlns:xlink="x" xmlns:mml="m" article-type="research-article"'


def read(body: str = "", *, meta: str = "", back: str = "", journal: str = "", lang: str = "en") -> ReadSource:
    front = f"<front><journal-meta>{journal}</journal-meta><article-meta>{meta}</article-meta></front>"
    source = f'{HEAD} xml:lang="{lang}">{front}<body>{body}</body><back>{back}</back></article>'
    result = JATS.read(source.encode())
    check_blocks(result.text, result.blocks)
    return result


def kinds(result: ReadSource) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in result.blocks]


def cited(result: ReadSource) -> Bibliography:
    document = Document("any", result.text, "0" * 64, {})
    return read_bibliography(document, result.blocks, result.keyed)


# --- Front ----------------------------------------------------------------------------------------------------------

PEOPLE = (
    "<contrib-group><contrib contrib-type='author'><name><surname>Okafor</surname><given-names>Ana B."
    "</given-names></name>"
    "<xref ref-type='aff' rid='a1'>1</xref></contrib><contrib contrib-type='author'><name-alternatives><name>"
    "<surname>de Vries"
    "</surname><given-names>Jan</given-names><suffix>Jr</suffix></name><string-name>Ян</string-name>"
    "</name-alternatives>"
    "</contrib><contrib contrib-type='author'><collab>Moss Group</collab></contrib><contrib"
    " contrib-type='editor'><name>"
    "<surname>Edd</surname></name></contrib></contrib-group><aff id='a1'><label>1</label>Vik University</aff>"
)


def test_the_front_is_title_people_abstract_and_keywords() -> None:
    meta = (
        "<article-id pub-id-type='doi'>10.1234/moss</article-id><title-group><article-title>Moss on <italic>old"
        "</italic> roofs"
        "</article-title><subtitle>a survey</subtitle></title-group>"
        f"{PEOPLE}<abstract><sec><title>Aim</title><p>To count.</p></sec></abstract>"
        "<kwd-group><kwd>moss</kwd><kwd>roofs</kwd></kwd-group>"
    )
    result = read("<sec><title>Methods</title><p>We count.</p></sec>", meta=meta)
    assert kinds(result) == [
        ("heading", "Moss on old roofs: a survey"),
        ("front_matter", "Ana B. Okafor¹, Jan de Vries Jr, Moss Group, Edd"),
        ("front_matter", "1 Vik University"),
        ("heading", "Abstract"),
        ("heading", "Aim"),
        ("paragraph", "To count."),
        ("front_matter", "Keywords: moss, roofs"),
        ("heading", "Methods"),
        ("paragraph", "We count."),
    ]
    assert [block.level for block in result.blocks if block.level] == [1, 2, 3, 2]


def test_the_front_states_facts() -> None:
    meta = (
        "<article-id pub-id-type='pmid'>1</article-id><article-id pub-id-type='doi'>10.1234/moss</article-id>"
        f"<title-group><article-title>Moss</article-title></title-group>{PEOPLE}<pub-date pub-type='epub'>"
        "<year>2020</year>"
        "</pub-date><pub-date date-type='pub' publication-format='print'><year>2021</year></pub-date><volume>4"
        "</volume>"
        "<issue>2</issue><fpage>11</fpage><lpage>19</lpage>"
    )
    journal = "<journal-title-group><journal-title>Roofs</journal-title></journal-title-group>"
    assert read("<p>x</p>", meta=meta, journal=journal).stated == {
        "title": "Moss",
        "author": [
            {"given": "Ana B.", "family": "Okafor"},
            {"given": "Jan", "family": "de Vries", "suffix": "Jr"},
            {"literal": "Moss Group"},
        ],
        "issued": {"date-parts": [[2021]]},
        "container-title": "Roofs",
        "volume": "4",
        "issue": "2",
        "page": "11–19",
        "DOI": "10.1234/moss",
    }


def test_authors_of_whom_one_is_unclear_are_not_stated() -> None:
    people = "<contrib><name><surname>A</surname></name></contrib><contrib><anonymous/></contrib>"
    assert "author" not in read("<p>x</p>", meta=f"<contrib-group>{people}</contrib-group>").stated


def test_an_article_in_indonesian_has_headings_in_indonesian() -> None:
    result = read(
        meta="<abstract><p>Lumut.</p></abstract>", back="<ref-list><ref><p>A.</p></ref></ref-list>", lang="id-ID"
    )
    assert [text for kind, text in kinds(result) if kind == "heading"] == ["Abstrak", "Daftar pustaka"]


# --- Body -----------------------------------------------------------------------------------------------------------


def test_blocks_within_a_paragraph_part_it_and_notes_stand_after_it() -> None:
    body = (
        "<sec><label>1</label><title>On roofs</title><p>One<fn><label>*</label><p>A note.</p></fn> two:"
        "<disp-formula><label>(1)"
        "</label><mml:math><mml:mi>y</mml:mi></mml:math></disp-formula>three<list list-type='order'><list-item>"
        "<p>a</p><p>b</p>"
        "</list-item><list-item><label>ii.</label><p>c</p></list-item></list>end.</p><disp-quote><p>Wet.</p>"
        "</disp-quote></sec>"
    )
    assert kinds(read(body)) == [
        ("heading", "1 On roofs"),
        ("paragraph", "One two:"),
        ("footnote", "* A note."),
        ("equation", "(1) y"),
        ("paragraph", "three"),
        ("list_item", "1. a"),
        ("list_item", "b"),
        ("list_item", "ii. c"),
        ("paragraph", "end."),
        ("quote", "Wet."),
    ]


def test_figures_tables_and_their_notes_have_their_labels() -> None:
    body = (
        "<fig><label>Fig. 1</label><caption><title>A roof</title><p>From above.</p></caption><graphic"
        " xlink:href='f'/></fig>"
        "<table-wrap><label>Table 1</label><caption><p>Roofs</p></caption><table><thead><tr><th>Town</th>"
        "<th>Moss</th></tr>"
        "</thead><tbody><tr><td>Vik<xref ref-type='table-fn' rid='t'>a</xref></td><td>3</td></tr></tbody></table>"
        "<table-wrap-foot><fn id='t'><label>a</label><p>In May.</p></fn><p>Own count.</p></table-wrap-foot>"
        "</table-wrap>"
    )
    result = read(body)
    assert kinds(result) == [
        ("caption", "Fig. 1. A roof. From above."),
        ("caption", "Table 1. Roofs"),
        ("caption", "Town Moss"),
        ("table_row", "Vikᵃ 3"),
        ("footnote", "a In May."),
        ("caption", "Own count."),
    ]
    row = next(block for block in result.blocks if block.kind is Kind.TABLE_ROW)
    assert [(cell.column, cell.text) for cell in row.cells] == [("Town", "Vikᵃ"), ("Moss", "3")]
    assert row.context == ("Table 1. Roofs", "Town", "Moss")


def test_of_a_formula_in_several_forms_one_is_shown() -> None:
    tex = r"\documentclass{minimal}\begin{document}$$x_1$$\end{document}"
    body = (
        f"<p>Let <alternatives><mml:math><mml:mi>x</mml:mi></mml:math><tex-math>{tex}</tex-math></alternatives> be.</p>"
    )
    assert kinds(read(body)) == [("paragraph", "Let x_1 be.")]


def test_sections_of_the_back_and_terms_are_read() -> None:
    back = (
        "<ack><title>Thanks</title><p>To all.</p></ack><app-group><app><label>A</label><title>Data</title>"
        "<p>Here.</p></app>"
        "</app-group><glossary><def-list><def-item><term>Moss</term><def><p>A plant.</p></def></def-item>"
        "</def-list></glossary>"
        "<fn-group><fn><p>Equal work.</p></fn></fn-group>"
    )
    assert kinds(read("<p>x</p>", back=back)) == [
        ("paragraph", "x"), ("heading", "Thanks"), ("paragraph", "To all."), ("heading", "A Data"),
        ("paragraph", "Here."),
        ("list_item", "Moss\nA plant."), ("footnote", "Equal work."),
    ]  # fmt: skip


# --- References -----------------------------------------------------------------------------------------------------

PRINTED = (
    "<ref id='b1'><label>1</label><mixed-citation><name><surname>Kim</surname>, <given-names>A.</given-names></name>"
    " (<year>2020</year>). <article-title>Moss on walls</article-title>. <source>Roofs</source>, <volume>2</volume>,"
    " <fpage>1</fpage>–<lpage>3</lpage>.</mixed-citation></ref>"
)
WHERE = "Journal of Towns, 4(1), 5–9. https://doi.org/10.1234/t.5"
UNPRINTED = (
    "<ref id='b2'><label>2</label><element-citation><person-group person-group-type='author'><name><surname>Lee"
    "</surname>"
    "<given-names>BC</given-names></name><name><surname>Moe</surname><given-names>D</given-names></name>"
    "</person-group>"
    "<article-title>Wet towns of the north</article-title><source>Journal of Towns</source><year>2019</year>"
    "<volume>4</volume>"
    "<issue>1</issue><fpage>5</fpage><lpage>9</lpage><pub-id pub-id-type='doi'>10.1234/t.5</pub-id><comment>In"
    " Norse</comment>"
    "</element-citation></ref>"
)


def test_entries_are_as_printed_or_written_from_their_elements() -> None:
    result = read("<p>x</p>", back=f"<ref-list>{PRINTED}{UNPRINTED}</ref-list>")
    assert kinds(result)[1:] == [
        ("heading", "References"),
        ("reference", "1. Kim, A. (2020). Moss on walls. Roofs, 2, 1–3."),
        ("reference", f"2. Lee, BC; Moe, D (2019). Wet towns of the north. {WHERE} In Norse."),
    ]
    first, second = cited(result).references
    assert [(author.family, author.given) for author in second.authors] == [("Lee", "BC"), ("Moe", "D")]
    parts = (
        first.title,
        second.title,
        second.container,
        second.volume,
        second.pages,
        second.doi,
        second.year,
        second.number,
    )
    assert [part and part.text for part in parts] == [
        "Moss on walls", "Wet towns of the north", "Journal of Towns", "4", "5–9", "10.1234/t.5", "2019", "2",
    ]  # fmt: skip


def test_links_to_entries_are_citations_whatever_their_words() -> None:
    body = (
        "<p>As <xref ref-type='bibr' rid='b1'>they said</xref>, and [<xref ref-type='bibr' rid='b1'>1</xref>,"
        "<xref ref-type='bibr' rid='b2'>2</xref>], towns<sup><xref ref-type='bibr' rid='b2'>2</xref></sup> of"
        " <xref ref-type='fig' rid='f'>Figure 1</xref> and <xref ref-type='bibr' rid='lost'>Roe (1999)</xref>.</p>"
    )
    read_of = cited(read(body, back=f"<ref-list>{PRINTED}{UNPRINTED}</ref-list>"))
    numbers = {one.id: one.number and one.number.text for one in read_of.references}
    assert [(one.text, numbers.get(one.reference_id or "")) for one in read_of.mentions] == [
        ("they said", "1"), ("1", "1"), ("2", "2"), ("²", "2"), ("Roe (1999)", None),
    ]  # fmt: skip


# --- Refusals and the law -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<pmc-articleset><article/><article/></pmc-articleset>", "has 2 articles"),
        ("<book/>", "has 0 articles"),
        ("<article><body><p>x</body></article>", "is not well-formed"),
        ("<!DOCTYPE article [<!ENTITY x 'y'>]><article><body><p>&x;</p></body></article>", "uses the entity &x;"),
    ],
)
def test_what_is_no_single_article_is_refused(source: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        JATS.read(source.encode())


def test_a_set_with_one_article_is_read() -> None:
    source = f"<pmc-articleset>{HEAD}><body><p>Moss.</p></body></article></pmc-articleset>"
    assert JATS.fits(source.encode())
    assert JATS.read(source.encode()).text == "Moss."


TAGS = (
    "p sec title label list list-item disp-quote boxed-text fig caption table-wrap table thead tbody tr td th"
    " fn-group"
    " table-wrap-foot italic bold named-content styled-content ext-link xref def-list def-item term def"
    " disp-formula statement"
    " verse-group verse-line ack app speech supplementary-material unknown p p"
).split()
INLINE = ("italic", "bold", "named-content", "styled-content", "ext-link", "xref", "unknown", "article")
NODES = st.recursive(
    st.sampled_from(["WORD", " WORD ", " ", "\n", "<break/>", " <fn><p>WORD</p></fn> "]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=4)
    ),
    max_leaves=30,
)


@given(nodes=st.lists(NODES, max_size=6))
@examples(max_examples=300, deadline=None)
def test_every_word_of_a_body_is_in_the_text_once(nodes: list[str]) -> None:
    pieces = "".join(nodes).split("WORD")
    words = [f"w{'abcdefghij'[n % 10]}{chr(97 + n // 10)}" for n in range(len(pieces) - 1)]
    body = "".join(piece + word for piece, word in zip(pieces, [*words, ""], strict=True))
    result = JATS.read(f"<article><body>{body}</body></article>".encode())
    check_blocks(result.text, result.blocks)
    assert Counter(word for word in result.text.replace(".", " ").split()) == words_of_xml(
        f"<body>{body}</body>".encode(), *INLINE
    )
