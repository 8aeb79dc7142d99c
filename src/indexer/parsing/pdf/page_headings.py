"""Tells the headings of a PDF by their look, by its outline and by numbers, and where its front matter ends."""

import re
from collections import Counter
from collections.abc import Sequence

from indexer.parsing import line_openers
from indexer.parsing.headings import is_capitals
from indexer.parsing.lines import is_finished
from indexer.parsing.pdf.page_outline import OutlineEntry, levels_by_outline
from indexer.parsing.pdf.page_runs import RowRun, TextLook

_LARGER = 1.07  # a heading's size, in sizes of running text
_SMALLER = 0.93
_LEAST_BOLD = 0.75  # size of a bold heading with a number
_TITLE = 1.15  # a title's size
_MOST_WORDS = 22  # of a heading
_MOST_ROWS = 3  # of a heading
_WHOLLY = 0.85  # of the letters of a bold heading are bold
_NUMBER = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?|([IVX]{1,5}(?:\.\d{1,2})*)\.|([A-H])\.)\s+(?=[^\W\d_a-z])")
_DASHED = re.compile(r"[-–•▪*◦‣]\s?")
_BLOCK_OF_CODE = re.compile(r"::|[{};]$|^[{}]|</\w")
_WORD = re.compile(r"[^\W\d_]{3,}|[^\W\d_a-z]{2}|[^\W\d_]*[^\x00-\u02ff]{2}")
_PROSE_ROWS, _PROSE_WORDS = 3, 30  # of the first paragraph
_SMALL_WORDS = 0.6  # of the words of prose begin with a small letter: names and addresses do not
_MOST_ABOVE = 3  # headings above the first prose
_FRONT_PAGES = 3  # among which the text begins
_LEAST_OUTLINED = 5  # headings that an outline names, from which it is taken to name all that are no larger than text

_Look = tuple[float, bool, bool]  # size, weight and capitals


class HeadingLooks:
    """Which runs are headings, and of which level.

    Attributes:
        look: What running text looks like.
        front: How many runs stand above the text: title, authors and the like.
    """

    def __init__(self, runs: Sequence[RowRun], outline: Sequence[OutlineEntry]) -> None:
        """Measure the text.

        Args:
            runs: Its runs in order.
            outline: The PDF's outline.
        """
        self._runs = runs
        self.look = TextLook.of([row for run in runs if run.part is None for row in run.rows])
        may_be = [at for at, run in enumerate(runs) if run.part is None and self._may_be_named(run)]
        texts = [(runs[at].rows[0].page, runs[at].text) for at in may_be]
        self._outlined = {may_be[at]: level for at, level in levels_by_outline(texts, outline).items()}
        named = {_look_of(runs[at]) for at in self._outlined}
        self._named = {look for look in named if look[0] >= _LARGER * self.look.size or look[1] or look[2]}
        self._of_runs = {at: look for at in range(len(runs)) if (look := self._heading_look(at)) is not None}
        self.front = self._end_of_front()
        counted = {look for at, look in self._of_runs.items() if at >= self.front and not is_known(runs[at].text)}
        self._looks = sorted(counted, key=lambda look: (-look[0], not look[1], not look[2]))

    def level(self, at: int) -> int | None:
        """Return the level of a run from 1; None if it is no heading."""
        look = self._of_runs.get(at)
        if look is None:
            return None
        text = self._runs[at].text.replace("\t", " ")
        if numbered := _NUMBER.match(text):
            return (numbered[1] or numbered[2]).count(".") + 1 if numbered[1] or numbered[2] else 2
        if at in self._outlined:
            return self._outlined[at]
        return 1 if is_known(text) or look not in self._looks else self._looks.index(look) + 1

    # --- Which runs are headings --------------------------------------------------------------------------------------

    def _may_be_named(self, run: RowRun) -> bool:
        short = len(run.rows) <= _MOST_ROWS and len(run.text.split()) <= _MOST_WORDS
        return short and run.rows[0].size >= _SMALLER * self.look.size and not _DASHED.match(run.text)

    def _heading_look(self, at: int) -> _Look | None:
        """Return the look of a run that is a heading; None for others."""
        run = self._runs[at]
        row, text = run.rows[0], run.text
        if run.part is not None:
            return None
        look = _look_of(run)
        if at in self._outlined:
            return look
        if len(run.rows) > _MOST_ROWS or len(text.split()) > _MOST_WORDS or not _WORD.search(text):
            return None
        number = _NUMBER.match(text.replace("\t", " "))
        if _DASHED.match(text) or _BLOCK_OF_CODE.search(text):
            return None
        if any(len(one.row.segments) > 1 for one in run.rows) and not number:
            return None
        known = is_known(text)
        larger = row.size >= _LARGER * self.look.size
        if is_finished(text) and not (known or (larger and text[-1] in "?!:")):
            return None
        if known or larger:
            return look
        numbered = number is not None and len(run.rows) == 1
        bold = self._is_bold(run, numbered=numbered)
        if len(self._outlined) >= _LEAST_OUTLINED and look not in self._named and not (numbered and bold):
            return None  # outlines may leave out the deeper sections, whose numbers tell what they are
        italic = all(glyph.is_italic for segment in row.row.segments for glyph in segment.glyphs)
        marked = bold or is_capitals(text)
        return look if marked or (numbered and (italic or self._is_short(run))) else None

    def _is_bold(self, run: RowRun, *, numbered: bool) -> bool:
        """True if a run is bold as a whole, and not much smaller than the text, which is not."""
        least = _LEAST_BOLD if numbered else _SMALLER
        letters = [one for row in run.rows for part in row.row.segments for one in part.glyphs if one.text.isalpha()]
        bold = sum(one.is_bold for one in letters) >= _WHOLLY * len(letters)
        return bold and not self.look.is_bold and run.rows[0].size >= least * self.look.size

    @staticmethod
    def _is_short(run: RowRun) -> bool:
        """True if a run does not fill its column."""
        row = run.rows[0]
        return row.x1 - row.row.left < 0.8 * (row.row.right - row.row.left) and len(run.text) < 90

    # --- Front matter -------------------------------------------------------------------------------------------------

    def _end_of_front(self) -> int:
        """Return where the text begins below a title: at its first known heading or its first prose."""
        begun = next((at for at, run in enumerate(self._runs) if self._begins(at, run)), None)
        if begun is None:
            return 0
        for _ in range(_MOST_ABOVE):
            begun -= bool(begun) and self._heads_text(begun - 1, begun)
        if line_openers.OPENING.fullmatch(self._runs[begun].text):
            return begun
        above = [run for run in self._runs[:begun] if not run.is_aside]
        titled = any(row.size >= _TITLE * self.look.size for run in above for row in run.rows)
        return begun if titled and len(above) > 1 else 0  # with nothing below it, what is large is a heading

    def _begins(self, at: int, run: RowRun) -> bool:
        if run.is_aside:
            return False
        if line_openers.OPENING.fullmatch(run.text) or run.rows[0].page >= _FRONT_PAGES:
            return True
        numbered = at in self._of_runs and _NUMBER.match(run.text.replace("\t", " ")) is not None
        return numbered or (run.part is None and self._is_prose(run))

    @staticmethod
    def _is_prose(run: RowRun) -> bool:
        words = run.text.split()
        small = sum(word[0].islower() for word in words)
        long = len(run.rows) >= _PROSE_ROWS and len(words) >= _PROSE_WORDS
        return long and is_finished(run.text) and small >= _SMALL_WORDS * len(words)

    def _heads_text(self, at: int, begun: int) -> bool:
        """True if a run above the first prose is a heading of it: others below look alike, or the outline names it."""
        look = self._of_runs.get(at)
        if look is None or self._runs[at].rows[0].page != self._runs[begun].rows[0].page:
            return False
        above = [row for run in self._runs[:begun] if not run.is_aside for row in run.rows]
        largest = max(row.size for row in above)
        if all(row.size < largest for row in above if row.page == self._runs[begun].rows[0].page):
            return True  # the title is on a page of its own
        alike = Counter(other for i, other in self._of_runs.items() if i > begun)[look]
        return alike > 0 and (look[0] < largest or at in self._outlined)


def is_known(text: str) -> bool:
    """True if a text is the heading of a section that papers have."""
    return any(one.fullmatch(text) is not None for one in (line_openers.OPENING, line_openers.REFERENCES))


def _look_of(run: RowRun) -> _Look:
    return run.rows[0].size, run.rows[0].is_bold, is_capitals(run.text)
