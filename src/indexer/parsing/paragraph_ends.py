"""Finds where paragraphs end in text without blank lines, by several witnesses that the text itself shows.

They are: a short last line, an indented first line, a heading, a figure or table, prose below what is none. Which of
them mean anything is judged over the whole text: lines that are wide alike make a short one tell, and first lines are
indented where most indented lines stand below the end of a sentence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.parsing import line_openers
from indexer.parsing.headings import SMALL_WORDS
from indexer.parsing.line_widths import LineWidths, begins_anew, is_ended
from indexer.parsing.lines import Line, LineGroup
from indexer.parsing.row_tokens import NUMERIC
from indexer.parsing.title_lines import TitleLines, section_place

_LEAST_INDENTED = 3  # lines, from which indents may begin paragraphs
_MOST_INDENTED = 0.4  # share of the lines; where more are indented, they are set in
_BELOW_ENDS = 0.8  # share of indented lines that stand below a sentence's end
_LONGEST_FLOAT = 40  # lines of a table or a caption that cut a sentence
_LEAST_WORDS = 3  # of the line where the sentence goes on
_FIGURES = 0.4  # share of the words of a table's row that are figures
_ROOM = 0.96  # of what lines hold, for the shapes of letters
_MUCH_ROOM = 0.9  # of what lines hold: a line that has less does not go on in a paragraph below


@dataclass(frozen=True, slots=True)
class ParagraphEnds:
    """Where the paragraphs and headings of a text begin.

    Attributes:
        starts: Offsets of the lines with which something new begins.
        titles: The number of lines of each heading, by the offset of its first line.
        prose: Offsets of the lines that look like prose.
        roomy: Offsets behind the lines that had room for the next word.
        short_ends: Offsets behind those that had room for more.
        is_judged: Whether the widths of lines told where paragraphs end; if not, other signs have to.
        marks_wraps: Whether the text itself marks the ends of lines that go on, by a blank.
        is_numbered: Whether any heading has a number.
    """

    starts: frozenset[int]
    titles: Mapping[int, int]
    prose: frozenset[int] = frozenset()
    roomy: frozenset[int] = frozenset()
    short_ends: frozenset[int] = frozenset()
    is_judged: bool = False
    marks_wraps: bool = False
    is_numbered: bool = False

    def parted(self, group: LineGroup) -> Iterator[LineGroup]:
        """Divide adjacent lines where paragraphs end."""
        first = 0
        for at in range(1, len(group)):
            if group[at].start in self.starts:
                yield group[first:at]
                first = at
        yield group[first:]


def find_paragraph_ends(lines: Sequence[Line], *, in_list: Callable[[Line], bool]) -> ParagraphEnds:
    """Find the ends of paragraphs in all lines of a text.

    Args:
        lines: All lines, the blank ones too.
        in_list: Whether a line is of a list of references, in which nothing is judged.
    """
    widths = LineWidths(lines)
    if _marks_wraps(widths) or not widths.is_known:
        return ParagraphEnds(frozenset(), {}, marks_wraps=_marks_wraps(widths))
    inside = [not in_list(line) for line in widths.lines]
    titles = TitleLines(widths, inside).found()
    indented = _indented(widths)
    begins = {*titles, *(first + count for first, count in titles.items()), *indented}
    begins |= {at for at in range(1, len(inside)) if inside[at] and _begins(widths, at)}
    begins |= {at for first in range(1, len(inside)) if inside[first] for at in _float_within(widths, first)}
    starts = frozenset(widths.lines[at].start for at in begins if 0 < at < len(inside) and inside[at])
    lines_at = list(enumerate(widths.lines))
    return ParagraphEnds(
        starts,
        {widths.lines[at].start: count for at, count in titles.items()},
        frozenset(line.start for at, line in lines_at if widths.is_prose(at)),
        frozenset(line.span.end for at, line in lines_at if widths.had_room(at, _ROOM)),
        frozenset(line.span.end for at, line in lines_at if widths.had_room(at, _MUCH_ROOM)),
        is_judged=True,
        is_numbered=any(section_place(widths.texts[at]) is not None for at in titles),
    )


def _marks_wraps(widths: LineWidths) -> bool:
    """True if the text itself marks soft line ends, by a blank: then they need no judging."""
    ended = [line for line, text in zip(widths.lines, widths.texts, strict=True) if is_ended(text)]
    return any(line.wraps for line in ended)


def _begins(widths: LineWidths, at: int) -> bool:
    """True if a paragraph or what is none begins at a line that no blank line parts from the one above."""
    above, text = widths.texts[at - 1], widths.texts[at]
    if not begins_anew(text) or widths.apart[at]:
        return False
    if is_ended(above):
        return widths.had_room(at - 1, _ROOM) or bool(line_openers.LIST_ITEM.match(text))
    is_apart = widths.had_room(at - 1, _ROOM) or _is_row(above)
    return is_apart and not widths.is_prose(at - 1) and widths.is_prose(at)


def _float_within(widths: LineWidths, first: int) -> tuple[int, ...]:
    """Return the first line of a caption that cuts a sentence, and the line where the sentence goes on; else nothing.

    "Figure 2." may also begin a line of the sentence itself; the line above then ends with a word that leads to it.
    """
    above, text = widths.texts[first - 1], widths.texts[first]
    is_caption = line_openers.FIGURE.match(text) or line_openers.TABLE.match(text)
    if not is_caption or is_ended(above) or above.split()[-1].casefold().strip("(") in SMALL_WORDS | {""}:
        return ()
    for at in range(first + 1, min(first + _LONGEST_FLOAT, len(widths.texts))):
        before, line = widths.texts[at - 1], widths.texts[at]
        goes_on = line[0].islower() and len(line.split()) >= _LEAST_WORDS and not _is_row(line)
        if goes_on and (is_ended(before) or not widths.is_prose(at - 1)):
            return first, at
        if widths.apart[at]:
            break
    return ()


def _is_row(text: str) -> bool:
    """True if a line looks like a table's row: many of its words are figures."""
    words = text.split()
    return sum(NUMERIC.fullmatch(word) is not None for word in words) >= max(2, _FIGURES * len(words))


def _indented(widths: LineWidths) -> set[int]:
    """Return the lines that are indented, if that is how the text begins its paragraphs."""
    margin = [len(line.text.lstrip("\f")) - len(line.text.lstrip()) for line in widths.lines]
    found = [at for at in range(1, len(margin)) if margin[at] > margin[at - 1] and not widths.apart[at]]
    below = [at for at in found if is_ended(widths.texts[at - 1]) or widths.apart[at - 1]]
    if not _LEAST_INDENTED <= len(found) <= _MOST_INDENTED * len(margin) or len(below) < _BELOW_ENDS * len(found):
        return set()
    return {at for at in below if begins_anew(widths.texts[at])}
