"""Opens the archive that a DOCX file is, and reads the parts that hold text, up to a size."""

import io
import posixpath
import zipfile
import zlib

from indexer.parsing.markup.markup_tree import Element, parse_xml
from kutip.errors import SourceError

_MOST_FILES = 20_000  # in the archive; a book with pictures has 1,000
_MOST_BYTES = 1 << 26  # of one part when unpacked: 64 MiB; a thesis of 300 pages has 8
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, KeyError)


class WordArchive:
    """The parts of a DOCX file."""

    def __init__(self, data: bytes) -> None:
        """Open the archive and find its document.

        Raises:
            SourceError: It is no DOCX file, or damaged.
        """
        try:
            self._files = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise SourceError(f"is no whole DOCX file ({error}); save it again") from error
        if len(self._files.infolist()) > _MOST_FILES:
            raise SourceError(f"holds more than {_MOST_FILES:,} files; save its text in a document of its own")
        self._names = frozenset(self._files.namelist())
        self._document = self._related("", "officeDocument", "word/document.xml")
        if self._document not in self._names:
            raise SourceError("holds no document of Word; save it again as DOCX")

    def document(self) -> Element:
        """Return the main document."""
        return self._parsed(self._document) or Element("document")

    def beside(self, kind: str) -> Element:
        """Return a part that belongs to the document, such as "styles" or "footnotes"; an empty one if it has none."""
        path = self._related(self._document, kind, posixpath.join(posixpath.dirname(self._document), f"{kind}.xml"))
        return self._parsed(path) or Element(kind)

    def properties(self) -> Element:
        """Return the properties of the file; an empty element if it has none."""
        return self._parsed("docProps/core.xml") or Element("coreProperties")

    def _related(self, of: str, kind: str, otherwise: str) -> str:
        """The path of a part by its relation to another one; "" for the file itself."""
        folder, name = posixpath.split(of)
        for one in (self._parsed(posixpath.join(folder, "_rels", f"{name}.rels")) or Element("none")).children():
            if one.get("Type").endswith(f"/{kind}") and one.get("TargetMode") != "External":
                target = one.get("Target")
                return posixpath.normpath(target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target))
        return otherwise

    def _parsed(self, path: str) -> Element | None:
        """A part's tree; None if the archive has no such part.

        Raises:
            SourceError: It is too large, damaged or not well-formed.
        """
        if path not in self._names:
            return None
        try:
            with self._files.open(path) as packed:
                data = packed.read(_MOST_BYTES + 1)  # what the archive says of its size may be false
        except _DAMAGED as error:
            raise SourceError(f"is no whole DOCX file ({path}: {error}); save it again") from error
        if len(data) > _MOST_BYTES:
            raise SourceError(f"has more than {_MOST_BYTES:,} bytes in {path} when unpacked; divide it")
        return parse_xml(data)
