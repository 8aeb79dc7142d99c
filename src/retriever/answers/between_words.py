"""What stands between the words of a question in a sentence, and may change what it says of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kutip.language.negations import denies
from kutip.language.united import any_of, union
from retriever.answers.compared_words import (
    BEING,
    DETERMINERS,
    DOING,
    EXCLUSIVES,
    HAVING,
    MODALS,
    PARTIALS,
    PREPOSITIONS,
    UNIVERSALS,
    ComparedWord,
)

RELATIVES, EMBEDDING = union("polarity.relatives"), union("polarity.embedding")
JOINS = union("function_words.clause_joins", "function_words.conjunctions") | EMBEDDING
LIGHT, OF = union("polarity.light"), union("rewording.of")
MARKS = ",;:.!?"
MODIFIERS = 2  # words after an article, before the noun that is asked for
ADVERB = re.compile(any_of("polarity.adverbs"))
_APPOSITION = 4  # words of "a forum" between a subject and its participle


@dataclass(slots=True)
class FoundWords:
    """What stands in a sentence beside the words of a question.

    Attributes:
        negated: Whether it denies them.
        quantifiers: "all", "not all", "only", "not only", and words for a part such as "most".
        modals: The rows of its modal verbs.
        being: Its forms of "be".
        has: Whether it has a form of "have".
        reduced: Whether its subject is joined to a participle without a form of "be".
        aside: Whether it says so in an aside on the subject: "the union, a league formed in 1950".
        swapped: The pairs (asked, found) of numbers or opposites that differ.
        qualified: Whether an adverb stands beside the predicate.
        reach: Where the last of the words ends, as a token of the sentence.
    """

    negated: bool = False
    quantifiers: set[str] = field(default_factory=set)
    modals: set[int] = field(default_factory=set)
    being: set[str] = field(default_factory=set)
    has: bool = False
    reduced: bool = False
    aside: bool = False
    swapped: list[tuple[ComparedWord, ComparedWord]] = field(default_factory=list)
    qualified: bool = False
    reach: int = 0

    def add(self, other: "FoundWords") -> None:
        """Take over what another place has."""
        self.negated ^= other.negated
        self.quantifiers |= other.quantifiers
        self.modals |= other.modals
        self.being |= other.being
        self.has |= other.has
        self.reduced |= other.reduced
        self.aside |= other.aside
        self.swapped += other.swapped
        self.qualified |= other.qualified
        self.reach = max(self.reach, other.reach)


def between(
    gap: Sequence[ComparedWord], following: Sequence[ComparedWord], *, may_reduce: bool, loose: bool = False
) -> FoundWords | None:
    """What the words between two words of a question say; None if they may change what is said.

    Args:
        gap: These words.
        following: The second of the two; nothing if there is none.
        may_reduce: Whether the first may be a subject with an aside behind it.
        loose: Whether "of" changes nothing.
    """
    found = FoundWords()
    if not gap:
        return found
    if gap[0].text == ",":
        if all(token.text == "," for token in gap):
            return found if len(gap) == 1 and following and following[0].shape else None
        return _aside(gap[1:], found) if may_reduce else None
    articled, modifiers, previous = False, 0, ""
    for token in gap:
        word = token.folded
        if word in DETERMINERS:
            articled, modifiers = True, 0
        elif articled and is_plain(token) and modifiers < MODIFIERS:
            modifiers += 1
        elif not (loose and word in OF) and not take_note(word, previous, found):
            return None
        previous = word
    return found


def is_plain(token: ComparedWord) -> bool:
    """Whether a word may be an adjective: neither a number, a mark nor a function word."""
    word = token.folded
    functions = PREPOSITIONS | JOINS | RELATIVES | BEING | HAVING | DOING | MODALS.keys() | PARTIALS | EXCLUSIVES
    return not token.shape and word not in MARKS and word not in functions and not denies(word)


def take_note(word: str, previous: str, found: FoundWords) -> bool:
    """Take note of a word that changes what is said in a known way, or not at all; False for any other."""
    if denies(word):
        found.negated = not found.negated
    elif word in EXCLUSIVES:
        found.quantifiers.add("not only" if denies(previous) else "only")
    elif word in UNIVERSALS:
        found.quantifiers.add("all")
    elif word in PARTIALS:
        found.quantifiers.add(word)
    elif word in MODALS:
        found.modals.add(MODALS[word])
    elif word in BEING:
        found.being.add(word)
    elif word in HAVING:
        found.has = True
    elif word in DOING or word in LIGHT:
        pass
    elif ADVERB.fullmatch(word):
        found.qualified = True
    else:
        return False
    return True


def _aside(gap: Sequence[ComparedWord], found: FoundWords) -> FoundWords | None:
    """What stands aside between a subject and what is said of it: "…, which is …" or "…, a forum …"."""
    rest, found.aside = list(gap), True
    if rest and rest[0].folded in DETERMINERS:
        nouns = 1
        while nouns < len(rest) and nouns <= _APPOSITION and is_plain(rest[nouns]):
            nouns += 1
        if nouns == 1:
            return None
        rest = rest[nouns:]
        found.reduced = True
        if not rest:
            return found
    if not rest or rest[0].folded not in RELATIVES:
        return None
    previous = ""
    for token in rest[1:]:
        if not take_note(token.folded, previous, found):
            return None
        previous = token.folded
    return found
