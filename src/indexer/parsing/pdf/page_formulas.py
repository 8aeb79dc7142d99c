"""Finds displayed formulas among the rows of a PDF: set in, with signs of formulas and hardly a word."""

import re
from collections.abc import Iterator, Sequence

from indexer.parsing import line_openers
from indexer.parsing.pdf.page_rows import PageRow

_RELATION = re.compile(r"[=≤≥<>≈≡∼≃∝∈⊂⊆→←↔⇒⇔≪≫:]|\d\s*[×·]\s*\d")
_SIGN = re.compile(r"[=≤≥<>≈≡∼≃∝∈⊂⊆→←↔⇒⇔≪≫±×÷∑∫∏∂∇√∞^|∗⊗⊕∩∪∀∃¬∧∨]|[+−/]")
_CODE = re.compile(r"::|[;\"“”]|</\w|<\w+>|<-|\w\(\)|[{}]\s*$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\(?[A-Z]?\.?\d{1,3}(?:\.\d{1,3})?[a-z]?[′']?\)")
_SET_IN = 1.2  # in sizes, from the left edge of the column
_MOST_WORDS = 3  # of four letters or more, in a row of a formula
_FARTHEST = 2.6  # usual distances of two lines, between two rows of one formula
_LEAST_SHORT = 0.6  # of the words of a row of a formula have no four letters in a row


def formula_rows(rows: Sequence[PageRow], free: Sequence[int], leading: float) -> Iterator[list[int]]:
    """Yield the rows of each displayed formula.

    Args:
        rows: All rows in reading order.
        free: Which of them are running text as far as is known.
        leading: Usual distance of two lines of it.
    """
    group: list[int] = []
    for at in free:
        row = rows[at]
        near = group and _is_near(rows[group[-1]], row, leading)
        if _may_be(row) and (near or not group):
            group.append(at)
            continue
        if group and _is_formula([rows[i] for i in group]):
            yield group
        group = [at] if _may_be(row) else []
    if group and _is_formula([rows[i] for i in group]):
        yield group


def _is_near(above: PageRow, row: PageRow, leading: float) -> bool:
    beside = above.page == row.page and abs(above.row.left - row.row.left) < max(row.size, above.size)
    return beside and -row.size <= row.base - above.base <= _FARTHEST * leading  # limits stand higher than they read


def _may_be(row: PageRow) -> bool:
    """True if a row can be of a formula: set in or next to nothing, without the words of prose."""
    text = row.text.replace("\t", " ")
    if line_openers.FIGURE.match(text) or line_openers.TABLE.match(text) or _CODE.search(text) or row.is_bold:
        return False
    if not (row.indent >= _SET_IN or _ends_with_number(row)):
        return False
    if line_openers.LIST_ITEM.match(text) and not _NUMBER.fullmatch(text.strip()):
        return False
    words = _WORD.findall(text)
    tokens = text.split()
    short = sum(_WORD.search(token) is None for token in tokens)
    signs = len(tokens) <= 2 and _SIGN.search(text) is not None
    return len(words) <= _MOST_WORDS and (signs or short >= _LEAST_SHORT * len(tokens))


def _is_formula(rows: Sequence[PageRow]) -> bool:
    """True if rows have a relation, or a number at the right edge and a sign."""
    text = "\n".join(row.text for row in rows)
    words = len(_WORD.findall(text))
    if words > _MOST_WORDS and 3 * words > len(text.split()):
        return False
    numbered = any(_ends_with_number(row) for row in rows) and _SIGN.search(text) is not None
    return numbered or (_RELATION.search(text.replace(":", "")) is not None)


def _ends_with_number(row: PageRow) -> bool:
    """True if a row ends with the number of a formula at the right edge of its column."""
    last = row.row.segments[-1].text
    alone = len(row.row.segments) > 1 or row.indent > 4
    return alone and _NUMBER.fullmatch(last) is not None and row.x1 >= row.row.right - row.size
