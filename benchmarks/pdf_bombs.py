"""Makes PDFs that cost more than they look: a few kilobytes that unpack, nest or repeat without end."""

from collections.abc import Callable, Mapping

from benchmarks.pdf_writing import FONT, LINE, PAGE_SIZE, many_pages, one_page, stream, written

_MIB = 1 << 20
_FORM = f"/Type /XObject /Subtype /Form /BBox {PAGE_SIZE}"
_FONTS = "/Font << /F 5 0 R >>"


def _blanks(packed: int) -> bytes:
    return one_page(stream(b" " * (1024 * _MIB), packed=packed))


def _runs_of_runs() -> bytes:
    """Each layer of run lengths is 64 times as long when it is unpacked; four of them make 16 million of one."""
    held = bytes([129, 32]) * 64 + bytes([128])
    for _ in range(3):
        held = b"".join(bytes([129, one]) for one in held) + bytes([128])
    return one_page(stream(held, "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode /RunLengthDecode]"))


def _filters(count: int) -> bytes:
    return one_page(stream(LINE, f"/Filter [{' /ASCIIHexDecode' * count}]"))


def _glyphs(count: int) -> bytes:
    strings = b"(" + b"ab" * 15_000 + b") Tj\n"  # a longer string is cut by PDFium
    return one_page(stream(b"BT /F 1 Tf 72 700 Td\n" + strings * (count // 30_000) + b"ET\n", packed=1))


def _crowded() -> bytes:
    lines = (b"BT /F 1 Tf %d %d Td (" % (at // 800, at % 800) + b"ab" * 250 + b") Tj ET\n" for at in range(2_000))
    return one_page(stream(b"".join(lines), packed=1))


def _scattered() -> bytes:
    words = (b"BT /F 5 Tf %d %d Td (ab) Tj ET\n" % (at * 37 % 590, at * 53 % 840) for at in range(6_000))
    return one_page(stream(b"".join(words)))


def nested_forms(depth: int, times: int = 10) -> bytes:
    """A form that draws another one several times, which draws another one as often, and so on."""
    more = {}
    for at in range(depth):
        inner = b"/X Do\n" * times if at + 1 < depth else LINE
        more[10 + at] = stream(inner, f"{_FORM} /Resources << {_FONTS} /XObject << /X {11 + at} 0 R >> >>")
    return one_page(stream(LINE + b"/X Do"), more, resources="/XObject << /X 10 0 R >>")


def _forms_in_a_ring(length: int) -> bytes:
    more = {
        10 + at: stream(
            LINE + b"/X Do\n", f"{_FORM} /Resources << {_FONTS} /XObject << /X {10 + (at + 1) % length} 0 R >> >>"
        )
        for at in range(length)
    }
    return one_page(stream(LINE + b"/X Do"), more, resources="/XObject << /X 10 0 R >>")


def _font_that_draws_itself() -> bytes:
    glyph = stream(b"1000 0 0 0 750 750 d1 BT /F 1 Tf (aaaaaaaaaa) Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97"
        b" /LastChar 97 /Widths [1000] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >>"
        b" /Resources << /Font << /F 5 0 R >> >> >>"
    )
    return one_page(stream(b"BT /F 10 Tf 72 700 Td (aaaa) Tj ET\n"), {5: font, 6: glyph})


def _one_page_many_times(count: int) -> bytes:
    kids = b"3 0 R " * count
    return one_page(more={2: b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count})


def _deep_tree(depth: int) -> bytes:
    page = f"<< /Type /Page /Parent {9 + depth} 0 R /MediaBox {PAGE_SIZE} /Contents 4 0 R /Resources << {_FONTS} >> >>"
    tree = {
        10 + at: f"<< /Type /Pages /Parent {9 + at if at else 2} 0 R /Kids [{11 + at} 0 R] /Count 1 >>".encode()
        for at in range(depth)
    }
    top = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"}
    return written(top | tree | {10 + depth: page.encode(), 4: stream(LINE), 5: FONT})


def _outline(count: int, *, deep: bool) -> bytes:
    def entry(at: int) -> bytes:
        last = at + 1 == count
        way = "" if last else f"/First {21 + at} 0 R /Last {21 + at} 0 R" if deep else f"/Next {21 + at} 0 R"
        return f"<< /Title (Part {at}) /Dest [3 0 R /Fit] {way} >>".encode()

    top = b"<< /Type /Outlines /First 20 0 R /Last 20 0 R /Count 1 >>"
    return one_page(more={6: top} | {20 + at: entry(at) for at in range(count)}, catalogue="/Outlines 6 0 R")


def _object_stream() -> bytes:
    held = b"6 0 " + b" " * (512 * _MIB) + b"<< >>"
    entries = "/Type /ObjStm /N 1 /First 4"
    return one_page(more={7: stream(held, entries, packed=1)}, catalogue="/Outlines 6 0 R")


def _reference_stream() -> bytes:
    """A table of references that says it has two thousand million entries, and is packed zeros."""
    table = stream(
        bytes(256 * _MIB), "/Type /XRef /W [1 4 2] /Index [0 2000000000] /Size 2000000000 /Root 1 0 R", packed=1
    )
    body = one_page()
    start = body.index(b"xref\n")
    return body[:start] + b"9 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def _predictor() -> bytes:
    entries = "/DecodeParms << /Predictor 12 /Columns 1073741824 /Colors 4 /BitsPerComponent 16 >>"
    return one_page(stream(LINE, entries, packed=1))


def _image(side: int) -> bytes:
    entries = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    image = stream(bytes(64 * _MIB), entries, packed=1)
    return one_page(stream(LINE + b"q 500 0 0 500 0 0 cm /I Do Q"), {6: image}, resources="/XObject << /I 6 0 R >>")


def _font_file() -> bytes:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Big /FontDescriptor 6 0 R >>"
    look = b"<< /Type /FontDescriptor /FontName /Big /Flags 32 /FontFile2 7 0 R >>"
    return one_page(more={5: font, 6: look, 7: stream(bytes(700 * _MIB), packed=1)})


def _wide_map() -> bytes:
    """A map to Unicode that gives each of 65,536 codes a character, five hundred times over."""
    ranges = "1 beginbfrange <0000> <FFFF> <0041> endbfrange\n" * 500
    cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {ranges} endcmap"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R"
    font += b" /DescendantFonts [7 0 R] >>"
    own = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
    own += b" /Supplement 0 >> >>"
    text = stream(b"BT /F 10 Tf 72 700 Td <00410042> Tj ET\n" + LINE)
    return one_page(text, {5: font, 6: stream(cmap.encode(), packed=1), 7: own})


def _long_text_for_one_code() -> bytes:
    cmap = (
        f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <{'0041' * 250_000}> endbfchar"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 6 0 R >>"
    text = stream(b"BT /F 10 Tf 72 700 Td (" + b"a" * 2_000 + b") Tj ET\n")
    return one_page(text, {5: font, 6: stream(cmap.encode(), packed=1)})


def _paths(count: int) -> bytes:
    lines = b"".join(b"%d %d m %d %d l S\n" % (at % 595, at % 842, at % 313, at % 211) for at in range(count))
    return one_page(stream(LINE + lines, packed=1))


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "a gigabyte of blanks": lambda: _blanks(1),
    "a gigabyte of blanks, packed twice": lambda: _blanks(2),
    "a gigabyte of blanks, packed three times": lambda: _blanks(3),
    "runs of runs of runs": _runs_of_runs,
    "two thousand filters in a row": lambda: _filters(2_000),
    "a page of eight million characters": lambda: _glyphs(8_000_000),
    "a page of a million characters, in lines": _crowded,
    "words all over a page": _scattered,
    "forms in forms, 10 to the 9th": lambda: nested_forms(9),
    "forms in forms, 2 to the 30th": lambda: nested_forms(30, 2),
    "a form that draws itself": lambda: _forms_in_a_ring(1),
    "three forms in a ring": lambda: _forms_in_a_ring(3),
    "a font whose letter is drawn with that font": _font_that_draws_itself,
    "10,000 pages": lambda: many_pages(10_000),
    "500 pages of 10,000 characters": lambda: many_pages(500, b"BT /F 1 Tf 9 700 Td (" + b"ab " * 3_333 + b") Tj ET\n"),
    "one page 100,000 times": lambda: _one_page_many_times(100_000),
    "a page tree 20,000 deep": lambda: _deep_tree(20_000),
    "deep arrays on a page": lambda: one_page(stream(LINE + b"[" * 50_000 + b"] TJ")),
    "deep arrays in an object": lambda: one_page(more={6: b"[" * 200_000 + b"]" * 200_000}, catalogue="/X 6 0 R"),
    "deep dictionaries in an object": lambda: one_page(
        more={6: b"<< /A " * 100_000 + b"1" + b" >>" * 100_000}, catalogue="/Outlines 6 0 R"
    ),
    "an outline 20,000 deep": lambda: _outline(20_000, deep=True),
    "an outline of 50,000 entries": lambda: _outline(50_000, deep=False),
    "an object stream of half a gigabyte": _object_stream,
    "a reference stream of 2,000 million entries": _reference_stream,
    "a predictor with a thousand million columns": _predictor,
    "a picture of 100,000 by 100,000": lambda: _image(100_000),
    "a font of 700 megabytes": _font_file,
    "a map to Unicode 500 times over": _wide_map,
    "a code that means 250,000 characters": _long_text_for_one_code,
    "300,000 lines drawn": lambda: _paths(300_000),
    "a string of 64 megabytes": lambda: one_page(stream(LINE + b"(" + b"a" * (64 * _MIB) + b")", packed=1)),
}
