"""The pictures of a PDF's pages beside its text: which are shown, what is lit on them, where the text stands."""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from made_pdfs import BODY, BOLD, drawn, paper
from made_thesis import thesis
from reportlab.pdfgen.canvas import Canvas
from test_api_pages_marked_text import marked_texts
from test_api_pages_paper_view import ENGLISH, all_pieces, read, retriever_of, texts, unspaced

from api.pages.answer_view import show_answer
from api.pages.links import Links, read_spans
from api.pages.marked_text import MarkedPiece, pieces
from api.pages.page_side import PageSide, page_side
from api.pages.paper_parts import Entries, HeadingView, Items, PagePlace, PaperView, PartView, Rows, TextView
from api.pages.paper_view import list_references, read_paper
from indexer.bibliography.read import read_bibliography
from indexer.parsing.formats import READERS
from indexer.parsing.pdf.pdf_reader import PDF
from indexer.parsing.reader import ReadSource
from indexer.passages import cut_passages
from kutip.errors import NotFoundError
from kutip.text.page_boxes import boxes_at, page_of
from kutip.text.reading import source_of
from kutip.types import Answer, AnswerSentence, Citation, Document, Hit, Kind, PageShape, Span, Status
from retriever.search import Retriever


def opened(data: bytes, *, labels: Sequence[str] = ()) -> tuple[Document, ReadSource, Retriever]:
    """A PDF as the index holds it, without an index."""
    own = PDF.read(data)
    shapes = own.page_shapes
    if labels:
        shapes = tuple(PageShape(one.width, one.height, label) for one, label in zip(shapes, labels, strict=True))
    document = Document(
        "paper", own.text, "00" * 32, {}, own.pages, "source.pdf", page_shapes=shapes, boxes_of=own.boxes
    )
    passages = cut_passages(document, own.blocks, lambda text: len(text.split()), target=20, limit=40)
    bibliography = read_bibliography(document, own.blocks)
    held = SimpleNamespace(
        document=lambda _: document,
        documents={document.id: document},
        passage=lambda wanted: next(one for one in passages if one.id == wanted),
        passages=passages,
        blocks=lambda _: own.blocks,
        bibliography=lambda _: bibliography,
    )
    return document, own, cast(Retriever, held)


@pytest.fixture(scope="module")
def eels() -> tuple[Document, ReadSource, Retriever]:
    return opened(paper(columns=2))


@pytest.fixture(scope="module")
def sidat() -> tuple[Document, ReadSource, Retriever]:
    data = thesis(6)
    return opened(data, labels=[str(217 + at) for at in range(len(PDF.read(data).pages))])


@pytest.fixture(params=["eels", "sidat"])
def pdf(request: pytest.FixtureRequest) -> tuple[Document, ReadSource, Retriever]:
    return cast(tuple[Document, ReadSource, Retriever], request.getfixturevalue(request.param))


def side_of(document: Document, *, lit: Sequence[Span] = (), page: int = 0, links: Links = ENGLISH) -> PageSide:
    found = page_side(document, links, lit=lit, page=page)
    assert found is not None
    return found


def span(document: Document, words: str) -> Span:
    start = document.source_text.index(words)
    return Span(start, start + len(words))


def of_pages(count: int) -> Document:
    """A PDF whose pages have one letter each."""
    shape = PageShape(600, 800)
    return Document("big", "x" * count, "", {}, tuple(range(count)), "source.pdf", page_shapes=(shape,) * count)


# --- Which pages are shown --------------------------------------------------------------------------------------------


def test_a_paper_of_another_form_has_no_side_and_no_trace_of_one() -> None:
    page = read("# Eels\n\nEels climb ladders.\n\n- One\n- Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert page.side is None
    assert page.paper.pages == 0
    assert all(piece.places == () for piece in all_pieces(page))
    assert all(place is None for part in page.parts for place in places_of(part))


def test_the_first_page_is_shown_if_nothing_is_lit(pdf: tuple[Document, ReadSource, Retriever]) -> None:
    side = side_of(pdf[0])
    assert [one.number for one in side.pages] == [1]
    assert side.pages[0].lit == ()
    assert side.before is None
    assert side.others == ()


def test_each_passage_is_lit_at_its_boxes_on_its_pages(pdf: tuple[Document, ReadSource, Retriever]) -> None:
    document, _, retriever = pdf
    assert len(retriever.passages) > 10
    for passage in retriever.passages:
        side, boxes = side_of(document, lit=passage.spans), boxes_at(document, passage.spans)
        assert [one.number for one in side.pages] == sorted({box.page for box in boxes})[:2]
        for one in side.pages:
            assert sorted(one.lit) == sorted(box for box in boxes if box.page == one.number)
            assert all(0 <= box.x0 < box.x1 <= one.width and 0 <= box.y0 < box.y1 <= one.height for box in one.lit)


def test_words_that_go_on_over_the_page_light_both_pages(sidat: tuple[Document, ReadSource, Retriever]) -> None:
    document, own, _ = sidat
    block = next(
        one for one in own.blocks if page_of(document, one.spans[0].start) != page_of(document, one.spans[-1].start)
    )
    side = side_of(document, lit=block.spans)
    assert [one.number for one in side.pages] == [1, 2]
    assert all(one.lit for one in side.pages)
    assert side.after is not None
    assert "page=3" in side.after.address


def test_a_page_that_is_asked_for_is_shown_alone_with_what_is_lit_on_it(
    sidat: tuple[Document, ReadSource, Retriever],
) -> None:
    document = sidat[0]
    lit = [span(document, "Sebuah kamera meng-\nhitung")]
    side = side_of(document, lit=lit, page=3)
    assert [(one.number, one.lit) for one in side.pages] == [(3, ())]
    assert [parse_qs(urlsplit(one.address).query)["page"] for one in side.others] == [["1"]]
    assert side.before is not None
    assert parse_qs(urlsplit(side.before.address).query) == {"lit": [side.lit], "page": ["2"], "lang": ["en"]}
    assert read_spans(side.lit, len(document.source_text)) == tuple(lit)
    shown = side_of(document, lit=lit, page=1).pages[0]
    assert len(shown.lit) == 2  # a line each


@pytest.mark.parametrize("page", [-1, 301, 10**9])
def test_a_page_that_the_pdf_lacks_is_not_found(page: int) -> None:
    with pytest.raises(NotFoundError):
        page_side(of_pages(300), ENGLISH, page=page)


@pytest.mark.parametrize("page", [0, 1, 150, 300])
def test_of_a_thesis_two_pages_are_shown_at_most_and_twenty_listed(page: int) -> None:
    document = of_pages(300)
    lit = [Span(at, at + 1) for at in range(0, 300, 2)]
    for given_lit in ((), lit):
        side = side_of(document, lit=given_lit, page=page)
        assert len(side.pages) <= 2
        assert len(side.others) <= 20
        assert (side.before is None) == (side.pages[0].number == 1)
        assert (side.after is None) == (side.pages[-1].number == 300)


def test_words_without_a_box_show_the_page_on_which_they_stand() -> None:
    side = side_of(of_pages(300), lit=[Span(41, 42)])
    assert [(one.number, one.lit) for one in side.pages] == [(42, ())]


def test_words_that_are_named_many_times_are_looked_up_once(sidat: tuple[Document, ReadSource, Retriever]) -> None:
    document, length = sidat[0], len(sidat[0].source_text)
    side = side_of(document, lit=[Span(start, length) for start in range(2000)])
    assert side.lit == f"0-{length}"
    assert [one.number for one in side.pages] == [1, 2]
    assert [list(one.lit) for one in side.pages] == [
        [box for box in boxes_at(document, [Span(0, length)]) if box.page == number] for number in (1, 2)
    ]


def test_pages_have_the_name_that_is_printed_on_them(
    eels: tuple[Document, ReadSource, Retriever], sidat: tuple[Document, ReadSource, Retriever]
) -> None:
    shown = side_of(sidat[0], page=2).pages[0]
    assert (shown.name.code, shown.name.values["label"]) == ("page.printed_name", "218")
    assert (shown.short.code, shown.short.values["page"]) == ("source.page_printed", "218")
    shown = side_of(eels[0]).pages[0]
    assert (shown.name.code, shown.short.code) == ("page.name", "source.page_of_pdf")


def test_pictures_are_below_the_path_of_a_proxy() -> None:
    side = side_of(of_pages(3), links=Links("id", "/kutip"), page=2)
    assert side.pages[0].picture == "/kutip/v1/documents/big/pages/2.webp"
    assert side.alone == "/kutip/documents/big/pages?lang=id"


def test_the_strip_of_a_page_holds_the_lit_words_and_at_most_half_of_it(
    pdf: tuple[Document, ReadSource, Retriever],
) -> None:
    document, _, retriever = pdf
    for passage in retriever.passages:
        shown = side_of(document, lit=passage.spans).pages[0]
        top, height = shown.strip
        assert 0 <= top < top + height <= shown.height
        assert height <= shown.height / 2 + 1e-6
        assert top <= shown.lit[0].y0 < shown.lit[0].y1 <= top + height
        if max(box.y1 for box in shown.lit) - shown.lit[0].y0 < shown.height / 3:
            assert all(box.y1 <= top + height for box in shown.lit)


def test_a_cited_sentence_of_a_pdf_is_lit_on_a_strip_of_its_page(pdf: tuple[Document, ReadSource, Retriever]) -> None:
    document, _, retriever = pdf
    passage = next(one for one in reversed(retriever.passages) if one.kind is Kind.PARAGRAPH)
    cited = (Span(passage.spans[0].start + 5, passage.spans[0].start + 45),)
    sentence = AnswerSentence("It is so.", (Citation(passage.id, document.id, cited, "so"),))
    answer = Answer(
        "Is it?", "en", Status.ANSWERED, None, None, (sentence,), 0.9, None, (), None, (Hit(passage, 1, 1.0),), ()
    )
    answered = show_answer(answer, retriever, ENGLISH, "en")
    [source] = answered.sources
    assert source.sheet is not None
    assert source.sheet.lit == boxes_at(document, cited)
    assert source.sheet.number == page_of(document, cited[0].start)
    assert [hit.sheet for hit in answered.hits] == [None]


# --- Where the text stands on them ------------------------------------------------------------------------------------


def places_of(part: PartView) -> list[PagePlace | None]:
    match part:
        case HeadingView() | TextView() | Rows():
            return [part.place]
        case Items():
            return list(part.places)
        case Entries():
            return [entry.place for entry in part.entries]


def test_each_page_begins_once_in_the_text_and_in_order(pdf: tuple[Document, ReadSource, Retriever]) -> None:
    document, _, retriever = pdf
    page = read_paper(retriever, "paper", ENGLISH)
    starts = [number for part in page.parts for place in places_of(part) if place for number in place.starts]
    assert starts == list(range(1, len(document.page_shapes) + 1))
    for number in starts:
        assert side_of(document, page=number).pages[0].has_text


def linked(page: PaperView) -> list[tuple[list[tuple[MarkedPiece, ...]], str]]:
    """For each text of a page with a link to its PDF: the pieces of its texts, and the address."""
    found = []
    for part in page.parts:
        runs, places = [tuple(one) for one in texts([part])], places_of(part)
        of_each = [[run] for run in runs] if len(places) == len(runs) and not isinstance(part, Rows) else [runs]
        for own, place in zip(of_each, places, strict=True):
            if place and place.link:
                found.append((own, place.link.address))
    return found


def test_the_link_of_each_text_lights_exactly_this_text(pdf: tuple[Document, ReadSource, Retriever]) -> None:
    document, own, retriever = pdf
    found = linked(read_paper(retriever, "paper", ENGLISH))
    unlinked = {Kind.HEADING, Kind.FURNITURE}
    assert sum(len(runs) for runs, _ in found) >= sum(block.kind not in unlinked for block in own.blocks)
    for runs, address in found:
        lit = read_spans(parse_qs(urlsplit(address).query)["lit"][0], len(document.source_text))
        seen = read_paper(retriever, "paper", ENGLISH, lit=lit)
        shown = "".join(piece.text for piece in all_pieces(seen) if piece.lit)
        assert unspaced(shown) == unspaced("".join(piece.text for run in runs for piece in run))


def test_a_lit_text_links_to_its_page_where_that_is_shown(sidat: tuple[Document, ReadSource, Retriever]) -> None:
    document, own, retriever = sidat
    block = next(one for one in own.blocks if one.kind is Kind.PARAGRAPH and page_of(document, one.spans[0].start) == 3)
    addresses = [address for _, address in linked(read_paper(retriever, "paper", ENGLISH, lit=block.spans))]
    assert [one for one in addresses if one.startswith("#")] == ["#page-3"]
    turned = [address for _, address in linked(read_paper(retriever, "paper", ENGLISH, lit=block.spans, page=1))]
    assert [one for one in turned if one.startswith("#")] == []


def solid(text: str) -> str:
    return "".join(text.split())


def test_the_places_of_each_piece_are_its_characters_in_the_source(
    pdf: tuple[Document, ReadSource, Retriever],
) -> None:
    document, _, retriever = pdf
    for piece in all_pieces(read_paper(retriever, "paper", ENGLISH)):
        spans = [Span(offset, offset + length) for _, offset, length in piece.places]
        assert solid(source_of(document.source_text, spans)) == solid(piece.text)


@given(drawn=marked_texts())
def test_places_hold_each_character_but_blanks_once_where_it_stands(
    drawn: tuple[str, tuple[Span, ...], str, dict[str, tuple[Span, ...]]],
) -> None:
    source, spans, text, marks = drawn
    for piece in pieces(source, spans, text, lit=marks["lit"], placed=True):
        held = {at + i: offset + i for at, offset, length in piece.places for i in range(length)}
        assert {at: source[offset] for at, offset in held.items() if not source[offset].isspace()} == {
            at: character for at, character in enumerate(piece.text) if not character.isspace()
        }
        ends = [(at, at + length) for at, _, length in piece.places]
        assert all(one[1] <= other[0] for one, other in pairwise(ends))
    assert all(piece.places == () for piece in pieces(source, spans, text, lit=marks["lit"]))


def mentions_of_first(retriever: Retriever) -> list[tuple[str, str]]:
    """(query, anchor) of the address of each mention of a paper's first entry."""
    entry = list_references(retriever, "paper", ENGLISH).entries[0]
    return [(urlsplit(address).query, urlsplit(address).fragment) for address, _ in entry.mentions]


def cites(canvas: Canvas) -> None:
    lines = [("Eels on the Move", 16), ("1 Introduction", 12), ("Eels climb ladders at night (Brandt, 2009).", 10)]
    lines += [("References", 12), ("Brandt, L. (2009). Eels and weirs. Journal of River Life, 12(3), 201-219.", 10)]
    for at, (text, size) in enumerate(lines):
        canvas.setFont(BODY if size == 10 else BOLD, size)
        canvas.drawString(72, 760 - 40 * at, text)


def test_a_mention_is_lit_on_the_page_of_a_pdf_where_a_list_links_to_it() -> None:
    document, _, retriever = opened(drawn(cites))
    [(query, anchor)] = mentions_of_first(retriever)
    lit = read_spans(parse_qs(query)["lit"][0], len(document.source_text))
    assert source_of(document.source_text, lit).strip("()") == "Brandt, 2009"
    assert anchor.startswith("m-")


def test_a_mention_in_another_form_is_linked_as_ever() -> None:
    text = "# Eels\n\nEels climb (Brandt, 2009).\n\n## References\n\nBrandt, L. (2009). Eels. Journal, 1, 2-3.\n"
    own = READERS["markdown"].read(text.encode())
    [(query, anchor)] = mentions_of_first(retriever_of(text, own.blocks))
    assert query == "lang=en"
    assert anchor.startswith("m-")
