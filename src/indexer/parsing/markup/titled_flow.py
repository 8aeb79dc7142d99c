"""Tells by its text what a block is that no element names: a caption, or what stands between title and abstract."""

from indexer.parsing import line_openers
from indexer.parsing.lines import is_finished
from indexer.parsing.markup.markup_flow import MarkupFlow
from indexer.parsing.served_table import Piece
from kutip.types import Kind

_LONGEST_FRONT = 300  # characters of a block between the title and the next heading that is no abstract
_LONGEST_CAPTION = 600  # characters of a paragraph that may be the caption of the table below it


class TitledFlow(MarkupFlow):
    """A flow in which paragraphs have no other marks than their texts.

    Attributes:
        in_front: True from the title up to the first paragraph of the text.
        text_before: The text of the last block.
    """

    def __init__(self) -> None:
        """Begin an empty text."""
        super().__init__()
        self.in_front = False
        self.text_before = ""

    def cut(self) -> None:
        """End the block that is open; its text says what it is where no element does."""
        text = "" if self._gathering else " ".join("".join(piece.text for piece in self._pieces).split())
        if not text:
            self._pieces = self._pieces if self._gathering else []
            super().cut()
            return
        self.text_before = text
        before, self.kind = self.kind, self._kind_of(text)
        super().cut()
        self.kind = before

    def caption_above(self) -> list[Piece]:
        """Return the last block's text if it is the caption of what follows."""
        captions = line_openers.TABLE.match(self.text_before) and len(self.text_before) <= _LONGEST_CAPTION
        return [Piece(self.text_before)] if captions else []

    def _kind_of(self, text: str) -> Kind:
        if self.kind is not Kind.PARAGRAPH:
            return self.kind
        if len(text) <= _LONGEST_CAPTION and (line_openers.TABLE.match(text) or line_openers.FIGURE.match(text)):
            return Kind.CAPTION
        is_short = len(text) <= _LONGEST_FRONT
        self.in_front = self.in_front and is_short and not is_finished(text)
        if self.in_front or (is_short and line_openers.FRONT_MATTER.match(text)):
            return Kind.FRONT_MATTER
        return self.kind
