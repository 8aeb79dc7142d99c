"""The pages of PDFs in the index: the box of each character, and the files themselves, from which pages are drawn.

    boxes.npy               (C, 4) edges of the code points of all PDFs' texts, one text after the other; see `Edges`
    originals.npy           (B, 1) the bytes of all PDFs, one file after the other
    original_pointers.npy   the first byte of each file among them

A generation without PDFs has none of these files. What a service needs of them is read when it is needed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

from kutip.errors import IndexDamagedError
from kutip.index.file_rows import FileRows
from kutip.index.layout import read_pointers, write_pointers
from kutip.types import Document, Edges, HeldBoxes, Message
from kutip.types.pages import edges_in

BOXES = "boxes.npy"
ORIGINALS = "originals.npy"
ORIGINAL_POINTERS = "original_pointers.npy"
_EDGES = 4


def write_page_files(folder: Path, documents: Iterable[Document], read: Callable[[Document], bytes]) -> None:
    """Write what a generation holds of its PDFs.

    Args:
        folder: Folder of the generation.
        documents: Its documents; those without pages are left out.
        read: Returns the PDF of a document; it is called twice for each, so that few are in memory at a time.
    """
    paged = [one for one in documents if one.page_shapes]
    if not paged:
        return
    held = [_as_read(one).data for one in paged]
    _write(folder / BOXES, held, sum(len(one.source_text) for one in paged), np.dtype(np.float32), _EDGES)
    sizes = [len(read(one)) for one in paged]
    _write(folder / ORIGINALS, map(read, paged), sum(sizes), np.dtype(np.uint8), 1)
    write_pointers(folder / ORIGINAL_POINTERS, sizes)


def _as_read(document: Document) -> HeldBoxes:
    """Return the boxes that a reader made.

    Raises:
        ValueError: The document is from an index or has none; then the file would lack rows.
    """
    if not isinstance(document.boxes_of, HeldBoxes):
        raise ValueError(f"{document.id} has pages, but not the boxes that were read from them")
    return document.boxes_of


def _write(path: Path, parts: Iterable[bytes], rows: int, kind: np.dtype[np.generic], columns: int) -> None:
    """Write rows as `numpy.save` does, part by part."""
    with path.open("wb") as file:
        header = {"descr": npy.dtype_to_descr(kind), "fortran_order": False, "shape": (rows, columns)}
        npy.write_array_header_1_0(file, header)
        for part in parts:
            file.write(part)


def with_pages(folder: Path, documents: Mapping[str, Document]) -> dict[str, Document]:
    """Return the documents of a generation; PDFs get their boxes and files.

    Raises:
        IndexDamagedError: A file is missing or does not fit the documents.
    """
    paged = [one for one in documents.values() if one.page_shapes]
    if not paged:
        return dict(documents)
    boxes, originals = FileRows(folder / BOXES), FileRows(folder / ORIGINALS)
    starts = [0, *accumulate(len(one.source_text) for one in paged)]
    if boxes.shape != (starts[-1], _EDGES) or boxes.dtype != np.float32 or originals.dtype != np.uint8:
        raise IndexDamagedError(folder / BOXES, Message("damage.array"))
    files = read_pointers(folder / ORIGINAL_POINTERS, items=len(originals), runs=len(paged))
    found = {
        one.id: replace(
            one,
            boxes_of=_FileBoxes(boxes, start),
            original=_FilePart(originals, int(files[number]), int(files[number + 1])),
        )
        for number, (one, start) in enumerate(zip(paged, starts, strict=False))
    }
    return {name: found.get(name, document) for name, document in documents.items()}


@dataclass(frozen=True, slots=True)
class _FileBoxes:
    """Boxes of one document, from its first row on; see `BoxesOf`."""

    rows: FileRows
    first: int

    def __call__(self, start: int, end: int) -> Sequence[Edges | None]:
        return edges_in(self.rows[self.first + start : self.first + end].tobytes())


@dataclass(frozen=True, slots=True)
class _FilePart:
    """The bytes [start, end) of a file."""

    rows: FileRows
    start: int
    end: int

    def __call__(self) -> bytes:
        return self.rows[self.start : self.end].tobytes()
