"""Finds the tables of Pandoc that are drawn with dashes: their rows, and where their columns are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_DASHES = re.compile(r"-{2,}")
_SIMPLE_RULE = re.compile(r"[ ]{0,9}-{2,200}(?:[ ]{1,99}-{2,200}){1,99}[ ]*")
_GRID_RULE = re.compile(r"\+(?:[-:=]{2,400}\+){1,99}[ ]*")
_GRID_ROW = re.compile(r"\|.{0,4000}\|[ ]*")
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table whose columns stand at the same place in each line.

    Attributes:
        rows: The lines of the header and of each row, by their numbers.
        rules: The lines that are drawn.
        columns: ``[start, end)`` of each column; None for the end of the last one of a table without a frame.
        end: The line after the table.
    """

    rows: tuple[tuple[int, ...], ...]
    rules: tuple[int, ...]
    columns: tuple[tuple[int, int | None], ...]
    end: int


def drawn_table(lines: Sequence[str], start: int) -> DrawnTable | None:
    """Return the table that begins at a line of a text; None if none does.

    >>> drawn_table(["Net    Width", "----- ------", "seine     12"], 0).columns
    ((0, 6), (6, None))
    """
    return _grid(lines, start) if lines[start].startswith("+") else _simple(lines, start)


def _simple(lines: Sequence[str], start: int) -> DrawnTable | None:
    if start + 2 >= len(lines) or not lines[start].strip() or not _SIMPLE_RULE.fullmatch(lines[start + 1]):
        return None
    if _SIMPLE_RULE.fullmatch(lines[start]):
        return None
    starts = [0, *(dashes.start() for dashes in list(_DASHES.finditer(lines[start + 1]))[1:])]
    ends = [*starts[1:], None]
    end = start + 2
    while end < min(len(lines), start + _MOST_LINES) and lines[end].strip() and not _is_rule(lines[end]):
        end += 1
    if end == start + 2:
        return None
    rows = [(start,), *((at,) for at in range(start + 2, end))]
    closed = end < len(lines) and _is_rule(lines[end])
    rules = (start + 1, end) if closed else (start + 1,)
    return DrawnTable(tuple(rows), rules, tuple(zip(starts, ends, strict=True)), end + closed)


def _is_rule(text: str) -> bool:
    return not text.strip(" -") and "--" in text


def _grid(lines: Sequence[str], start: int) -> DrawnTable | None:
    if not _GRID_RULE.fullmatch(lines[start]):
        return None
    corners = [at for at, character in enumerate(lines[start]) if character == "+"]
    rows: list[tuple[int, ...]] = []
    rules, row = [start], list[int]()
    end = start + 1
    while end < min(len(lines), start + _MOST_LINES):
        if row and _GRID_RULE.fullmatch(lines[end]):
            rules.append(end)
            rows.append(tuple(row))
            row = []
        elif _GRID_ROW.fullmatch(lines[end]):
            row.append(end)
        else:
            break
        end += 1
    if row or len(rows) < 2:
        return None
    columns = tuple((one + 1, other) for one, other in pairwise(corners))
    return DrawnTable(tuple(rows), tuple(rules), columns, end)
