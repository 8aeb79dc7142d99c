"""Says why a question is not answered: one reason, true of all that the papers hold.

Of a question's words it names those that no paper has in any form or translation, beside what of its subject the papers
do speak of; else two that no passage has together; else what kind of thing was not found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise

from kutip.language import PAPERS_LANGUAGE
from kutip.language.united import any_of, union
from kutip.text.terms import other_forms, terms
from kutip.types import Message, Polarity
from retriever.answers.papers_meant import papers_named, speaks_of_a_paper
from retriever.answers.phrases import SETTLING
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType
from retriever.query.unsaid import content_words

_DEGREES = union("questions.degrees")
_COUNT_WORDS = union("questions.count_words")
_DONE = re.compile(any_of("questions.participles"), re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_COUNTS = re.compile(rf"\b{any_of('questions.counts')}\b", re.IGNORECASE)
_MARKS = "?!.,;:\"'“”‘’()[]"
_NAMED = 2  # names of a subject that a reason repeats

# The kind of thing that a type of question asks for: "Who …?" asks for a person or body.
_WANTED = {
    QuestionType.WHO: Message("wanted.who"),
    QuestionType.WHEN: Message("wanted.when"),
    QuestionType.WHERE: Message("wanted.where"),
    QuestionType.HOW_MANY: Message("wanted.how_many"),
    QuestionType.WHY: Message("wanted.why"),
    QuestionType.DEFINE: Message("wanted.define"),
    QuestionType.SOURCE: Message("wanted.source"),
    QuestionType.LIST: Message("wanted.list"),
}


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """What the papers hold of a question's words, as its user typed them.

    Attributes:
        held: What of its subject they speak of: names, or else the words that stand together.
        lacking: Words that they hold in no form, of no language, not even within another word.
        apart: Two words that they hold, but in no passage both; () if there are none.
        counts_what_is_held: Whether they hold the word for the things that it counts, if it counts any.
        pieces: How many words or phrases of it name something.
    """

    held: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    counts_what_is_held: bool = True
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class AskedPiece:
    """A word or phrase of a question that names something.

    Attributes:
        at: Which piece of the question it is.
        typed: As it was typed.
        strictly: The passages that hold it in any form.
        widely: Those that hold it so, or within a longer word.
        is_name: Whether it is written as a name.
        is_done: Whether it says what is done, and so names no subject.
    """

    at: int
    typed: str
    strictly: frozenset[int]
    widely: frozenset[int]
    is_name: bool
    is_done: bool


def spoken_of(look_up: LookUp) -> SpokenOf:
    """Find which of a question's words the papers hold, and which they do not."""
    of_papers = papers_named(look_up, look_up.understood.plain).words
    pieces = [one for one in pieces_of(look_up) if not _names_a_paper(one.typed, of_papers)]
    lacking = tuple(dict.fromkeys(one.typed for one in pieces if not one.widely))
    subject = [one for one in pieces if one.strictly and not one.is_done]
    beside = {one.at + step for one in pieces if one.is_name and not one.widely for step in (-1, 1)}
    named = [run for run in _runs([one for one in subject if one.is_name]) if beside.isdisjoint(one.at for one in run)]
    terms_held = [run for run in _runs(subject) if sum(len(one.typed.split()) for one in run) > 1]
    chosen = named[:_NAMED] or sorted(terms_held, key=len, reverse=True)[:1]
    held = tuple(" ".join(one.typed for one in run) for run in chosen)
    thing = counted(look_up, pieces)
    return SpokenOf(
        held, lacking, () if lacking else _apart(pieces), thing is None or bool(thing.strictly), len(pieces)
    )


def _names_a_paper(typed: str, names: frozenset[str]) -> bool:
    """Whether a word is of a paper's authors or journal, or the noun for one: its text need not hold that."""
    return typed.casefold() in names or speaks_of_a_paper(typed)


def not_given(kind: QuestionType) -> Message:
    """That no sentence was found with the kind of thing that is asked for."""
    wanted = _WANTED.get(kind)
    return Message("answer.not_given", {"wanted": wanted}) if wanted else Message("answer.not_found")


def refusal(spoken: SpokenOf, kind: QuestionType) -> tuple[Message, ...]:
    """Why there is no answer: one reason.

    Args:
        spoken: What the papers hold of the question's words.
        kind: What the question asks for.
    """
    return tuple(_lacks(spoken)) or (not_given(kind),)


def unsure(spoken: SpokenOf) -> tuple[Message, ...]:
    """Why the sentences shown may not answer; `spoken` as for `refusal`."""
    return (Message("answer.doubtful"), *_lacks(spoken))


def unsettled(spoken: SpokenOf) -> tuple[Message, ...]:
    """That no sentence says plainly whether what a yes/no question asks is so; `spoken` as for `refusal`."""
    return (*_lacks(spoken), SETTLING[Polarity.UNCLEAR])


def _lacks(spoken: SpokenOf) -> Iterator[Message]:
    if spoken.lacking and spoken.held:
        yield Message("answer.speaks_not_of", {"held": spoken.held, "words": spoken.lacking})
    elif spoken.lacking:
        yield Message("answer.lacking", {"words": spoken.lacking})
    elif spoken.apart:
        yield Message("answer.apart", {"words": spoken.apart})


def pieces_of(look_up: LookUp) -> Iterator[AskedPiece]:
    """The pieces of a question that name something, each with where the papers hold it."""
    words, understood = look_up.held_words, look_up.understood
    if words is None:
        return
    is_own = understood.language == PAPERS_LANGUAGE.code  # stems of others stand within words that are no kin
    dropped = " ".join(one.source for one in understood.expansions if not one.target).casefold().split()
    for at, ((_, before), (typed, english)) in enumerate(pairwise([("", ""), *understood.words])):
        bare = _POSSESSIVE.sub("", typed.strip(_MARKS))
        if before.casefold() in _DEGREES or bare.casefold() in _COUNT_WORDS or typed.casefold() in dropped:
            continue  # "how large" asks for a size, not for what is large
        if not content_words(bare) or not terms(english):
            continue
        beside = [one for _, one in understood.words[max(0, at - 1) : at + 2]]
        phrases = (" ".join(pair).strip(_MARKS) for pair in pairwise(beside)) if is_own else ()
        forms = (bare, *phrases, *_rewritten(look_up, bare))  # "rice fields" may be one word in another language
        strictly, widely = (
            frozenset[int]().union(*(words.holders(form, widely=wide) for form in forms)) for wide in (False, is_own)
        )
        is_done = bool(other_forms(english)) or _DONE.fullmatch(bare) is not None
        yield AskedPiece(at, bare, strictly, widely, _is_name(bare, at), is_done)


def _rewritten(look_up: LookUp, typed: str) -> Iterator[str]:
    """What a piece, or what it is a part of, was rewritten to: "OPEC" to its long name."""
    for one in look_up.understood.expansions:
        if one.target and typed.casefold() in one.source.casefold().split():
            yield one.target


def _is_name(typed: str, at: int) -> bool:
    return any(map(str.isupper, typed[1:])) or (at > 0 and typed[:1].isupper())


def _runs(pieces: Sequence[AskedPiece]) -> Iterator[tuple[AskedPiece, ...]]:
    """Pieces that follow each other in the question and stand together in a passage; else each by itself."""
    for _, group in groupby(enumerate(pieces), key=lambda pair: pair[1].at - pair[0]):
        run = tuple(one for _, one in group)
        if frozenset.intersection(*(one.strictly for one in run)):
            yield run
        else:
            yield from ((one,) for one in run)


def _apart(pieces: Sequence[AskedPiece]) -> tuple[str, ...]:
    """Two pieces that no passage has both: names before other words, then the rarest."""
    pairs = [
        (one, other)
        for one, other in combinations(pieces, 2)
        if one.strictly and other.strictly and not one.widely & other.widely and not (one.is_done or other.is_done)
    ]
    best = min(pairs, key=_likes, default=())
    return tuple(one.typed for one in best)


def _likes(pair: tuple[AskedPiece, AskedPiece]) -> tuple[int, int]:
    return -sum(one.is_name for one in pair), sum(len(one.strictly) for one in pair)


def counted(look_up: LookUp, pieces: Sequence[AskedPiece]) -> AskedPiece | None:
    """The word for the things that a question counts; None if it does not say plainly what it counts.

    Of the words that follow the one for counting it is the last in the papers' language, the first in others:
    "trafficking victims", "korban perdagangan".
    """
    plain, kind = look_up.understood.plain, look_up.understood.kind
    counting = _COUNTS.search(plain)
    if counting is None or kind is not QuestionType.HOW_MANY:
        return None
    after = [one for one in pieces if plain.find(one.typed, counting.end()) >= 0]
    run = [one for number, one in enumerate(after) if one.at - after[0].at == number and not one.is_done]
    is_own = look_up.understood.language == PAPERS_LANGUAGE.code
    return next(iter(run[-1:] if is_own else run), None)
