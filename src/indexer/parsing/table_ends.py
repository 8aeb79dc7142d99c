"""Takes the lines of a flattened table: where it ends, and whether its rows can be told at all."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from indexer.parsing import line_openers
from indexer.parsing.headings import is_capitals
from indexer.parsing.line_widths import is_ended
from indexer.parsing.lines import Line, LineGroup, is_finished
from indexer.parsing.paragraph_ends import ParagraphEnds
from indexer.parsing.row_tokens import NUMERIC
from indexer.parsing.tables import starts_row
from kutip.text.reading import squeeze

_PROSE_WORDS = 25  # unnumbered table rows rarely have as many words
_SENTENCE_WORDS = 6  # of a cell that is a sentence
_CELL_WORDS = 3
_CELL_SHARE = 0.5  # of a table's lines that are single cells: then its columns may have been read one by one
_LINK = re.compile(r"(?:https?://|www\.|doi:)\S+$", re.IGNORECASE)


def take_table(queue: deque[LineGroup], ends: ParagraphEnds) -> list[LineGroup]:
    """Take the groups of a table from a queue of groups; none if the caption has no table below it.

    A table ends at its source note, the next caption, a heading, prose, or a page that does not repeat its header. In
    lines whose widths are known, each line that had room for the next word is a row, or a cell, of its own.
    """
    taken: list[LineGroup] = []
    header, numbered = "", False
    while queue:
        first = queue[0][0]
        same_header = bool(taken) and squeeze(first.content) == header
        marks = (line_openers.NOTE, line_openers.TABLE, line_openers.FIGURE)
        if any(mark.match(first.content) for mark in marks) or first.start in ends.titles:
            break
        if (first.page_start and taken and not same_header) or _begins_text(queue[0], taken, ends, numbered=numbered):
            break
        header = header if taken else squeeze(first.content)
        taken.append(LineGroup([_with_end(line, ends) for line in queue.popleft()]))
        numbered = numbered or any(starts_row(line) for line in taken[-1])
    if len(taken) == 1 and len(taken[0]) == 1 and is_capitals(taken[0][0].content):
        queue.appendleft(taken.pop())  # the table is a picture: this is the next heading
    return taken


def may_be_rows(table: Sequence[LineGroup], ends: ParagraphEnds) -> bool:
    """True if the rows of a table can be told; not if its lines are cells, of rows or of columns, nobody knows.

    A text that marks its soft line ends, or numbers its rows, tells.
    """
    lines = [line for group in table for line in group]
    if ends.marks_wraps or any(starts_row(line, 1) for line in lines):
        return True
    cells = sum(_is_cell(line.content) for line in lines[1:])
    return cells <= _CELL_SHARE * (len(lines) - 1)


def _is_cell(text: str) -> bool:
    """True if a line holds one cell at most: a figure, or a few words without one."""
    words = text.split()
    figures = sum(NUMERIC.fullmatch(word) is not None for word in words)
    return len(words) == 1 or (figures == 0 and len(words) <= _CELL_WORDS)


def _begins_text(group: LineGroup, taken: Sequence[LineGroup], ends: ParagraphEnds, *, numbered: bool) -> bool:
    """True if the paper's text begins with a group: a heading, a link or prose, which the table's cells are not."""
    first = group[0]
    if taken and (is_link(group) or (is_capitals(first.content) and _is_alone(first))):
        return True
    if first.start in ends.starts and first.content[0].islower():
        return True  # the sentence that the table cuts goes on
    if first.start in ends.prose and not starts_row(first, 1) and (len(group) > 1 or is_ended(first.content)):
        if numbered:
            return not starts_row(first)
        cells = [line.content for one in taken for line in one]
        return not any(is_ended(cell) and len(cell.split()) >= _SENTENCE_WORDS for cell in cells)
    return not numbered and _is_prose(group)


def is_link(group: LineGroup) -> bool:
    """True if a group is the address of a table or figure, as journals print it below."""
    return len(group) == 1 and _LINK.match(group[0].content) is not None


def _is_alone(line: Line) -> bool:
    return not line.wraps and len(line.content.split()) > 1


def _with_end(line: Line, ends: ParagraphEnds) -> Line:
    return replace(line, wraps=line.wraps and line.span.end not in ends.roomy)


def _is_prose(group: LineGroup) -> bool:
    """True if a group is a paragraph, with or without its heading or its beginning, and not a table row."""
    lines = group[1:] if is_capitals(group[0].content) else group
    words = sum(len(line.content.split()) for line in lines)
    goes_on = all(line.wraps or is_finished(line.content) for line in lines[:-1])
    return words >= _PROSE_WORDS and goes_on and lines[0].content[0].isalpha() and is_finished(lines[-1].content)
