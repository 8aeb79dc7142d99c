"""Streams of a document: the running text, what interrupts it, and the bare source."""

import re
from itertools import pairwise

import pytest
from conftest import Parsed
from hypothesis import given
from hypothesis import strategies as st

from indexer.passages import cut_passages
from kutip.text.reading import source_of, squeeze, write_out
from kutip.types import Document, Heading, Kind, Passage, Span
from retriever.quotations.stream import Stream, streams_of

Paper = tuple[Document, list[Passage]]


def paper(id_: str, *blocks: str | tuple[str, ...], pages: tuple[int, ...] = ()) -> Paper:
    """Make a document of blocks with blank lines between them, and its passages.

    "# Role" is a heading, "Figure 1. Map" a caption, "| a | b" a table row, anything else a paragraph. A tuple is a
    paragraph interrupted by other blocks: its 1st, 3rd, … strings are its pieces, its 2nd, 4th, … the other blocks.
    """
    source, passages, headings = "", [], []
    for block in blocks:
        pieces = (block,) if isinstance(block, str) else block
        spans = []
        for piece in pieces:
            source += "\n\n" if source else ""
            spans.append(Span(len(source), len(source) + len(piece)))
            source += piece
        own = [((block,), spans)] if isinstance(block, str) else [(block[::2], spans[::2])]
        own += [] if isinstance(block, str) else [((b,), [s]) for b, s in zip(block[1::2], spans[1::2], strict=True)]
        for texts, places in own:
            _add(texts, tuple(places), headings, passages, id_)
    return Document(id_, source, "0" * 64, {}, pages, headings=tuple(headings)), passages


def _add(
    pieces: tuple[str, ...], spans: tuple[Span, ...], headings: list[Heading], passages: list[Passage], id_: str
) -> None:
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", "\n".join(pieces)).replace("\n", " ")
    text = write_out(re.sub(" +", " ", text))
    if text.startswith("# "):
        headings.append(Heading(1, text[2:], (Span(spans[0].start + 2, spans[0].end),)))
        return
    kinds = {"Fig": Kind.CAPTION, "| ": Kind.TABLE_ROW}
    kind = next((kind for start, kind in kinds.items() if text.startswith(start)), Kind.PARAGRAPH)
    path = tuple(heading.text for heading in headings[-1:])
    passages.append(Passage(f"{id_}{len(passages)}", id_, kind, path, "", None, spans, text))


BROKEN = paper(
    "broken",
    "# Role",
    ("The police of each\nstate meet in", "Figure 1. A map", "Bali every year."),
    "They also meet in inter-\nnational fora.",
    "| Bali | 2019",
    pages=(0, 30),
)
FLOW, ASIDE, SOURCE = streams_of(*BROKEN)


def test_running_text_continues_across_what_interrupts_it() -> None:
    assert FLOW.text == (
        "Role\nThe police of each state meet in Bali every year.\nThey also meet in international fora."
    )


def test_captions_and_table_rows_have_a_stream_of_their_own() -> None:
    assert ASIDE.text == "Figure 1. A map\n| Bali | 2019"


def test_the_last_stream_is_the_unchanged_source() -> None:
    assert SOURCE.text == BROKEN[0].source_text


def found(stream: Stream, wanted: str) -> tuple[int, int]:
    ((start, end),) = stream.normalised(wanted)
    return stream.printed(start, end)


@pytest.mark.parametrize(
    ("wanted", "held", "heading", "page"),
    [
        ("Role The police", ["Role", "The police"], ("Role",), 1),
        ("each state", ["each\nstate"], ("Role",), 1),
        ("meet in Bali", ["meet in", "Bali"], ("Role",), 2),
        ("year. They also", ["year.", "They also"], ("Role",), 2),
        ("international fora", ["inter-\nnational fora"], ("Role",), 2),
    ],
)
def test_a_match_in_running_text_has_spans_heading_and_page(
    wanted: str, held: list[str], heading: tuple[str, ...], page: int
) -> None:
    match = FLOW.match(*found(FLOW, wanted))
    assert [source_of(BROKEN[0].source_text, [span]) for span in match.spans] == held
    assert (squeeze(match.text), match.heading, match.page) == (wanted, heading, page)


def test_a_match_in_the_bare_source_is_cut_at_passage_bounds() -> None:
    match = SOURCE.match(*found(SOURCE, "meet in Figure 1. A map Bali"))
    assert [source_of(BROKEN[0].source_text, [span]) for span in match.spans] == ["meet in", "Figure 1. A map", "Bali"]
    assert match.text == "meet in Figure 1. A map Bali"


def test_a_document_without_pages_has_matches_without_a_page() -> None:
    (stream, _) = streams_of(*paper("plain", "The police meet."))
    assert stream.match(0, 3).page is None


def test_a_heading_has_the_path_of_the_headings_above_it() -> None:
    headings = (
        Heading(1, "Role", (Span(0, 4),)),
        Heading(2, "Arena", (Span(5, 10),)),
        Heading(1, "End", (Span(11, 14),)),
    )
    (stream, _) = streams_of(Document("a", "Role\nArena\nEnd", "0", {}, headings=headings), [])
    assert [stream.match(at, at + 3).heading for at in (0, 5, 11)] == [("Role",), ("Role", "Arena"), ("End",)]


@pytest.mark.parametrize(
    ("wanted", "times"),
    [("state", 1), ("stat", 0), ("tate", 0), ("meet in", 2), ("national", 0), ("year", 1), ("year.", 1), ("meet i", 0)],
)
def test_only_whole_words_are_found(wanted: str, times: int) -> None:
    assert len(list(FLOW.normalised(wanted))) == times


def test_literal_finds_only_the_exact_characters() -> None:
    assert list(SOURCE.literal("inter-\nnational")) == [(SOURCE.text.index("inter"), SOURCE.text.index(" fora"))]
    assert list(SOURCE.literal("international")) == []
    assert list(FLOW.literal("international fora")) != []


def test_occurrences_of_a_repeated_phrase_do_not_overlap() -> None:
    (stream, _) = streams_of(*paper("a", "ha ha ha ha ha"))
    assert list(stream.normalised("ha ha")) == [(0, 5), (6, 11)]


def test_a_document_without_passages_has_only_its_source_stream() -> None:
    assert [stream.text for stream in streams_of(Document("a", "", "0", {}), [])] == [""]
    (stream,) = streams_of(Document("a", "The police meet.", "0", {}), [])
    assert stream.match(4, 10).spans == (Span(4, 10),)


@given(st.data())
def test_any_piece_of_any_stream_reads_like_its_spans(data: st.DataObject) -> None:
    stream = data.draw(st.sampled_from([FLOW, ASIDE, SOURCE]))
    start = data.draw(st.integers(0, len(stream.text) - 1))
    end = data.draw(st.integers(start + 1, len(stream.text)))
    if not stream.text[start:end].strip():
        return
    match = stream.match(start, end)
    held = "".join(source_of(stream.document.source_text, match.spans).split())
    assert held.replace("-", "") == "".join(match.text.split()).replace("-", "")
    assert all(not source_of(stream.document.source_text, [s])[i].isspace() for s in match.spans for i in (0, -1))


def real(parsed: Parsed) -> list[Paper]:
    """Return both bundled papers, with passages cut as in the index except for their length."""
    return [
        (document, list(cut_passages(document, blocks, lambda text: len(text.split()), target=150, limit=250)))
        for document, blocks in parsed.values()
    ]


def test_the_streams_of_the_bundled_papers_cover_them_completely(parsed: Parsed) -> None:
    for document, passages in real(parsed):
        flow, aside, source = streams_of(document, passages)
        assert source.text == document.source_text
        read = {span for stream in (flow, aside) for span in stream.spans(0, len(stream.text))}
        held = sorted(i for span in read for i in range(span.start, span.end))
        assert all(document.source_text[i].isspace() for a, b in pairwise(held) for i in range(a + 1, b))
        assert squeeze(source.reads(0, 500)) == squeeze(document.source_text[:500])
