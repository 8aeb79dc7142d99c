"""The interface of a reader, which reads one form of document such as Markdown, and a reader of UTF-8 text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from indexer.parsing.keyed_citations import KeyedCitations
from kutip.errors import SourceError
from kutip.types import Block, FactOrigin, HeldBoxes, Message, PageShape, Span


@dataclass(frozen=True, slots=True)
class ReadSource:
    """The result of reading a file.

    Attributes:
        text: The source text, to which every offset refers; for a text file its content, decoded as UTF-8.
        blocks: Its blocks in reading order; their spans ascend, and `Block.text` is the reading text of the spans.
        pages: Offsets where pages start, ascending; empty if the file does not show them.
        stated: What the file's markup or look states of the paper: fields of CSL-JSON such as "title" and "author".
        stated_by: Where that is read.
        properties: What the file states beside its text, in fields of CSL-JSON, as far as its text confirms it; None
            for a form that has no such properties.
        notices: What a person should know of the reading, each thing once: what could not be read, and what became of
            it. `kutip parse` shows them, the index keeps them with the document.
        keyed: What the source itself says of its citations; empty for a form that has no keys.
        marks: Characters that no block holds, because they are marks of the form and nothing that the source says.
        page_shapes: The pages of a PDF, one for each offset in `pages`; empty for other forms.
        boxes: The place of each code point on its page; None for other forms.
        read_by: Name and version of the reader of a PDF and of its library. May be empty: the text is that of the file.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[int, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)
    stated_by: FactOrigin = FactOrigin.MARKUP
    properties: Mapping[str, Any] | None = None
    notices: tuple[Message, ...] = ()
    keyed: KeyedCitations = field(default=KeyedCitations())
    marks: tuple[Span, ...] = ()
    page_shapes: tuple[PageShape, ...] = ()
    boxes: HeldBoxes | None = None
    read_by: str = ""


class Reader(Protocol):
    """Reads documents of one form.

    A reader is registered in `formats.READERS`, can be shared between threads and gives the same result for the same
    bytes.
    """

    @property
    def form(self) -> str:
        """Name of the form, such as "markdown"; `source_form` in metadata.json may ask for it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name suffixes that it reads, with the dot: (".md", ".txt") for source.md and source.txt."""

    def fits(self, data: bytes) -> bool:
        """True if the content of a file with one of these suffixes looks like this form."""

    def read(self, data: bytes) -> ReadSource:
        """Read the content of a file; it may not fit, because metadata can ask for any reader.

        Raises:
            SourceError: The content is not of this form.
        """


@dataclass(frozen=True, slots=True)
class TextReader:
    """A reader of UTF-8 text; see `Reader`.

    Attributes:
        form: Name of the form.
        suffixes: File name suffixes that it reads.
        looks_like: Returns True for a text that looks like this form.
        parse: Returns the blocks of a text and the offsets where its pages start.
    """

    form: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[str], bool]
    parse: Callable[[str], tuple[tuple[Block, ...], tuple[int, ...]]]

    def fits(self, data: bytes) -> bool:
        """True if the text looks like this form; bytes that are not UTF-8 are ignored."""
        return self.looks_like(data.decode("utf-8", errors="ignore"))

    def read(self, data: bytes) -> ReadSource:
        """Decode and parse a text; line ends, byte order marks and everything else are kept.

        Raises:
            SourceError: The bytes are not UTF-8.
        """
        text = decoded(data)
        return ReadSource(text, *self.parse(text))


def decoded(data: bytes) -> str:
    """Decode the bytes of a text file.

    Raises:
        SourceError: They are not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
