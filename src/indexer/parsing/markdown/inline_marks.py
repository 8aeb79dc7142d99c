"""The marks of a paragraph of Markdown: which of its characters are no part of what it says."""

from collections.abc import Callable
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


def told_by_pictures(content: str, marks: InlineMarks, marks_in: Callable[[str], InlineMarks]) -> InlineMarks | None:
    """Return the marks of a paragraph of pictures alone, around what they say; None if there is more in it."""
    rest, at = [], 0
    for mark in marks.marks:
        rest.append(content[at : mark.start])
        at = mark.end
    if "".join([*rest, content[at:]]).strip():
        return None
    around: list[InlineMark] = []
    pictures = {(start, end): (told, told_end) for start, end, told, told_end in marks.pictures}
    for mark in marks.marks:
        if (mark.start, mark.end) not in pictures:
            around.append(mark)
            continue
        told, told_end = pictures[mark.start, mark.end]
        inner = marks_in(content[told:told_end]).marks
        around.append(InlineMark(mark.start, told, joins=False))
        around += (InlineMark(told + one.start, told + one.end, one.joins) for one in inner)
        around.append(InlineMark(told_end, mark.end, joins=False))
    return InlineMarks(around)
