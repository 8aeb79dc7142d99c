"""Addresses of the pages, and the parameter of a paper's page that marks words in it."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from kutip.errors import QueryError
from kutip.types import Message, Span

LIT = "lit"  # anchor of the first highlighted words on a paper's page


class Links:
    """Creates addresses of pages in one language; without a language, pages follow the browser's preference.

    Attributes:
        root: Path below which a reverse proxy shows the pages, such as "/kutip"; "" for none. All addresses begin so.
    """

    def __init__(self, language: str | None = None, root: str = "") -> None:
        self._language = language
        self.root = root

    def to(self, path: str, *, anchor: str = "", **query: str) -> str:
        """The address of a page, with a query and the language; empty values of the query are left out.

        >>> Links("id").to("/", q="siapa?")
        '/?q=siapa%3F&lang=id'
        """
        values = {name: value for name, value in query.items() if value}
        if self._language:
            values["lang"] = self._language
        return (
            quote(self.root + path)
            + (f"?{urlencode(values)}" if values else "")
            + (f"#{quote(anchor)}" if anchor else "")
        )

    def document(self, document_id: str, *, lit: Sequence[Span] = (), anchor: str = "", page: int = 0) -> str:
        """The address of a paper's page, with the text at the `lit` spans highlighted, and a page of the PDF shown."""
        words, number = self.places(lit), str(page or "")
        return self.to(f"/documents/{document_id}", anchor=anchor or (LIT if lit else ""), lit=words, page=number)

    @staticmethod
    def places(lit: Sequence[Span]) -> str:
        """The `lit` spans as an address has them, for `read_spans`.

        >>> Links.places([Span(10, 20), Span(30, 40)])
        '10-20,30-40'
        """
        return ",".join(f"{span.start}-{span.end}" for span in lit)

    def picture(self, document_id: str, page: int) -> str:
        """The address of the picture of a page of a PDF; a query with its width in pixels is to be added."""
        return f"{quote(self.root)}/v1/documents/{quote(document_id)}/pages/{page}.webp"

    def export(self, passage_id: str, form: str) -> str:
        """The address of a passage's export in a format, such as "bibtex"."""
        return f"{quote(self.root)}/v1/passages/{quote(passage_id)}/export?format={form}"

    def references(self, document_id: str, *, anchor: str = "") -> str:
        """The address of the page with a paper's references."""
        return self.to(f"/documents/{document_id}/references", anchor=anchor)


def read_spans(words: str, length: int) -> tuple[Span, ...]:
    """Parse the parameter `lit` of a paper's page.

    Args:
        words: Spans as `Links.document` writes them, for example "10-20,30-40".
        length: Length of the source text in code points.

    Raises:
        QueryError: `words` is not such a list, or a span exceeds the source text.
    """
    spans = []
    for pair in filter(None, words.split(",")):
        start, _, end = pair.partition("-")
        if not (start.isdecimal() and end.isdecimal() and len(pair) <= 30 and int(start) < int(end) <= length):
            raise QueryError(Message("refused.places", {"lit": words[:60]}))
        spans.append(Span(int(start), int(end)))
    return tuple(spans)
