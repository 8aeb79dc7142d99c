"""Recognises what a question asks for by its words: passages of a kind, or what each of several papers says."""

import re

from kutip.language.united import any_of
from kutip.types import Kind

_ASKS_FOR = {
    kind: re.compile(rf"\b{any_of(f'questions.{field}')}\b", re.IGNORECASE)
    for kind, field in ((Kind.REFERENCE, "references"), (Kind.FRONT_MATTER, "front_matter"), (Kind.CAPTION, "captions"))
}
_COMPARES = re.compile(
    rf"\b{any_of('questions.comparisons')}\b(?:\s+{any_of('questions.comparison_ends')}\b)?", re.IGNORECASE
)

_DIFFERENCE = re.compile(rf"\b{any_of('questions.differences')}\b", re.IGNORECASE)


def kinds_asked_for(question: str) -> frozenset[Kind]:
    """Return the kinds of passages other than body text that a question asks for.

    >>> sorted(kinds_asked_for("Which source is cited for the figure of 998 cases?"))
    [<Kind.REFERENCE: 'reference'>]
    """
    return frozenset(kind for kind, words in _ASKS_FOR.items() if words.search(question))


def comparison(question: str) -> tuple[str, ...]:
    """Return the pieces of a question that ask what each of several papers says; () if there are none.

    With them, words for a difference only say that papers are compared: no paper answers in those words.

    >>> comparison("Do the two papers agree on poverty?"), comparison("Apa kata kedua artikel?"), comparison("Why?")
    (('Do the two papers agree',), ('kedua artikel',), ())
    """
    pieces = tuple(match.group() for match in _COMPARES.finditer(question))
    return (*pieces, *(match.group() for match in _DIFFERENCE.finditer(question))) if pieces else ()
