"""Finds the lists of references among a paper's lines, in any style and layout, and where each of their entries begins.

A trained model tags the lines. A list is believed where a heading announces it, and without a heading where the model
is sure of many lines; elsewhere nothing is said, and the readers go by their own rules.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from indexer.bibliography.list_features import PlainLine, list_features, plain_lines, raised_as_number
from indexer.bibliography.sequence_model import SequenceModel
from indexer.parsing import line_openers
from indexer.parsing.headings import whole_capitals
from indexer.parsing.lines import Line, LineGroup
from kutip.language.united import CITED_YEAR, any_of

MODEL = "list_lines"
_MOST_LINES = 8_000  # of a text, from its end: what the model costs grows with its lines
_HEADING_NEAR = 4  # lines between a heading and its list, such as the number of a page
_LONGEST_GAP = 8  # lines between two lines of one list, such as the foot of a page and the head of the next
_LEAST = 4  # entries of a list without a heading
_DATED = 0.8  # of the entries of a list without a heading: how many have a year at least
_SURE = 0.9  # least mean probability of the lines of a list without a heading
_MARKS = re.compile(r"^[#>*_\s]+|[*_\s]+$")
_SECTION = re.compile(r"#{1,6}\s")
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_YEAR = re.compile(rf"\b{CITED_YEAR}")
_NUMBER = re.compile(r"\W{0,3}(\d{1,4})(?:\]|\)|\.\W{0,2}\s|\t)")
_CAPITAL, _NAME = r"[^\W\d_a-z]", r"[^\W\d_a-z][\w’'-]{1,40}"
_OPENS = re.compile(
    "|".join(
        (
            r"\[[^\W\d_]{1,12}[+\s]{0,3}\d{2,4}[a-z]?\]\s",  # a key
            rf"{_CAPITAL}[^\d(),]{{1,60}}\sv\.?\s{_CAPITAL}[^\d()]{{1,60}},\s\d",  # the parties of a case
            rf"(?:{any_of('names.particles')}\s){{1,3}}{_NAME},\s{_CAPITAL}",
            rf"{_NAME},\s{_CAPITAL}\.[^()]{{0,100}}\({CITED_YEAR}\)\.?",
            rf"{_NAME}\.\s(?:\({CITED_YEAR}\)|{CITED_YEAR}\.\s)",
            r"[—–―_-]{3,}[\s.,;(]",  # a dash in place of the names of the entry above
        )
    )
)
_LINK = re.compile(r"<?(?:https?:|www\.|doi\b)", re.IGNORECASE)
_POINTS = re.compile(r"[.,;:](?=\s|$)")
_LEAST_POINTS = 3  # in an entry of a list without a heading
_ALPHABET = re.compile(r"[^\W\d_]")
_FURNITURE_WORDS = 8
_ENDS_IN_LINK = re.compile(r"(?:https?:|www\.|\bdoi\b|10\.\d{4})\S*\s?\S*$", re.IGNORECASE)
_MOST_OF = 0.8  # of a list's lines or entries
_FEW = 60  # lines of a list below a heading that the model did not know


class Role(Enum):
    """What a line is in a list of references."""

    HEADING = "heading"
    FIRST = "first"
    FURTHER = "further"
    OUTSIDE = "outside"  # within the list, but not of it: the number of a page, a running head


@dataclass(frozen=True, slots=True)
class ListedLines:
    """The lines of the lists of a text, by where they start.

    Attributes:
        roles: The role of each line of a list and of its heading, by the line's offset in the text.
    """

    roles: Mapping[int, Role]

    def role(self, line: Line) -> Role | None:
        """Return a line's role in a list; None if it is of none."""
        return self.roles.get(line.start)

    def parted(self, group: LineGroup) -> Iterator[LineGroup]:
        """Divide adjacent lines where a list begins or ends."""
        start = 0
        for at in range(1, len(group)):
            if (self.role(group[at]) is None) != (self.role(group[at - 1]) is None):
                yield group[start:at]
                start = at
        yield group[start:]


def is_heading(text: str) -> bool:
    """True if a line is the heading of a list of references, with or without marks.

    >>> [is_heading(text) for text in ("**References**", "## 7. Works Cited", "See references")]
    [True, True, False]
    """
    return len(text) < 80 and line_openers.REFERENCES.fullmatch(whole_capitals(_MARKS.sub("", text))) is not None


def find_lists(lines: Sequence[Line], model: SequenceModel | None = None) -> ListedLines:
    """Find the lists of references of a text.

    Args:
        lines: All lines of the text, the blank ones too.
        model: What tags them; None for the model of the package.
    """
    kept = [line for line in lines if line.content][-_MOST_LINES:]
    if not kept:
        return ListedLines({})
    first = next(at for at, line in enumerate(lines) if line is kept[0])
    plain = plain_lines([line.text for line in lines[first:]])
    model = model if model is not None else SequenceModel.of_package(MODEL)
    tagged = model.labels(list_features(plain))
    labels = [label for label, _ in tagged]
    runs = _runs(kept, labels)
    roles: dict[int, Role] = {}
    often = Counter(_DIGITS.sub("", line.content.casefold()).strip() for line in kept)
    for heading in (at for at, line in enumerate(kept) if is_heading(line.content)):
        run = next((one for one in runs if heading < one[0] <= heading + _HEADING_NEAR), None)
        whole = _below(kept, heading, run)
        if whole:
            roles[kept[heading].start] = Role.HEADING
            roles |= _roles_of(kept, _begun(kept, plain, labels, whole, run), whole, often)
    if not roles and runs and (sure := _sure_part(kept, tagged, runs[-1])):
        roles |= _roles_of(kept, labels, sure, often)
    return ListedLines(roles)


def _below(lines: Sequence[Line], heading: int, run: range | None) -> range:
    """Return the lines of the list below a heading: to the end of the run, else few lines to the next section."""
    if run is not None:
        return range(heading + 1, run[-1] + 1)
    end = heading + 1
    while end < len(lines) and not (_ends_list(lines[end].content) or is_heading(lines[end].content)):
        end += 1
    few = range(heading + 1, end)
    dated = any(_YEAR.search(lines[at].content) for at in few[:_HEADING_NEAR])
    return few if dated and len(few) <= _FEW else range(0)


def _begun(
    lines: Sequence[Line], plain: Sequence[PlainLine], labels: Sequence[str], whole: range, run: range | None
) -> dict[int, str]:
    """Return the labels of a list whose first lines the model did not know: each after a blank line begins an entry."""
    told = {at: labels[at] for at in whole}
    begun = False
    for at in range(whole[0], run[0] if run is not None else whole[-1] + 1):
        if _looks_like_furniture(lines[at].content):
            told[at] = Role.OUTSIDE.value
            continue
        opens = not begun or plain[at].after_blank or line_openers.starts_entry(lines[at].content)
        told[at] = (Role.FIRST if opens else Role.FURTHER).value
        begun = True
    return told


def _runs(lines: Sequence[Line], labels: Sequence[str]) -> list[range]:
    """Return stretches of lines that begin and end with a list's, and have no long gap and no heading within."""
    runs: list[range] = []
    for at, label in enumerate(labels):
        if label == Role.OUTSIDE.value:
            continue
        gap = range(runs[-1][-1] + 1, at) if runs else range(0)
        near = bool(runs) and len(gap) <= _LONGEST_GAP and not any(_ends_list(lines[i].content) for i in gap)
        if near and not _ends_list(lines[at].content):
            runs[-1] = range(runs[-1][0], at + 1)
        elif label == Role.FIRST.value:
            runs.append(range(at, at + 1))
    return runs


def _ends_list(text: str) -> bool:
    opens = line_openers.APPENDIX.match(text) or line_openers.OPENING.fullmatch(_MARKS.sub("", text))
    return bool(_SECTION.match(text) or opens)


def _sure_part(lines: Sequence[Line], tagged: Sequence[tuple[str, float]], run: range) -> range:
    """Return a list without a heading from its first entry on; nothing if it may be none.

    It is one if it has several entries, most of them with a year and the punctuation of entries, and the model is sure.
    """
    starts = [at for at in run if tagged[at][0] == Role.FIRST.value]
    texts = [" ".join(lines[at].content for at in range(start, end)) for start, end in pairwise([*starts, run[-1] + 1])]
    fitting = [_YEAR.search(text) is not None and len(_POINTS.findall(text)) >= _LEAST_POINTS for text in texts]
    if True not in fitting:
        return range(0)
    first = fitting.index(True)
    part = range(starts[first], run[-1] + 1)
    sure = sum(tagged[at][1] for at in part) >= _SURE * len(part)
    count = len(fitting) - first
    return part if sure and count >= _LEAST and sum(fitting) >= _DATED * count else range(0)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the entries of a list are laid out.

    Attributes:
        unwrapped: True if nearly each line is an entry by itself.
        closed: True if nearly each entry ends with a full stop, a bracket or a link.
        usual: Usual length of a line.
    """

    unwrapped: bool
    closed: bool
    usual: int

    @classmethod
    def of(cls, tagged: Sequence[tuple[str, str]]) -> "_Layout":
        """Describe a list by the label and text of its lines."""
        held = [text for _, text in tagged if not _looks_like_furniture(text)]
        alone = sum(map(_is_entry, held))
        ends = [one for (_, one), (label, _) in pairwise(tagged) if label == Role.FIRST.value]
        usual = sorted(len(text) for _, text in tagged)[len(tagged) // 2]
        return cls(
            len(held) > 1 and alone >= _MOST_OF * len(held), sum(map(_closes, ends)) >= _MOST_OF * len(ends), usual
        )


def _roles_of(
    lines: Sequence[Line], labels: Mapping[int, str] | Sequence[str], run: range, often: Counter[str]
) -> dict[int, Role]:
    """Return the roles of a list's lines.

    What is tagged as outside is of an entry if it is no furniture of a page; the next number begins an entry.
    """
    roles: dict[int, Role] = {}
    layout = _Layout.of([(labels[at], lines[at].content) for at in run])
    last, before, interrupted = None, "", False  # the last number; the line before, and what stands after it
    for at in run:
        role, text = Role(labels[at]), lines[at].content
        number = _NUMBER.match(raised_as_number(text))
        follows = number is not None and last is not None and last + 1 == int(number[1])
        ended = not before or before.endswith(".")
        if role is Role.OUTSIDE or (role is Role.FIRST and not _ALPHABET.search(text)):
            role = Role.OUTSIDE if _is_furniture(text, often) else Role.FURTHER
        apart = at > run[0] and lines[at].start - lines[at - 1].start > len(lines[at - 1].text) + 1
        head = lines[at].page_start and 2 * len(text) < layout.usual
        if role is Role.FURTHER and ((apart and ended) or head) and _looks_like_furniture(text):
            role = Role.OUTSIDE
        opens = number is not None or line_openers.starts_entry(text)
        goes_on = interrupted and layout.closed and not opens and not _closes(before)
        if role is Role.FIRST and roles and (_LINK.match(text) or goes_on):
            role = Role.FURTHER
        begins = follows or (ended and _OPENS.match(text)) or (layout.unwrapped and _is_entry(text) and _closes(before))
        if role is Role.FURTHER and begins:
            role = Role.FIRST
        if role is Role.FIRST and number is not None:
            last = int(number[1])
        interrupted = bool(before) and role is Role.OUTSIDE
        before = before if role is Role.OUTSIDE else text
        roles[lines[at].start] = role
    return roles


def _is_entry(text: str) -> bool:
    """True if a line may be a whole entry: it ends like one and has a year."""
    return _YEAR.search(text) is not None and _closes(text)


def _closes(text: str) -> bool:
    """True if a line may be the last of an entry: it ends with a full stop, a bracket or a link."""
    return text[-1:] in (".", ")", "]", "”") or _ENDS_IN_LINK.search(text) is not None


def _is_furniture(text: str, often: Counter[str]) -> bool:
    return often[_DIGITS.sub("", text.casefold()).strip()] > 1 or _looks_like_furniture(text)


def _looks_like_furniture(text: str) -> bool:
    if not _ALPHABET.search(text):
        return text[-1].isdigit() or len(text) == 1
    return len(text.split()) <= _FURNITURE_WORDS and text[-1] not in ".,;:->)" and not _YEAR.search(text)
