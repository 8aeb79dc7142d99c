"""Makes PDFs that are broken, that lie about themselves or their text, or that want to reach out."""

import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from benchmarks.pdf_writing import LINE, PAGE_SIZE, SENTENCE, mapped, one_page, stream

_CODES = range(0x61, 0x7B)  # a to z


def _changed(old: bytes, new: bytes) -> bytes:
    whole = one_page()
    if old not in whole:
        raise ValueError(f"a page without {old!r}")
    return whole.replace(old, new)


def _object_stream_that_holds_itself() -> bytes:
    return one_page(more={7: stream(b"7 0 << >>", "/Type /ObjStm /N 1 /First 4 /Extends 7 0 R")}, catalogue="/X 7 0 R")


def _font_of_itself() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 5 0 R"
    font += b" /DescendantFonts [5 0 R] >>"
    return one_page(more={5: font})


def _tables_in_a_ring() -> bytes:
    whole = one_page()
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % whole.index(b"xref\n"))


def _without_table() -> bytes:
    whole = one_page()
    return whole[: whole.index(b"xref\n")]


def _outline_in_a_ring() -> bytes:
    top = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 9 >>"
    return one_page(
        more={6: top, 7: b"<< /Title (Part) /Parent 6 0 R /Next 7 0 R /First 6 0 R /Last 7 0 R >>"},
        catalogue="/Outlines 6 0 R",
    )


def _encrypted(user: str, owner: str) -> bytes:
    data = BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption(user, owner, strength=128))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    return data.getvalue()


def _zipped() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("paper.pdf", one_page())
    return data.getvalue()


def _without_map() -> bytes:
    own = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
    own += b" /Supplement 0 >> /DW 500 >>"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    return one_page(stream(b"BT /F 10 Tf 72 700 Td <00010002000300040005> Tj ET\n"), {5: font, 7: own})


def _shown(text: str) -> bytes:
    return f"({text})".encode()


def _updated() -> bytes:
    """A page whose text an update at the end of the file replaces."""
    first = one_page()
    new = b"4 0 obj\n" + stream(LINE.replace(b"evening", b"morning")) + b"\nendobj\n"
    at, old = len(first) + len(new), first.rindex(b"xref\n0")
    table = b"xref\n4 1\n%010d 00000 n \n" % len(first)
    return first + new + table + b"trailer << /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (old, at)


def _linearised() -> bytes:
    """A file that says it is linearised, with places and lengths that are none of its own."""
    whole = one_page(more={9: b"<< /Linearized 1 /L 99999999 /H [1 2] /O 3 /E 88888888 /N 4000000 /T 77777777 >>"})
    start = whole.index(b"9 0 obj")
    end = whole.index(b"endobj\n", start) + len(b"endobj\n")
    return whole[:9] + whole[start:end] + whole[9:start] + whole[end:]


def _embedded() -> bytes:
    return one_page(
        more={
            6: b"<< /Type /Filespec /F (run.exe) /EF << /F 7 0 R >> >>",
            7: stream(b"MZ" + bytes(1_000), "/Type /EmbeddedFile"),
        },
        catalogue="/Names << /EmbeddedFiles << /Names [(run.exe) 6 0 R] >> >>",
    )


def _actions(action: str) -> bytes:
    annotation = f"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A {action} >>".encode()
    page = f"/MediaBox {PAGE_SIZE} /AA << /O {action} /C {action} >> /Annots [8 0 R]"
    return one_page(more={8: annotation}, catalogue=f"/OpenAction {action} /AA << /WC {action} >>", entries=page)


def _media_box(box: str) -> bytes:
    return one_page(entries=f"/MediaBox {box}")


def _turned_page() -> bytes:
    return one_page(entries=f"/MediaBox {PAGE_SIZE} /Rotate 90")


def _cut_at_every_tenth() -> dict[str, Callable[[], bytes]]:
    def cut(tenth: int) -> bytes:
        whole = one_page()
        return whole[: len(whole) * tenth // 10]

    return {f"cut at {tenth} of 10": partial(cut, tenth) for tenth in range(1, 10)}


LIES: Mapping[str, Callable[[], bytes]] = {
    "a count of 99,999,999 pages": lambda: _changed(b"/Count 1 ", b"/Count 99999999 "),
    "a count below zero": lambda: _changed(b"/Count 1 ", b"/Count -9 "),
    "a length that is too long": lambda: _changed(b"/Length ", b"/Length 99999"),
    "a length of zero": lambda: _changed(b"/Length ", b"/Length 0 % "),
    "a length that is its own stream": lambda: _changed(b"/Length ", b"/Length 4 0 R /X "),
    "a page that is its own parent": lambda: _changed(b"[3 0 R]", b"[3 0 R 2 0 R]"),
    "a page tree without a page": lambda: _changed(b"[3 0 R]", b"[]"),
    "a catalogue among the pages": lambda: _changed(b"[3 0 R]", b"[1 0 R 3 0 R]"),
    "an object stream that holds itself": _object_stream_that_holds_itself,
    "a font made of itself": _font_of_itself,
    "reference tables in a ring": _tables_in_a_ring,
    "an outline in a ring": _outline_in_a_ring,
    "false places in the table": lambda: one_page().replace(b"0000000", b"0000777"),
    "no reference table": _without_table,
    "a table that starts behind the end": lambda: _changed(b"startxref\n", b"startxref\n99999999"),
    **_cut_at_every_tenth(),
    "a page as large as a country": lambda: _media_box("[0 0 9e9 9e9]"),
    "a page of no size": lambda: _media_box("[0 0 0 0]"),
    "a page of nan and inf": lambda: _media_box("[nan inf -inf 1e999]"),
    "text moved by nan and 1e999": lambda: one_page(stream(b"q 1e999 nan inf 1 -1e999 0 cm " + LINE + b"Q " + LINE)),
    "text as large as a house": lambda: one_page(stream(b"BT /F 99999 Tf 0 0 Td (W) Tj ET\n" + LINE)),
    "text of no size": lambda: one_page(stream(b"BT /F 0 Tf 72 700 Td (unseen) Tj ET\n" + LINE)),
    "a signature alone": lambda: b"%PDF-1.7\n" + bytes(100_000),
    "1,000 null bytes in front": lambda: bytes(1_000) + one_page(),
    "5,000 null bytes in front": lambda: bytes(5_000) + one_page(),
    "no PDF, but a text": lambda: b"The boats came in the evening.\n" * 100,
    "a PDF in a ZIP": _zipped,
    "an empty file": lambda: b"",
    "encrypted with a password": lambda: _encrypted("secret", "more"),
    "encrypted without one": lambda: _encrypted("", "more"),
    "encrypted in an unknown way": lambda: one_page(trailer="/Encrypt << /Filter /Nobody /V 99 >> /ID [(a) (b)]"),
    "an update at the end": _updated,
    "linearised, with false places": _linearised,
    # Text
    "a font without a map to Unicode": _without_map,
    "a map that swaps the letters": lambda: mapped({c: f"{0xDB - c:04X}" for c in _CODES}, _shown("the boats came")),
    "a map to control characters": lambda: mapped({c: f"{c - 0x61:04X}" for c in _CODES}, _shown("the boats came")),
    "a map to half surrogates": lambda: mapped({c: f"{0xD800 + c:04X}" for c in _CODES}, _shown("the boats came")),
    "a map to marks that turn text": lambda: mapped({0x6F: "202E", 0x61: "2066"}, _shown("the boats came")),
    "a map to no characters": lambda: mapped(dict.fromkeys(_CODES, "FFFF"), _shown("the boats came")),
    "text outside the page": lambda: one_page(stream(LINE.replace(b"72 700", b"9000 700"))),
    "invisible text": lambda: one_page(stream(LINE.replace(b"Tf", b"Tf 3 Tr"))),
    "white text": lambda: one_page(stream(b"1 1 1 rg " + LINE)),
    "a line 5,000 times at one place": lambda: one_page(stream(LINE * 5_000, packed=1)),
    "a turned page": _turned_page,
    "turned lines": lambda: one_page(stream(LINE.replace(b"72 700 Td", b"0 1 -1 0 300 100 Tm"))),
    # Reaching out
    "a script": lambda: _actions("<< /S /JavaScript /JS (app.launchURL\\('http://192.0.2.1/'\\);) >>"),
    "a program to launch": lambda: _actions("<< /S /Launch /F (/bin/sh) /Unix << /F (touch /tmp/launched) >> >>"),
    "a link to elsewhere": lambda: _actions("<< /S /URI /URI (http://192.0.2.1/seen) >>"),
    "a jump to another file": lambda: _actions("<< /S /GoToR /F (//192.0.2.1/share/x.pdf) /D [0 /Fit] >>"),
    "a form to send": lambda: _actions("<< /S /SubmitForm /F (http://192.0.2.1/form) >>"),
    "data to import": lambda: _actions("<< /S /ImportData /F (/etc/passwd) >>"),
    "an embedded program": _embedded,
    "a stream that is another file": lambda: one_page(
        stream(b"", "/F (/etc/passwd) /FFilter /ASCIIHexDecode"), {6: stream(LINE)}
    ),
    "an XFA form": lambda: one_page(
        more={6: stream(b"<xdp:xdp><script>app.alert(1)</script></xdp:xdp>")},
        catalogue="/AcroForm << /XFA 6 0 R /Fields [] >> /NeedsRendering true",
    ),
}
