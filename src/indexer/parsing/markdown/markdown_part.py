"""A part of a Markdown text, as its marks show it: a heading, a paragraph, a table, code."""

from dataclasses import dataclass
from enum import Enum

from indexer.parsing.lines import Line
from kutip.types import Span


class PartKind(Enum):
    """What the parser takes a part for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PICTURE = "picture"  # a paragraph of pictures alone: what they say of themselves
    TABLE = "table"
    FENCED = "fenced"
    INDENTED = "indented"
    EQUATION = "equation"
    HTML = "html"
    DEFINITION = "definition"  # of the target of a link


@dataclass(frozen=True, slots=True)
class PartLine:
    """What a line of the source holds of a part.

    Attributes:
        line: The line.
        spans: The place around the marks of what it holds.
        indent: For code: its indent within the part.
        number: For code and equations: its number in the source.
    """

    line: Line
    spans: tuple[Span, ...]
    indent: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class MarkdownPart:
    """A part of a text.

    Attributes:
        kind: What it is.
        lines: Its lines that are not blank; for a table: header and rows, with a span or more for each cell in `cells`.
        content: Its text with inline marks.
        level: Depth of a heading.
        underlined: True for a heading by the line below it.
        quoted: True within a block quotation.
        item: Number of the list item or definition that it is in; 0 if in none.
        opens: True if it is the first part of its item.
        alone: True if its item is the only one of its list.
        term: True for a term that is defined.
        note: Number of the footnote that it is in; 0 if in none.
        cells: For each line of a table, the spans of each cell; a cell may be empty.
    """

    kind: PartKind
    lines: tuple[PartLine, ...]
    content: str = ""
    level: int = 0
    underlined: bool = False
    quoted: bool = False
    item: int = 0
    opens: bool = False
    alone: bool = False
    term: bool = False
    note: int = 0
    cells: tuple[tuple[tuple[Span, ...], ...], ...] = ()

    @property
    def spans(self) -> list[Span]:
        """Its place around the marks."""
        return [span for line in self.lines for span in line.spans]
