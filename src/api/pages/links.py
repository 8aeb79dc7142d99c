"""Addresses of the pages."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from kutip.errors import QueryError
from kutip.types import Span

LIT = "lit"  # the anchor of the first words that are lit


class Links:
    """Addresses in one language; without one, the browser's preference holds there too."""

    def __init__(self, language: str | None = None) -> None:
        self._language = language

    def to(self, path: str, *, anchor: str = "", **query: str) -> str:
        """An address of a page, with the query and the language.

        >>> Links("id").to("/", q="siapa?")
        '/?q=siapa%3F&lang=id'
        """
        values = {name: value for name, value in query.items() if value}
        if self._language:
            values["lang"] = self._language
        return quote(path) + (f"?{urlencode(values)}" if values else "") + (f"#{quote(anchor)}" if anchor else "")

    def document(self, document_id: str, *, lit: Sequence[Span] = (), anchor: str = "") -> str:
        """A paper's page, with some words of it lit."""
        words = ",".join(f"{span.start}-{span.end}" for span in lit)
        return self.to(f"/documents/{document_id}", anchor=anchor or (LIT if lit else ""), lit=words)

    def references(self, document_id: str, *, anchor: str = "") -> str:
        """A paper's list of references."""
        return self.to(f"/documents/{document_id}/references", anchor=anchor)


def read_spans(words: str, length: int) -> tuple[Span, ...]:
    """What the parameter `lit` means.

    Args:
        words: As `Links.document` writes it: "10-20,30-40".
        length: Of the source, in characters.

    Raises:
        QueryError: It is no such list, or stands outside of the source.
    """
    spans = []
    for pair in filter(None, words.split(",")):
        start, _, end = pair.partition("-")
        if not (start.isdecimal() and end.isdecimal() and len(pair) <= 30 and int(start) < int(end) <= length):
            raise QueryError(f"lit={words[:60]!r} is no list of places in this paper, such as lit=10-20,30-40")
        spans.append(Span(int(start), int(end)))
    return tuple(spans)
