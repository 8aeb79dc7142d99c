r"""Reads the list of \bibitem commands that BibTeX writes: of a file beside the source (.bbl), or of a text."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.bibliography.bibtex_fields import without_latex
from indexer.bibliography.entries import parse_reference
from indexer.bibliography.listed_work import id_beside
from kutip.types import Block, Document, Kind, Part, Reference, Span

_ITEM = re.compile(r"\\bibitem\b\s*")
_END = re.compile(r"\\(?:end\s*\{thebibliography\}|bibitem\b)")
_KEY = re.compile(r"\s*\{\s*([^{}\\]{1,300}?)\s*\}")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*+(?:\n[ \t]*+)?+")
_NOISE = re.compile(
    r"\\(?:newblock|BibitemOpen|BibitemShut\s*\{[^{}]*\}|bibinfo\s*\{[^{}]*\}|bibfield\s*\{[^{}]*\}|natexlab"
    r"|bibnamefont|bibfnamefont|urlprefix|penalty\d+|providecommand|protect)(?![A-Za-z])"
)
_LONGEST_LABEL = 1_000
_LONGEST_ENTRY = 20_000
_MOST = 20_000


def bbl_entries(text: str) -> Iterator[tuple[str, str]]:
    r"""Yield (key, plain text) of each \bibitem of a text, in order.

    >>> list(bbl_entries(r"\bibitem[{Reed(2019)}]{reed} P.~Reed. \newblock \emph{Kites}. 2019. \end{thebibliography}"))
    [('reed', 'P. Reed. Kites. 2019.')]
    """
    raw: list[tuple[str, str]] = []
    for item in _ITEM.finditer(text):
        key = _KEY.match(text, _after_label(text, item.end()))
        if key is None or len(raw) >= _MOST:
            continue
        end = _END.search(text, key.end())
        entry = text[key.end() : end.start() if end is not None else len(text)]
        raw.append((key[1], _NOISE.sub(" ", _COMMENT.sub("", entry[:_LONGEST_ENTRY]))))
    yield from zip((key for key, _ in raw), without_latex([entry for _, entry in raw]), strict=True)


def _after_label(text: str, at: int) -> int:
    """Return the offset after a label in square brackets, which may hold brackets within braces."""
    if not text.startswith("[", at):
        return at
    depth = 0
    end = min(len(text), at + _LONGEST_LABEL)
    following = text.find("\\bibitem", at, end)
    for i in range(at + 1, following if following >= 0 else end):
        depth += (text[i] == "{") - (text[i] == "}")
        if text[i] == "]" and depth <= 0:
            return i + 1
    return at


class BblFile:
    """The entries of a .bbl file by key."""

    def __init__(self, text: str) -> None:
        """Read the entries; of several with one key, the first.

        Raises:
            ValueError: It has none, as a file that BibLaTeX wrote for itself.
        """
        self._entries: dict[str, str] = {}
        for key, entry in bbl_entries(text):
            self._entries.setdefault(key, entry)
        if not self._entries:
            raise ValueError("no bibitem")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its entries, in order."""
        return tuple(self._entries)

    def key_of(self, key: str) -> str | None:
        """Return the key of the entry with a key."""
        return key if key in self._entries else None

    def reference(self, key: str, *, document_id: str, sha256: str, file: str) -> Reference | None:
        """Return an entry, divided into its parts as an entry of a list in a text is; None if it is blank."""
        text = self._entries[key]
        if not text:
            return None
        whole = Document(document_id, text, hashlib.sha256(text.encode()).hexdigest(), {})
        read = parse_reference(whole, Block(Kind.REFERENCE, (), (Span(0, len(text)),), text))
        bare: dict[str, Any] = {
            name: replace(part, spans=()) for name in read.__slots__ if isinstance(part := getattr(read, name), Part)
        }
        authors = tuple(replace(author, spans=()) for author in read.authors)
        own = id_beside(sha256, file, key)
        return replace(read, id=own, spans=(), authors=authors, file=file, key=key, **bare)
