"""Decides which marks of a document cite entries by their labels: only what its list of references explains."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kutip.language.united import any_of
from kutip.text.callouts import Callout
from kutip.text.label_callouts import RAISED_DIGITS, LabelMark, LabelStyle
from kutip.types import Reference

_KEY = re.compile(r"\s*\[([A-Z][A-Za-z]{0,7}(?:\+ ?)?\d{2}[a-z]?)\]")
_FEWEST_ENTRIES = 3  # of a list without printed labels whose entries are counted
_MOST_COVERED = 0.8  # of its entries must be cited
_COVERED = 0.5  # share of the list that weak marks must cite: "word3" and "(3)" are mostly something else
_RAISED_COVERED = 0.3  # the same for raised numbers, some of which are exponents and footnotes
_BEYOND = 10  # numbers above the list's highest that may cite an entry which is missing
_OUTDONE = 3  # times as many entries other marks must cite to count beside brackets
_NEAR = 12  # characters before a mark
_ITEM_ENDS = re.compile(rf"(?:[,;:]|\b{any_of('function_words.conjunctions')})\s$")
_AFTER_NUMBER = re.compile(r"(?<![\d.,])(?!(?:1[5-9]|20)\d\d\s)\d[\d.,]{0,9}\s$")
_SENTENCE_MARKS = ".,;:)"


def labels_of(references: Sequence[Reference]) -> Mapping[str, Sequence[Reference]]:
    """Return the references by label: the printed number or key; by position if no entry has one.

    Without printed labels, positions mean something only to mentions that `cited_by_label` let pass.
    """
    by_label: dict[str, list[Reference]] = {}
    for reference in references:
        label = _printed(reference)
        if label is not None:
            by_label.setdefault(label, []).append(reference)
    return by_label or {str(at): [reference] for at, reference in enumerate(references, start=1)}


def _printed(reference: Reference) -> str | None:
    if reference.number is not None:
        return reference.number.text.translate(RAISED_DIGITS)
    key = _KEY.match(reference.text)
    return key[1].replace(" ", "") if key is not None else None


def cited_by_label(
    blocks: Sequence[tuple[str, Sequence[LabelMark]]], references: Sequence[Reference], *, by_name: int
) -> list[list[Callout]]:
    """Return the callouts of each block that cite by label.

    Numbers in brackets count if the list explains them: most of a mark's numbers are listed, or a single number is a
    little above the list's highest, and other marks are listed. Raised numbers, numbers in round
    brackets and those grown together with a word count only if they cite a good part of the list, and three times as
    much of it as brackets do; beside them, "[1, 4]" is an interval.

    Args:
        blocks: B texts with their marks.
        references: The list of references.
        by_name: Number of citations by author and year; where they are many, weak marks are not citations.
    """
    listed = frozenset(labels_of(references)) if references else frozenset()
    printed = any(_printed(reference) is not None for reference in references)
    marks = [mark for _, found in blocks for mark in found if not mark.is_interval]
    if not printed:
        return _picked(blocks, _counted_marks(marks, listed, by_name))
    bracketed = [
        mark for mark in marks if mark.style in (LabelStyle.BRACKETS, LabelStyle.KEYS) and _is_explained(mark, listed)
    ]
    weak = _weak(blocks, listed, by_name)
    if bracketed and _OUTDONE * len(_labels(bracketed)) > len(_labels(weak)):
        highest = max((int(label) for label in listed if label.isdigit()), default=0)
        more = [mark for mark in marks if _may_be_missing(mark, listed, highest)]
        return _picked(blocks, [*bracketed, *more])
    return _picked(blocks, weak)


def _labels(marks: Iterable[LabelMark]) -> set[str]:
    return {label for mark in marks for label in mark.labels}


def _picked(blocks: Iterable[tuple[str, Sequence[LabelMark]]], kept: Iterable[LabelMark]) -> list[list[Callout]]:
    chosen = {id(mark) for mark in kept}  # marks of two blocks may be equal
    return [[one for mark in marks if id(mark) in chosen for one in mark.callouts] for _, marks in blocks]


def _is_explained(mark: LabelMark, listed: frozenset[str]) -> bool:
    """True if the list has most of a mark's labels: "[60–80]" is an interval where it ends at 12."""
    return 2 * len(listed.intersection(mark.labels)) > len(set(mark.labels))


def _may_be_missing(mark: LabelMark, listed: frozenset[str], highest: int) -> bool:
    """True if a mark may cite one entry that the list lacks."""
    if len(mark.labels) != 1 or mark.labels[0] in listed:
        return False
    if mark.style is LabelStyle.KEYS:
        return not all(label.isdigit() for label in listed)
    return mark.style is LabelStyle.BRACKETS and int(mark.labels[0]) <= highest + _BEYOND and highest > 0


def _counted_marks(marks: Sequence[LabelMark], listed: frozenset[str], by_name: int) -> list[LabelMark]:
    """Return the marks that a list without printed labels explains: they count from 1 to its last entry."""
    numbered = [mark for mark in marks if mark.style is LabelStyle.BRACKETS]
    cited = _labels(numbered)
    counts = len(listed) >= _FEWEST_ENTRIES and cited <= listed and str(len(listed)) in cited
    return numbered if counts and len(cited) >= _MOST_COVERED * len(listed) and len(numbered) > by_name else []


def _weak(blocks: Sequence[tuple[str, Sequence[LabelMark]]], listed: frozenset[str], by_name: int) -> list[LabelMark]:
    def of(style: LabelStyle, may_cite: Callable[[str, Sequence[LabelMark]], bool]) -> list[LabelMark]:
        found = [(text, [one for one in marks if one.style is style]) for text, marks in blocks]
        whole = [(text, [one for one in marks if listed.issuperset(one.labels)]) for text, marks in found]
        return [one for text, marks in whole if may_cite(text, marks) for one in marks]

    def covers(marks: Sequence[LabelMark], share: float, fewest: int) -> bool:
        cited = {label for mark in marks for label in mark.labels}
        return len(cited) >= max(share * len(listed), fewest) and len(marks) > by_name

    raised = of(LabelStyle.RAISED, lambda text, marks: True)
    glued = of(LabelStyle.GLUED, lambda text, marks: True)
    if raised and covers([*raised, *glued], _RAISED_COVERED, 1):
        return [*raised, *glued]
    if covers(glued, _COVERED, _FEWEST_ENTRIES):
        return glued
    in_round = [(text, [one for one in marks if one.style is LabelStyle.PARENTHESES]) for text, marks in blocks]
    in_parentheses = [
        one for text, marks in in_round for one in _no_steps(text, marks) if listed.issuperset(one.labels)
    ]
    return in_parentheses if covers(in_parentheses, _COVERED, _FEWEST_ENTRIES) else []


def _no_steps(text: str, marks: Sequence[LabelMark]) -> list[LabelMark]:
    """Return the marks that neither follow a number, as in "grade 9 (2)", nor count what follows them."""
    if _enumerates(text, marks):
        return []
    kept: list[LabelMark] = []
    steps: list[LabelMark] = []  # "(1) to weigh, (2) to dry and (3) to sort"
    for mark in marks:
        before = text[max(0, mark.start - _NEAR) : mark.start]
        if _AFTER_NUMBER.search(before):
            continue
        opens = not text[mark.end : mark.end + 1].startswith(tuple(_SENTENCE_MARKS))
        parted = opens and _ITEM_ENDS.search(before) is not None
        if not (steps and parted and mark.labels == (str(int(steps[-1].labels[0]) + 1),)):
            kept += steps if len(steps) == 1 else []
            steps = []
        if steps or (len(mark.labels) == 1 and opens and (parted or mark.labels == ("1",))):
            steps.append(mark)
        else:
            kept.append(mark)
    return [*kept, *(steps if len(steps) == 1 else [])]


def _enumerates(text: str, marks: Sequence[LabelMark]) -> bool:
    """True if the marks of a block count what follows them: "(1) boats, (2) nets and (3) crews"."""
    counted = [str(at) for at in range(1, len(marks) + 1)]
    opening = all(not text[mark.end : mark.end + 1].startswith(tuple(_SENTENCE_MARKS)) for mark in marks)
    last = bool(marks) and text[marks[-1].end :].strip(" .") == ""
    return len(marks) > 1 and opening and not last and [label for one in marks for label in one.labels] == counted
