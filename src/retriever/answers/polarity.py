"""Decides whether a sentence says what a yes/no question asks, or the contrary; most sentences settle neither.

A question is settled only by one sentence that has all its words: its subject as the subject, its predicate and objects
in their order behind it, each further phrase behind a preposition of its own. Then negations, numbers, years, opposites
and words such as "all" decide. Whatever else stands between the words leaves the question open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kutip import budget
from kutip.language.united import union
from kutip.text.lookalikes import as_seen
from kutip.types import Polarity
from retriever.answers.between_words import FoundWords
from retriever.answers.compared_words import PAST, PRESENT, ComparedWord, key_of, tokens
from retriever.answers.evidence import Evidence
from retriever.answers.passage_sentences import PROSE
from retriever.answers.proposition import Proposition, is_choice, proposition
from retriever.answers.statement import readings
from retriever.lookup import LookUp
from retriever.query.question_type import QuestionType

_DOUBTS, _LIMITS = union("polarity.doubts"), union("polarity.limits")
_ONCE = frozenset(map(key_of, union("polarity.once")))
_NOT_ALL = union("polarity.parts_only") | {"not all"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LACKING = 2  # words asked for that a sentence may lack, as it has others in their place


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What the papers say to a yes/no question.

    Attributes:
        polarity: Yes, the contrary, or unclear.
        evidence: The sentence that says so; None if it is unclear.
    """

    polarity: Polarity
    evidence: Evidence | None = None


def polarity_of(look_up: LookUp, evidence: Sequence[Evidence]) -> Settled | None:
    """What sentences say to the question of a look-up; None if it does not ask whether something is so.

    A sentence that says so goes before one that has another number, since papers may count differently; where one says
    so and another denies it, it is unclear.

    Args:
        look_up: The look-up.
        evidence: Sentences, the most probable first.
    """
    understood = look_up.understood
    if understood.kind is not QuestionType.YES_NO or is_choice(understood.plain):
        return None
    asked = proposition(look_up)
    if asked is None:
        return Settled(Polarity.UNCLEAR)
    found: dict[Polarity, Evidence] = {}
    for one in evidence:
        budget.check()
        if one.sentence.hit.passage.kind in PROSE:
            outcome = settled(asked, one.sentence.text)
            if outcome is not None:
                found.setdefault(outcome, one)
    yes, contrary = found.get(Polarity.YES), found.get(Polarity.CONTRARY)
    if yes is None:
        return Settled(Polarity.UNCLEAR) if contrary is None else Settled(Polarity.CONTRARY, contrary)
    disputed = contrary is not None and settled(asked, contrary.sentence.text, exact=True) is not None
    return Settled(Polarity.UNCLEAR) if disputed else Settled(Polarity.YES, yes)


def settled(asked: Proposition, sentence: str, *, exact: bool = False) -> Polarity | None:
    """What a sentence says of what is asked: yes, or the contrary; None if it settles neither.

    Args:
        asked: What is asked.
        sentence: The sentence.
        exact: Leave aside what is contrary only by another number.
    """
    own = tokens(as_seen(_BRACKETS.sub(" ", sentence)))
    keys = {token.key for token in own}
    limited = any(token.folded in _LIMITS - asked.words for token in own)
    if limited or not asked.told_by <= keys or len(asked.keys - keys) > _LACKING:
        return None
    outcomes = set()
    for found in readings(asked, own):
        doubted = any(token.folded in _DOUBTS - asked.words for token in own[: found.reach])
        counted = exact and any(held.shape for _, held in found.swapped)
        outcome = None if doubted or counted else _outcome(asked, found)
        outcomes |= {outcome} if outcome is not None else set()
    return outcomes.pop() if len(outcomes) == 1 else None


def _outcome(asked: Proposition, found: FoundWords) -> Polarity | None:
    """What a sentence says that has all phrases of a question."""
    if not _fits(asked, found):
        return None
    contrary = _by_quantifier(asked.quantifier, found.quantifiers)
    if contrary is None:
        return None
    if contrary:
        return Polarity.CONTRARY if not asked.negated and not found.swapped else None
    if found.negated and found.qualified:
        return None  # "not fully" is neither yes nor no
    if not found.swapped:
        return Polarity.YES if asked.negated == found.negated else Polarity.CONTRARY
    if len(found.swapped) > 1 or asked.negated or found.negated:
        return None
    return Polarity.CONTRARY if _excludes(asked, *found.swapped[0]) else None


def _fits(asked: Proposition, found: FoundWords) -> bool:
    """Whether verb forms fit: what can be is not what is, and who acts is not who is acted on."""
    if found.modals != ({asked.modal} if asked.modal is not None else set()):
        return False
    if asked.has and not found.has:
        return False
    if asked.being is True and not found.being and not found.reduced:
        return False
    if asked.being is False and (found.being or found.reduced):
        return False
    told = found.being & (PRESENT | PAST)
    return not told or not asked.tense or bool(told & asked.tense)


def _by_quantifier(asked: str, held: set[str]) -> bool | None:
    """Whether "all", "only" and the like make a sentence deny what is asked; None if they leave it open."""
    if asked == "all":
        return bool(held & _NOT_ALL) if held & ({"all"} | _NOT_ALL) else None
    if asked == "only":
        return "not only" in held if held & {"only", "not only"} else None
    if asked:
        return False if held == {asked} else None
    return None if held - {"all"} else False


def _excludes(asked: Proposition, wanted: ComparedWord, held: ComparedWord) -> bool:
    """Whether what is asked cannot be so beside what a sentence says: something is founded in one year only."""
    if wanted.shape in ("year", "ordinal"):
        definite = any(token.shape == "ordinal" for token in asked.phrases[0].orders[0])
        return bool(asked.keys & _ONCE) or definite
    return not held.shape or wanted.shape == held.shape
