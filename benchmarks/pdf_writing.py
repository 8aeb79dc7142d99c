"""Writes PDFs object by object, so that any of them can be wrong on purpose."""

import zlib
from collections.abc import Mapping

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
SENTENCE = "The boats came in the evening."
LINE = f"BT /F 10 Tf 72 700 Td ({SENTENCE}) Tj ET\n".encode()
PAGE_SIZE = "[0 0 595 842]"


def stream(content: bytes, entries: str = "", *, packed: int = 0) -> bytes:
    """A stream object.

    Args:
        content: What it holds.
        entries: Further entries of its dictionary.
        packed: How often it is packed by Flate; a reader unpacks it as often.
    """
    held = content
    for _ in range(packed):
        held = zlib.compress(held, 9)
    packing = f"/Filter [{' /FlateDecode' * packed}] " if packed else ""
    return f"<< {entries} {packing}/Length {len(held)} >>\nstream\n".encode() + held + b"\nendstream"


def written(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A PDF of these objects, of which the first is the catalogue.

    Args:
        objects: The objects by number.
        trailer: Further entries of the trailer.
    """
    parts, places, length = [b"%PDF-1.7\n"], {}, 9
    for number, held in sorted(objects.items()):
        places[number] = length
        parts.append(b"%d 0 obj\n" % number + held + b"\nendobj\n")
        length += len(parts[-1])
    last = max(objects)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1))
    parts += [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
        for number in range(1, last + 1)
    ]
    parts.append(f"trailer << /Size {last + 1} /Root 1 0 R {trailer} >>\nstartxref\n{length}\n%%EOF\n".encode())
    return b"".join(parts)


def one_page(
    content: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    *,
    fonts: str = "/F 5 0 R",
    resources: str = "",
    catalogue: str = "",
    entries: str = f"/MediaBox {PAGE_SIZE}",
    trailer: str = "",
) -> bytes:
    """A PDF of one page with a line of text.

    Args:
        content: The stream object of what it shows; the line alone if there is none.
        more: Further objects by number, or others in the place of its five.
        fonts: The fonts of the page.
        resources: Further resources of the page.
        catalogue: Further entries of the catalogue.
        entries: Entries of the page: its size, if nothing else is given.
        trailer: Further entries of the trailer.
    """
    held = f"/Resources << /Font << {fonts} >> {resources} >>"
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R {entries} /Contents 4 0 R {held} >>".encode(),
        4: content or stream(LINE),
        5: FONT,
    }
    return written(objects | dict(more or {}), trailer)


def many_pages(count: int, contents: bytes = LINE) -> bytes:
    """A PDF of many pages that share what they show."""
    kids = " ".join(f"{10 + at} 0 R" for at in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    tree = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox {PAGE_SIZE} >>".encode(),
        4: stream(contents, packed=1),
        5: FONT,
    }
    return written(tree | {10 + at: page for at in range(count)})


def mapped(characters: Mapping[int, str], text: bytes) -> bytes:
    """A PDF whose font says which characters its codes stand for, whatever they draw.

    Args:
        characters: UTF-16 in hexadecimal by code: "0041" for A.
        text: The codes that the page shows, as a string in brackets or a hexadecimal one.
    """
    lines = "\n".join(f"<{code:02X}> <{to}>" for code, to in characters.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 6 0 R >>"
    show = b"BT /F 10 Tf 72 700 Td " + text + b" Tj ET\n"
    return one_page(stream(show), {5: font, 6: stream(cmap.encode())})
