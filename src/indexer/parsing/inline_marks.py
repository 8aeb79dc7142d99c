"""The marks of a paragraph of Markdown: which of its characters are no part of what it says."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class InlineMark:
    """Characters ``[start, end)`` of a paragraph that are no part of what it says.

    Attributes:
        start: First character.
        end: The character after the last.
        joins: True if what is on both sides is one word, as with emphasis; False if it parts them, as a line break.
    """

    start: int
    end: int
    joins: bool = True


@dataclass(slots=True)
class InlineMarks:
    """The marks of a paragraph, ascending, and what else is in it but no part of its sentences.

    Attributes:
        marks: The marks, which do not overlap.
        notes: Footnotes that stand in the text itself: ``[start, end)`` of what each says, between its marks.
        pictures: The places of pictures and, in them, of what they say of themselves: (start, end, from, to).
    """

    marks: list[InlineMark] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[tuple[int, int, int, int]] = field(default_factory=list)
