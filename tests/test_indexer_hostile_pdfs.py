"""Hostile PDFs: read within limits in a process of their own, or refused with what to do; nothing of them is run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.pdf_bombs import BOMBS
from benchmarks.pdf_lies import LIES
from benchmarks.pdf_writing import SENTENCE, many_pages, one_page, stream
from indexer.limited import LimitedCalls
from indexer.papers import ReadPaper, read_paper
from kutip.errors import CorpusError
from kutip.settings import BuildingLimits

ATTACKS = {**BOMBS, **LIES}
# What each is read as: its text, or why it is refused. Those of BOMBS that are not here take long and only show again
# what others do; `python -m benchmarks.pdf_attacks` runs all of them.
SHOWN = SENTENCE
BROKEN = "is no PDF that can be read"
OTHER = "is not what its name says"
RIDDLE = "has fonts that do not say which letters they draw"
UNSEEN = "shows no text: 25 characters are invisible or outside the pages"
EMPTY = "has no text: its pages show nothing"
REFUSED = {
    "a page of a million characters, in lines": "over the limit of 200000",
    "forms in forms, 10 to the 9th": "needs more than|takes more than",
    "10,000 pages": "has 10000 pages, over the limit of 2000; divide it or raise KUTIP_DOCUMENT_PAGES",
    "one page 100,000 times": "has 100000 pages",
    "a page tree 20,000 deep": "has no page that can be read",
    "a font whose letter is drawn with that font": RIDDLE,
    "a length of zero": EMPTY,
    "a page tree without a page": "has no page that can be read",
    "a catalogue among the pages": "has no page that can be read",
    "a font made of itself": RIDDLE,
    "no reference table": BROKEN,
    **{f"cut at {tenth} of 10": BROKEN for tenth in range(1, 10)},
    "a signature alone": BROKEN,
    "5,000 null bytes in front": OTHER,
    "no PDF, but a text": OTHER,
    "a PDF in a ZIP": OTHER,
    "an empty file": OTHER,
    "encrypted with a password": "is encrypted with a password; save a copy without one",
    "encrypted in an unknown way": "is encrypted in a way that cannot be read; save a copy without",
    "a font without a map to Unicode": RIDDLE,
    "a map to control characters": RIDDLE,
    "a map to half surrogates": RIDDLE,
    "text outside the page": UNSEEN,
    "invisible text": UNSEEN,
    "a stream that is another file": EMPTY,
}
READ = {
    **dict.fromkeys(set(LIES) - set(REFUSED), SHOWN),
    "words all over a page": "ab ab ab",
    "two thousand filters in a row": SHOWN,
    "a form that draws itself": SHOWN,
    "three forms in a ring": SHOWN,
    "deep arrays on a page": SHOWN,
    "deep arrays in an object": SHOWN,
    "deep dictionaries in an object": SHOWN,
    "an outline 20,000 deep": SHOWN,
    "a predictor with a thousand million columns": SHOWN,
    "an update at the end": "The boats came in the morning.",
    # Such a map is believed: what a page draws is known to those who look at it only.
    "a map that swaps the letters": "gsv ylzgh xznv",
    "a map to marks that turn text": "the b ts c me",
    "a map to no characters": "the boats came",
    "white text": SHOWN,
}


@pytest.fixture(scope="module")
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=20, megabytes=500) as made:
        yield made


def read(calls: LimitedCalls, folder: Path, data: bytes, limits: BuildingLimits | None = None) -> ReadPaper:
    document = folder / "paper"
    document.mkdir()
    (document / "source.pdf").write_bytes(data)
    return calls.call("paper", read_paper, document, limits or BuildingLimits())


@pytest.mark.parametrize("name", sorted(READ))
def test_a_hostile_pdf_is_read_within_the_limits(name: str, calls: LimitedCalls, tmp_path: Path) -> None:
    paper = read(calls, tmp_path, ATTACKS[name]())
    assert READ[name] in " ".join(paper.document.source_text.split())
    assert paper.blocks


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_in_a_line(name: str, calls: LimitedCalls, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=REFUSED[name]) as refused:
        read(calls, tmp_path, ATTACKS[name]())
    assert "\n" not in str(refused.value)


def test_the_process_that_read_a_bomb_reads_the_next_paper(calls: LimitedCalls, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        read(calls, tmp_path, BOMBS["forms in forms, 10 to the 9th"]())
    (tmp_path / "next").mkdir()
    assert read(calls, tmp_path / "next", one_page()).blocks


@pytest.mark.parametrize(
    ("limit", "made", "told"),
    [
        (
            {"document_pages": 3},
            lambda: many_pages(4),
            "has 4 pages, over the limit of 3; .* raise KUTIP_DOCUMENT_PAGES",
        ),
        ({"document_characters": 60}, lambda: many_pages(3), "more than 60 characters; .* KUTIP_DOCUMENT_CHARACTERS"),
        ({"document_bytes": 500}, one_page, "at most 500 are read; divide it or raise KUTIP_DOCUMENT_BYTES"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_limit_is_a_setting_and_is_named(
    limit: dict[str, int], made: Callable[[], bytes], told: str, calls: LimitedCalls, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match=told):
        read(calls, tmp_path, made(), BuildingLimits(**limit))


def test_a_document_at_its_limits_is_read(calls: LimitedCalls, tmp_path: Path) -> None:
    data = many_pages(3)
    limits = BuildingLimits(document_pages=3, document_characters=200, document_bytes=len(data))
    assert read(calls, tmp_path, data, limits).document.source_text.count(SENTENCE) == 3


# --- Fonts that do not say which letters they draw ------------------------------------------------------------------

PROSE = "the old boats came home in the evening and some men sat down beside the river to eat their bread"


def of_bitmaps(text: str) -> bytes:
    """A page with a line in a normal font and one in a font of bitmaps, whose codes are told nothing of."""
    codes = sorted({ord(letter) for letter in text})
    drawn = " ".join(f"/a{code} 6 0 R" for code in codes)
    differences = " ".join(f"{code} /a{code}" for code in codes)
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 0"
        f" /LastChar 255 /Widths [{'5 ' * 256}] /Encoding << /Differences [{differences}] >> /CharProcs << {drawn} >>"
        " /Resources << >> >>"
    )
    glyph = stream(b"5 0 0 0 5 7 d1 0 0 4 7 re f")
    words = f"BT /G 10 Tf 60 600 Td ({text}) Tj ET\nBT /F 10 Tf 72 700 Td ({SENTENCE}) Tj ET\n"
    return one_page(stream(words.encode("latin-1")), {6: glyph, 7: font.encode()}, fonts="/F 5 0 R /G 7 0 R")


def test_bitmaps_whose_codes_are_plain_letters_are_read_and_told_of(calls: LimitedCalls, tmp_path: Path) -> None:
    document = read(calls, tmp_path, of_bitmaps(PROSE)).document
    assert "".join(PROSE.split()) in "".join(document.source_text.split())
    assert [notice.code for notice in document.notices] == ["notice.by_code"]


@pytest.mark.parametrize("text", [PROSE.translate({c: c - 29 for c in range(97, 123)}), "t" * 90, "lqlqrsl" * 12])
def test_codes_that_do_not_read_as_letters_are_left_out(text: str, calls: LimitedCalls, tmp_path: Path) -> None:
    document = read(calls, tmp_path, of_bitmaps(text)).document
    assert document.source_text.strip() == SENTENCE
    assert [notice.code for notice in document.notices] == ["notice.unmapped"]
