"""Hostile PDFs: read within limits in a process of their own, or refused with what to do; nothing of them is run."""

import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import made_pdfs
import pytest

from indexer.limited import LimitedCalls
from indexer.papers import ReadPaper, read_paper
from kutip.errors import CorpusError
from kutip.settings import BuildingLimits

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
LINE = b"BT /F 10 Tf 72 700 Td (The boats came in the evening.) Tj ET\n"


@pytest.fixture(scope="module")
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=8, megabytes=500) as made:
        yield made


def stream(content: bytes, head: str = "", *, packed: bool = False) -> bytes:
    held = zlib.compress(content, 9) if packed else content
    packing = "/Filter /FlateDecode " if packed else ""
    return f"<< {head} {packing}/Length {len(held)} >>\nstream\n".encode() + held + b"\nendstream"


def written(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    body, places = b"%PDF-1.7\n", {}
    for number, held in sorted(objects.items()):
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + held + b"\nendobj\n"
    last = max(objects)
    table = b"0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
        for number in range(1, last + 1)
    )
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, len(body))
    return body + b"xref\n0 %d\n" % (last + 1) + table + end


def page(content: bytes, more: Mapping[int, bytes] | None = None, resources: str = "", catalogue: str = "") -> bytes:
    """A PDF of one page with a content stream."""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        f" /Resources << /Font << /F 5 0 R >> {resources} >> >>".encode(),
        4: content,
        5: FONT,
    }
    return written(objects | dict(more or {}))


def forms(depth: int) -> bytes:
    """A form that draws another one ten times, which draws another one ten times, and so on."""
    more = {}
    for at in range(depth):
        inner = b"/X Do\n" * 10 if at + 1 < depth else LINE
        resources = f"/Font << /F 5 0 R >> /XObject << /X {11 + at} 0 R >>"
        more[10 + at] = stream(inner, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {resources} >>")
    return page(stream(LINE + b"/X Do"), more, resources="/XObject << /X 10 0 R >>")


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{10 + at} 0 R" for at in range(count))
    head = f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 595 842]"
    pages = {
        10 + at: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
        for at in range(count)
    }
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: f"{head} >>".encode(), 4: stream(LINE), 5: FONT}
    return written(tree | pages)


def lying_count() -> bytes:
    return page(stream(LINE)).replace(b"/Count 1 ", b"/Count 99999999 ")


def cycle() -> bytes:
    return page(stream(LINE)).replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 2 0 R]").replace(b"/Count 1 ", b"/Count 9 ")


ACTIONS = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (sh) >> >>"
SCATTERED = b"".join(b"BT /F 5 Tf %d %d Td (ab) Tj ET\n" % (at * 37 % 590, at * 53 % 840) for at in range(6_000))
CROWDED = b"".join(b"BT /F 1 Tf %d %d Td (" % (at // 800, at % 800) + b"ab" * 250 + b") Tj ET\n" for at in range(2_000))
READ = {
    "actions and scripts": page(stream(LINE), catalogue=ACTIONS),
    "a count that lies": lying_count(),
    "a page that is its own parent": cycle(),
    "800 pages": many_pages(800),
    "words all over a page": page(stream(SCATTERED)),
    "text of no size": page(stream(b"BT /F 0 Tf 72 700 Td (unseen) Tj ET\n" + LINE)),
    "text as large as a house": page(stream(b"BT /F 99999 Tf 0 0 Td (W) Tj ET\n" + LINE)),
    "deep arrays": page(stream(LINE + b"[" * 50_000 + b"] TJ")),
}
REFUSED = {
    "a page of a million characters": (page(stream(CROWDED, packed=True)), "over the limit of 200000"),
    "forms in forms": (forms(9), "needs more than|takes more than"),
    "a gigabyte of blanks": (
        page(stream(b" " * (1 << 30), packed=True)),
        "needs more than|takes more than",
    ),
    "half a file": (made_pdfs.paper(columns=2)[:1_500], "is no PDF that can be read|has no text"),
    "a signature alone": (b"%PDF-1.7\n" + b"\0" * 100_000, "is no PDF that can be read"),
}


def read(calls: LimitedCalls, folder: Path, data: bytes) -> ReadPaper:
    document = folder / "paper"
    document.mkdir()
    (document / "source.pdf").write_bytes(data)
    return calls.call("paper", read_paper, document, BuildingLimits())


@pytest.mark.parametrize("name", READ)
def test_a_hostile_pdf_is_read_within_the_limits(name: str, calls: LimitedCalls, tmp_path: Path) -> None:
    paper = read(calls, tmp_path, READ[name])
    assert paper.document.source_text.strip()
    assert paper.blocks


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_within_the_limits(name: str, calls: LimitedCalls, tmp_path: Path) -> None:
    data, why = REFUSED[name]
    with pytest.raises(CorpusError, match=why):
        read(calls, tmp_path, data)


def test_the_process_that_read_a_bomb_reads_the_next_paper(calls: LimitedCalls, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        read(calls, tmp_path, REFUSED["forms in forms"][0])
    (tmp_path / "next").mkdir()
    assert read(calls, tmp_path / "next", made_pdfs.paper()).blocks
