"""Finds a sentence of an answer in the language of the question, where the paper holds it in both: in its abstracts.

Two neighbouring sections in different languages are translations of each other if they have equally many sentences,
and each has the numbers and abbreviations of the other. Nothing else is taken for a translation.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from kutip.types import Passage
from retriever.answers.passage_sentences import sentences_of
from retriever.answers.planned import QuotedPlace
from retriever.lookup import LookUp
from retriever.query.language import detect_language
from retriever.query.question_type import QuestionType

_WORD = re.compile(r"[^\W_]+")
_CAPITALS = 2  # in an abbreviation
_FACTS = frozenset({QuestionType.WHO, QuestionType.WHEN, QuestionType.WHERE, QuestionType.HOW_MANY})
_FEWEST = 2  # sentences of a section
_ALIKE = 0.5  # of the abbreviations and numbers of two sentences, how many they share at least


def in_own_language(look_up: LookUp, places: Sequence[QuotedPlace]) -> list[QuotedPlace]:
    """Places, each replaced by that of the same sentence in the question's language where its paper holds it so."""
    language = look_up.understood.language
    return [one if (own := _counterpart(look_up, one, language)) is None else own for one in places]


def with_short(look_up: LookUp, places: list[QuotedPlace], short: str | None) -> tuple[list[QuotedPlace], str | None]:
    """The same, and the short answer if it stands there still; a fact that would be lost counts more than the language.

    Args:
        look_up: Of the question.
        places: The sentences that answer it.
        short: The short answer within them; None for none.
    """
    own = in_own_language(look_up, places)
    if short is None or any(short in one.text for one in own):
        return own, short
    return (places, short) if look_up.understood.kind in _FACTS else (own, None)


def _counterpart(look_up: LookUp, place: QuotedPlace, language: str) -> QuotedPlace | None:
    if detect_language(place.text) == language:
        return None
    passages = look_up.passages_of.get(place.passage.document_id, ())
    sections = [list(group) for _, group in groupby(passages, key=lambda one: one.heading)]
    for pair in pairwise(sections):
        for own, other in (pair, pair[::-1]):
            if any(one.id == place.passage.id for one in own):
                found = _translation(own, other, place, language)
                if found is not None:
                    return found
    return None


def _translation(
    own: Sequence[Passage], other: Sequence[Passage], place: QuotedPlace, language: str
) -> QuotedPlace | None:
    """The sentence of the section `other` that translates a sentence of the section `own`; None if that is not sure."""
    sentences, theirs = list(sentences_of(own)), list(sentences_of(other))
    if len(sentences) != len(theirs) or len(sentences) < _FEWEST:
        return None
    if detect_language(" ".join(one.text for one in theirs)) != language:
        return None
    if not all(_are_alike(one.text, two.text) for one, two in zip(sentences, theirs, strict=True)):
        return None
    wanted = (place.passage.id, place.start, place.end)
    at = [number for number, one in enumerate(sentences) if (one.passage.id, one.start, one.end) == wanted]
    return theirs[at[0]] if at else None


def _are_alike(one: str, other: str) -> bool:
    marked, theirs = _marked(one), _marked(other)
    return len(marked & theirs) >= _ALIKE * len(marked | theirs)


def _marked(text: str) -> set[str]:
    """The abbreviations and numbers of a text."""
    return {word for word in _WORD.findall(text) if word.isdigit() or sum(map(str.isupper, word)) >= _CAPITALS}
