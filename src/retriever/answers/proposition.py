"""Reads what a yes/no question asks to be so: its words in order, phrase by phrase, and what limits them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kutip.language import LANGUAGES
from kutip.language.negations import denies
from kutip.language.united import any_of, in_order
from kutip.text.reading import squeeze
from retriever.answers.compared_words import (
    BEING,
    DETERMINERS,
    DOING,
    EXCLUSIVES,
    HAVING,
    MODALS,
    PARTIALS,
    PAST,
    PREPOSITIONS,
    PRESENT,
    THERE,
    UNIVERSALS,
    ComparedWord,
    asked_tokens,
    tokens,
    with_one_form,
)
from retriever.lookup import LookUp

_RENDERED = dict(one.split(" =", 1) for one in in_order("polarity.rendered"))
_ATTRIBUTED = re.compile(
    rf"\b{any_of('polarity.attributions')}\s+([^\s,?]+(?: [^\s,?]+){{0,3}})\s*(?=[,?]|$)", re.IGNORECASE
)
_CHOICE = re.compile(rf"\b{any_of('polarity.choices')}\b", re.IGNORECASE)
_NO_OPENER = re.compile(rf"\W*{any_of('polarity.no_openers')}\b", re.IGNORECASE)
_OPENER = re.compile(rf"\W*{any_of('polarity.openers')}\b", re.IGNORECASE)
_TRUTH = re.compile(rf"^\W*{any_of('polarity.truths')}\s+", re.IGNORECASE)
_ACTIVE = re.compile(any_of("polarity.actives"), re.IGNORECASE)
_PASSIVE = re.compile(any_of("polarity.passives"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a question up to the next preposition.

    Attributes:
        lead: The preposition; "" for the first phrase, which has subject and predicate.
        orders: The orders in which its tokens may stand.
    """

    lead: str
    orders: tuple[tuple[ComparedWord, ...], ...]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a question asks to be so.

    Attributes:
        phrases: One or more; the first has subject and predicate.
        negated: Whether it asks for what is not so.
        quantifier: "all", "only" or a word for a part, such as "most", if it asks for that; else "".
        modal: The row of the modal verb that it asks with; None without one.
        being: Whether its predicate goes with "be": True, False, or None if the language does not show it.
        tense: The forms of "be" that say it in the tense of the question; none if it has no such form.
        has: Whether its verb is "have".
        exists: Whether it asks if there is something.
        translated: Whether it was translated word by word, so that "of" is missing.
        told_by: Keys of the words for the one who says so.
    """

    phrases: tuple[Phrase, ...]
    negated: bool = False
    quantifier: str = ""
    modal: int | None = None
    being: bool | None = None
    tense: frozenset[str] = frozenset()
    has: bool = False
    exists: bool = False
    translated: bool = False
    told_by: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all its tokens."""
        return frozenset(token.key for phrase in self.phrases for token in phrase.orders[0])

    @property
    def words(self) -> frozenset[str]:
        """The words of all its tokens, in lower case."""
        return frozenset(token.folded for phrase in self.phrases for token in phrase.orders[0])


def is_choice(question: str) -> bool:
    """Whether a question that begins like a yes/no question asks for a thing: one of two, or what something is."""
    return _CHOICE.search(question) is not None or _NO_OPENER.match(question) is not None


def proposition(look_up: LookUp) -> Proposition | None:
    """What the question of a look-up asks to be so; None if it is not plain."""
    understood = look_up.understood
    question = _TRUTH.sub("", squeeze(understood.plain).strip(" ?!."))
    told = _ATTRIBUTED.search(question)
    told_by = frozenset(token.key for token in tokens(told[1])) if told is not None else frozenset()
    if LANGUAGES[understood.language].translating is None:
        bare = _ATTRIBUTED.sub(" ", question)
        pieces = [(token.text, [token]) for token in asked_tokens(bare)]
    else:
        pieces = list(_rendered(understood.words))
    reader = _Reader(translated=LANGUAGES[understood.language].translating is not None)
    for typed, group in pieces:
        if not reader.read(typed, group):
            return None
    read = reader.proposition()
    return None if read is None else replace(read, told_by=told_by)


def _rendered(words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[ComparedWord]]]:
    """The pieces of a translated question, each with its tokens in the papers' language."""
    for at, (typed, english) in enumerate(words):
        folded = with_one_form(typed.casefold().strip(" ?!.,"))
        rendered = _RENDERED.get(folded)
        if rendered is None and at == 0 and _OPENER.fullmatch(folded):
            continue
        phrase = folded if folded != typed.casefold().strip(" ?!.,") else english or typed
        yield typed, asked_tokens(phrase if rendered is None else rendered.strip())


@dataclass(slots=True)
class _Reader:
    """Takes the words of a question one by one."""

    translated: bool
    leads: list[str] = field(default_factory=lambda: [""])
    groups: list[list[tuple[bool, list[ComparedWord]]]] = field(default_factory=lambda: [[]])  # (is a verb, tokens)
    first: str = ""
    negated: bool = False
    quantifiers: set[str] = field(default_factory=set)
    modal: int | None = None
    being: bool | None = None
    has: bool = False
    exists: bool = False
    bound: str = ""

    def read(self, typed: str, group: Iterable[ComparedWord]) -> bool:
        """Take a piece of the question; False if it cannot be read plainly."""
        content: list[ComparedWord] = []
        for token in group:
            word = token.folded
            self.first = self.first or word
            if word in "<>~,;:.!?":
                if word == "~":
                    return False
                self.bound = word if word in "<>" else self.bound
            elif word.endswith("n't"):
                return False
            elif not self._is_function(word):
                content.append(replace(token, bound=self.bound) if token.shape else token)
                self.bound = "" if token.shape else self.bound
        if content:
            passive, active = _PASSIVE.fullmatch(typed) is not None, _ACTIVE.fullmatch(typed) is not None
            is_verb = self.translated and (passive or active)
            if is_verb:
                self.being = passive
            self.groups[-1].append((is_verb, content))
        return True

    def _is_function(self, word: str) -> bool:
        """Take a function word; False for another word."""
        if word in PREPOSITIONS:
            self.leads.append(word)
            self.groups.append([])
        elif word in MODALS:
            self.modal = MODALS[word]
        elif word in BEING:
            self.being = True
        elif word in HAVING:
            self.has = self.has or self.first in DOING
        elif word in THERE:
            self.exists = True
        elif word in UNIVERSALS:
            self.quantifiers.add("all")
        elif word in EXCLUSIVES:
            self.quantifiers.add("only")
        elif word in PARTIALS:
            self.quantifiers.add(word)
        elif denies(word):
            self.negated = not self.negated
        else:
            return word in DOING or word in DETERMINERS
        return True

    def proposition(self) -> Proposition | None:
        """What was read; None if a phrase is empty or too much limits it."""
        if not all(self.groups) or len(self.quantifiers) > 1 or self.bound:
            return None
        phrases = tuple(Phrase(lead, _orders(group)) for lead, group in zip(self.leads, self.groups, strict=True))
        if not self.translated:
            phrases = tuple(Phrase(one.lead, one.orders[:1]) for one in phrases)
        tense = PRESENT if self.first in PRESENT else PAST if self.first in PAST else frozenset()
        being = self.being if self.being is not None or self.first not in DOING | HAVING | MODALS.keys() else False
        return Proposition(
            phrases,
            negated=self.negated,
            quantifier="".join(self.quantifiers),
            modal=self.modal,
            being=being,
            tense=tense,
            has=self.has,
            exists=self.exists,
            translated=self.translated,
        )


def _orders(group: Sequence[tuple[bool, list[ComparedWord]]]) -> tuple[tuple[ComparedWord, ...], ...]:
    """The orders of a phrase's tokens: as they stand, and where a language puts an adjective last, with it first."""
    own = tuple(token for _, piece in group for token in piece)
    turned: list[ComparedWord] = []
    run: list[list[ComparedWord]] = []
    for is_verb, piece in [*group, (True, [])]:
        if is_verb:
            turned += [token for one in reversed(run) for token in one] + piece
            run = []
        else:
            run.append(piece)
    return tuple(dict.fromkeys((own, tuple(turned))))
