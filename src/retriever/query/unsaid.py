"""Recognises questions that cannot be looked up as they stand: greetings, questions without a subject, gibberish."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from kutip.language.united import STOP_WORDS, any_of, union
from retriever.query.dress import is_only_dress

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ASKING = re.compile(any_of("questions.asking"), re.IGNORECASE)
_OF_KUTIP = re.compile(any_of("unsaid.of_kutip"), re.IGNORECASE)
_INTRODUCED = re.compile(rf"\W*{any_of('unsaid.introducing')}\W+(?P<subject>\w.*?)\W*", re.IGNORECASE)
_ASKS_LAST = re.compile(rf" {any_of('questions.asking')}$", re.IGNORECASE)  # "dan di Jerman bagaimana?"
_STANDS_FOR = re.compile(rf"\b{any_of('unsaid.pronouns', 'unsaid.owning', 'unsaid.pointed')}\b", re.IGNORECASE)
_EMPTY = STOP_WORDS | union("unsaid.empty", "unsaid.pronouns", "unsaid.pointing")
_SUBJECT_WORDS = 3  # words of the subject of a follow-up; a longer one makes a question of its own
_LEFT = 1  # content words besides a pronoun that name no subject: "When was it founded?"


class Unsaid(StrEnum):
    """What a question leaves unsaid."""

    GREETING = "greeting"  # it asks nothing
    OF_KUTIP = "of_kutip"  # it asks about Kutip
    CONTENT = "content"  # it has words for asking only
    SUBJECT = "subject"  # it goes on from a question before it
    MEANING = "meaning"  # nobody knows any of its words


def unsaid_in(question: str, knows: Callable[[str], bool]) -> Unsaid | None:
    """What a question leaves unsaid; None for one that can be looked up.

    Args:
        question: As it would be asked plainly.
        knows: Whether the papers, a glossary or the encoder's vocabulary have a word.
    """
    bare = question.strip().strip("?!.,;: ")
    if is_only_dress(bare):
        return Unsaid.GREETING
    if _OF_KUTIP.fullmatch(bare):
        return Unsaid.OF_KUTIP
    content = content_words(question)
    if not content:
        return Unsaid.CONTENT
    if introduced(question) is not None or _stands_for_subject(question, content):
        return Unsaid.SUBJECT
    if not any(word[1:] != word[1:].lower() or any(map(str.isdigit, word)) or knows(word) for word in content):
        return None if any(word[0].isupper() for word in content) else Unsaid.MEANING
    return None


def content_words(question: str) -> list[str]:
    """The words of a question that name something: not for asking, no pronoun, no single letter.

    >>> content_words("When will it be?"), content_words("What is IT law?")
    ([], ['IT', 'law'])
    """
    words = _WORD.findall(question)
    shouted = len(words) > 1 and all(not word.islower() for word in words)
    return [word for word in words if _names(word, shouted=shouted)]


def introduced(question: str) -> str | None:
    """The new subject of a follow-up such as "And what about Malaysia?"; None for other questions.

    >>> introduced("And what about Malaysia?"), introduced("What about the law makes it weak?")
    ('Malaysia', None)
    """
    match = _INTRODUCED.fullmatch(question)
    if match is None:
        return None
    subject = _ASKS_LAST.sub("", match["subject"])
    words = _WORD.findall(subject)
    asks = any(_ASKING.fullmatch(word) for word in words)
    return subject if 0 < len(words) <= _SUBJECT_WORDS and content_words(subject) and not asks else None


def stands_for(question: str) -> re.Match[str] | None:
    """The first pronoun of a question that stands for something named before."""
    return _STANDS_FOR.search(question)


def _stands_for_subject(question: str, content: Sequence[str]) -> bool:
    others = [word for word in content if not word.islower() and word != _WORD.findall(question)[0]]
    numbers = any(map(str.isdigit, "".join(content)))
    return stands_for(question) is not None and len(content) <= _LEFT and not others and not numbers


def _names(word: str, *, shouted: bool) -> bool:
    if len(word) > 1 and word.isupper() and not shouted:
        return True  # "IT", "WHO"
    small = word.casefold()
    return (len(word) > 1 or word.isdigit()) and small not in _EMPTY and not _ASKING.fullmatch(small)
