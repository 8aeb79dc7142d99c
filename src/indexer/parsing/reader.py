"""What reads one form of document, such as Markdown: the interface, and its implementation for texts in UTF-8."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kutip.errors import SourceError
from kutip.types import Block


@dataclass(frozen=True, slots=True)
class ReadSource:
    """What a reader made of a file.

    Attributes:
        text: The source text, in which every offset counts; of a text file the file itself, decoded as UTF-8.
        blocks: Its blocks in reading order. Their spans ascend, and each reads as `Block.text` says.
        pages: Offsets where pages start, ascending; empty if the file does not show them.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[int, ...] = ()


class Reader(Protocol):
    """Reads the documents of one form. It is listed in `formats.READERS`, is safe to share between threads, and gives
    the same for the same bytes."""

    @property
    def form(self) -> str:
        """Its name, which `source_form` in a document's metadata.json may give: "markdown"."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of file names that it reads, each with its dot: (".md", ".txt") for source.md and source.txt."""

    def fits(self, data: bytes) -> bool:
        """Whether the bytes of a file with one of these suffixes look like this form."""

    def read(self, data: bytes) -> ReadSource:
        """Read the bytes of a file; they may fit or not, since metadata can ask for any reader.

        Raises:
            SourceError: They are not of this form.
        """


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a form of text in UTF-8; see `Reader`.

    Attributes:
        form: Its name.
        suffixes: The ends of file names that it reads.
        looks_like: Whether a text looks like this form.
        parse: Gives the blocks of a text, and the offsets where its pages start.
    """

    form: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[str], bool]
    parse: Callable[[str], tuple[tuple[Block, ...], tuple[int, ...]]]

    def fits(self, data: bytes) -> bool:
        """Whether the text looks like this form; undecodable bytes are judged without the bad ones."""
        return self.looks_like(data.decode("utf-8", errors="ignore"))

    def read(self, data: bytes) -> ReadSource:
        """Read a text; line ends, byte order marks and all else stay as they are.

        Raises:
            SourceError: The bytes are not UTF-8.
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(f"is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
        return ReadSource(text, *self.parse(text))
