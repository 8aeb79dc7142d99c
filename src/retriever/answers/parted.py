"""Parts a question that asks several things: "How many were there in 2021, and what was done with them?".

It is parted only where each part is a question of its own, or takes a question word or subject plainly from the first.
"When and where was it held?" asks two things; "How do police and prosecutors cooperate?" asks one.
"""

import re

from kutip.language.united import any_of
from kutip.text.reading import squeeze
from retriever.answers.follow_up import subject_of, with_subject
from retriever.query.unsaid import content_words, stands_for

_JOIN = rf"(?: ?[,;] ?| ){any_of('parted.joins')} "
_DIRECT = any_of("parted.direct")
_BARE = any_of("parted.bare")
_BEGINS = re.compile(rf"\W*{_DIRECT}", re.IGNORECASE)
_ENDED = re.compile(r"\? (?=\w)")
_JOINED = re.compile(rf"{_JOIN}(?={_DIRECT}|{_BARE}\W*$)", re.IGNORECASE)
_ONLY = re.compile(rf"\W*{_BARE}\W*", re.IGNORECASE)
_TWO = re.compile(rf"\W*(?P<one>{_BARE}){_JOIN}(?P<other>{_BARE}) (?P<rest>\S.*)", re.IGNORECASE)
_LED = re.compile(rf"\W*(?:{_BARE}|{any_of('questions.asking')})\s+", re.IGNORECASE)
_OPENED = re.compile(rf"\b{any_of('parted.opened')}\b", re.IGNORECASE)
_LEAST = 2  # content words of what two question words share
_MOST = 3  # questions


def parted(question: str) -> tuple[str, ...]:
    """The questions that a question asks, each as a whole one; () if it asks only one or cannot be parted surely.

    >>> parted("How many suspects were there in 2021, and what is done with them?")
    ()
    >>> parted("How many suspects were there in 2021, and what is done with repressive measures?")
    ('How many suspects were there in 2021?', 'what is done with repressive measures?')
    >>> parted("When and where was the summit held?")
    ('When was the summit held?', 'where was the summit held?')
    """
    question = squeeze(question)
    two = _TWO.fullmatch(question)
    if two is not None:
        whole = len(content_words(two["rest"])) >= _LEAST and stands_for(two["rest"]) is None
        return tuple(f"{two[name]} {two['rest']}" for name in ("one", "other")) if whole else ()
    pieces = _ENDED.split(question)
    if len(pieces) == 1:
        pieces = _at_joins(question)
    pieces = [piece.strip(" ,;?.!") for piece in pieces]
    if not 1 < len(pieces) <= _MOST or not _is_whole(pieces[0]):
        return ()
    parts = [pieces[0], *(_made_whole(piece, pieces[0]) for piece in pieces[1:])]
    return tuple(f"{part}?" for part in parts if part) if all(parts) else ()


def _at_joins(question: str) -> list[str]:
    pieces, done = [], 0
    for match in _JOINED.finditer(question):
        if _OPENED.search(question, done, match.start()) is not None:
            return [question]
        pieces.append(question[done : match.start()])
        done = match.end()
    return [*pieces, question[done:]]


def _is_whole(piece: str) -> bool:
    return _BEGINS.match(piece) is not None and bool(content_words(piece)) and stands_for(piece) is None


def _made_whole(piece: str, first: str) -> str | None:
    """A further question, with what it takes from the first; None if it is not plain what that is."""
    if _ONLY.fullmatch(piece):
        led = _LED.match(first)
        return f"{piece} {first[led.end() :]}" if led is not None else None
    if _BEGINS.match(piece) is None:
        return None
    if stands_for(piece) is None:
        return piece if content_words(piece) else None
    subject = subject_of(first)
    return with_subject(piece, subject) if subject is not None else None
