"""Removes what people put around a question: list numbers, greetings, courtesy, instructions, unseen characters.

Only phrases of `kutip.language` go, and only where they stand: before a question that begins after them, or after one
that has ended. So "Question 2 of the survey", "1. FC Köln" and "What thanks were given?" stay whole.
"""

import re
from dataclasses import dataclass

from kutip.language.united import any_of
from kutip.text.lookalikes import as_seen
from kutip.text.reading import squeeze
from kutip.text.terms import searchable

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\n\s*(?=[^\W\d_])")  # a word that a line's end has cut
_MARKS = re.compile(r"[?!]{2,}")
_BEGINS = rf"(?:{any_of('dress.begins')}\b)"
_PHRASES = any_of("dress.greetings", "dress.requests", "dress.purposes")
_ORDERS = any_of("dress.instructions", "dress.thanks")
_LABEL = rf"{any_of('dress.labels')}(?:\.? ?(?:no\.? ?)?(?:\d{{1,3}}|[a-h]))?(?: ?[:)]|\.| [-–—]) ?"
_NUMBER = (
    r"(?:[(\[]?\d{1,2}[)\]]|(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)\]:]|[-•*–—·▪]) ?"
    rf"(?=\d|{_BEGINS}|{_PHRASES}\b|{_LABEL})"
)
_BRACKETED = r"[(\[]?\d{1,2}[)\]] ?(?=\S)"
_FRONT = re.compile(
    rf"(?:{_LABEL}|{_NUMBER}|{_BRACKETED}"
    rf"|{_PHRASES}(?: ?[,:;.!?–—-]+ ?| (?={_BEGINS}|{_PHRASES}\b))"
    rf"|{_ORDERS} ?[:.!;,]+ ?)(?=\S)",
    re.IGNORECASE,
)
_AFTER = any_of("dress.thanks", "dress.instructions", "dress.purposes", "dress.endings", "dress.greetings")
_BACK = re.compile(
    rf"(?:(?<=[?.!;:)]) ?{_AFTER}[.! )]*|(?:,| -| –| —) ?{_AFTER}(?=[?.! ]*$)| {any_of('dress.endings')}(?=[?.! ]*$))"
    r"(?=[?.! ]*$)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“'‘«](?P<inside>[^\"“”«»]+\?)[\"”'’»]")
_DRESS = any_of("dress.greetings", "dress.requests", "dress.thanks", "dress.instructions")
_EMPTY = re.compile(rf"(?:{_DRESS}\W*)+", re.IGNORECASE)
_LEAST = 4  # words of a question from which a last word without a mark before it is no part of it: "Who said please?"
_MOST = 8  # phrases that are taken away at each end


@dataclass(frozen=True, slots=True)
class Undressed:
    """A question without what stood around it.

    Attributes:
        text: The question.
        left_out: The phrases that stood around it, in their order.
    """

    text: str
    left_out: tuple[str, ...] = ()


def undressed(question: str) -> Undressed:
    """Take away what is no part of a question; a text of nothing else stays.

    >>> undressed("1. Hi, could you tell me: when was it built? Thanks a lot!")
    Undressed(text='when was it built?', left_out=('1.', 'Hi,', 'could you tell me:', 'Thanks a lot!'))
    >>> undressed("1. FC Köln").text, undressed("What thanks were given?").text
    ('1. FC Köln', 'What thanks were given?')
    """
    text = _MARKS.sub(_one_mark, squeeze(as_seen(_BROKEN.sub("", question))))
    whole = _QUOTED.fullmatch(text)
    if whole is not None and re.match(_BEGINS, whole["inside"], re.IGNORECASE):
        text = whole["inside"]
    before: list[str] = []
    after: list[str] = []
    for _ in range(_MOST):
        found = _FRONT.match(text)
        if found is None or _is_empty(text[found.end() :]):
            break
        before.append(found.group().strip())
        text = text[found.end() :]
    for _ in range(_MOST):
        found = _BACK.search(text)
        rest = "" if found is None else text[: found.start()] + text[found.end() :]
        if found is None or _is_empty(rest) or (found.group()[0] == " " and len(rest.split()) < _LEAST):
            break
        after.insert(0, found.group().strip())
        text = rest.rstrip()
    return Undressed(text or question, tuple(one for one in (*before, *after) if searchable(one)))


def is_only_dress(question: str) -> bool:
    """Whether a text has nothing but a greeting, thanks and the like.

    >>> is_only_dress("Hello there!"), is_only_dress("Hello, who pays?")
    (True, False)
    """
    return _EMPTY.fullmatch(squeeze(question)) is not None


def _is_empty(text: str) -> bool:
    return not searchable(text)


def _one_mark(marks: re.Match[str]) -> str:
    return "?" if "?" in marks.group() else "!"
