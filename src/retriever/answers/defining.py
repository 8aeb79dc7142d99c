"""Recognises a sentence that says what a word means: its subject is the word, and what follows defines it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kutip.language.united import any_of, union
from kutip.text.terms import terms
from retriever.query.spelling import spellings

_ARTICLE = re.compile(rf"(?:^|\s){any_of('rewording.articles')}\s*\Z", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]{1,120}\)")
_DEFINING = re.compile(rf"\s*,?\s*{any_of('meaning.defining')}", re.IGNORECASE)
_BEING = re.compile(rf"\s*{any_of('meaning.being')}", re.IGNORECASE)
_ASIDE = re.compile(r"\s*,[^,;.:()]{1,40},(?=\s)")  # between a subject and its verb: ", by contrast,"
_RELATIVE = re.compile(rf"\b{any_of('meaning.relatives')}\b", re.IGNORECASE)
_DEFINER = re.compile(rf"\b{any_of('meaning.definers')}\W*\Z", re.IGNORECASE)
_NAMING = re.compile(rf"\b{any_of('meaning.naming')}\W*\Z", re.IGNORECASE)
_JUDGEMENT = re.compile(rf"\b{any_of('meaning.judgements')}\b", re.IGNORECASE)
_LEAD = re.compile(rf"^\W*{any_of('meaning.leads')}\b", re.IGNORECASE)
_AUTHORITY = re.compile(rf"^\W*{any_of('meaning.authorities')}(?: \S+){{1,5}}\Z", re.IGNORECASE)
_NEW_CLAUSE = re.compile(rf"[,;]\s*{any_of('function_words.clause_joins')}\Z", re.IGNORECASE)
_SMALL = union("function_words.small_words")
_ENUMERATOR = re.compile(r"^\W*(?:\d{1,2}|[a-z])[.)]\s*\Z|^[-*•\s]*\Z", re.IGNORECASE)
_FOUNDING = re.compile(rf"\b{any_of('meaning.founding')}\b", re.IGNORECASE)
_MEMBERS = re.compile(rf"\b{any_of('meaning.members')}\b", re.IGNORECASE)
_FUNCTIONS = re.compile(rf"^\s*(?:\([^()]{{1,120}}\)\s*)?{any_of('meaning.functions')}\b", re.IGNORECASE)
_WORD_CHARACTER = re.compile(r"[\w-]")
_LEAST_WORDS = 6  # of a sentence that says what something is
_MOST_BEFORE = 16  # words in front of a subject
_JUDGED_WITHIN = 12  # words after "is a", within which a definition narrows what it names


@dataclass(frozen=True, slots=True)
class Subject:
    """A sentence whose subject is the word.

    Attributes:
        before: What stands in front of it.
        after: What follows it, and the short or long form in brackets behind it.
    """

    before: str
    after: str

    @property
    def strength(self) -> float:
        """How surely the sentence says what the word means: 0 if it does not, up to 3."""
        rest = self.after
        before = _ARTICLE.sub("", self.before)
        if _DEFINER.search(before):
            return 3.0
        if _NAMING.search(before):
            return 2.0
        bracket = _BRACKET.match(rest)
        spelled = 0.5 if bracket is not None else 0.0
        aside = _ASIDE.match(rest)
        for tail in (rest, *(rest[one.end() :] for one in (bracket, aside) if one is not None)):
            if _DEFINING.match(tail):
                return 2.5 + spelled
            being = _BEING.match(tail)
            if being is not None:
                said = " ".join(tail[being.start() :].split()[:_JUDGED_WITHIN])
                narrows = _RELATIVE.search(said[being.end() - being.start() - 1 :] if len(said) > being.end() else said)
                judged = (
                    0.25 if _JUDGEMENT.search(said) else 0.0
                )  # "a main source of …" says less than "an animal that …"
                return 2.25 - judged + spelled if narrows else 0.0
        return 0.0

    @property
    def tells_founding(self) -> bool:
        """Whether the sentence says when or by whom it was founded."""
        return bool(_FOUNDING.search(f"{self.before} {self.after}"))

    @property
    def tells_more(self) -> bool:
        """Whether it says what the thing does, or who its members are."""
        return bool(_FUNCTIONS.match(self.after) or _MEMBERS.search(self.after))


def as_subject(sentence: str, names: Iterable[str]) -> Subject | None:
    """The sentence parted at its subject, if that is one of some names; None if none of them is.

    A subject stands first, or after a clause that ends in a comma or begins like one ("In general, …").
    """
    if len(sentence.split()) < _LEAST_WORDS:
        return None
    for name in names:
        at = _find(sentence, name)
        if at >= 0:
            before, after = sentence[:at], sentence[at + len(name) :]
            if before.endswith("(") and after.startswith(")"):
                before, after = _without_long_form(before), after[1:]
            if _leads(before):
                return Subject(before, after)
    return None


def _find(sentence: str, name: str) -> int:
    """Where a name first stands in a sentence as whole words, whatever its case; -1 for nowhere."""
    folded, wanted = sentence.casefold(), name.casefold()
    if len(folded) != len(sentence) or not wanted:
        return -1
    at = folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        beside = sentence[at - 1 : at], sentence[end : end + 1]
        if not any(_WORD_CHARACTER.match(one) for one in beside if one):
            return at
        at = folded.find(wanted, at + 1)
    return -1


def _leads(before: str) -> bool:
    """Whether the words in front of a name leave it the subject of the sentence."""
    bare = _ARTICLE.sub("", before).strip()
    if not bare or _ENUMERATOR.match(bare) or _DEFINER.search(bare) or _NEW_CLAUSE.search(bare):
        return True
    if _NAMING.search(bare):
        return len(bare.split()) >= _LEAST_WORDS
    if len(bare.split()) > _MOST_BEFORE or _LEAD.match(bare) is None:
        return False
    return bare[-1] in ",)" or _AUTHORITY.match(bare) is not None


def _without_long_form(before: str) -> str:
    """What stands in front of a long form, whose short form follows in brackets: "The Food Office (" gives "The "."""
    words = before.rstrip("( ").split(" ")
    while words and (words[-1][:1].isupper() or words[-1] in _SMALL):
        words.pop()
    return " ".join([*words, ""])


def names_of(word: str) -> Sequence[str]:
    """The forms in which a word may stand: as typed, its singular or plural, and in other spellings."""
    bare = word.strip(" ?!.,;:\"'“”‘’()[]")
    forms = [bare]
    if bare and not bare.isupper():
        forms += [bare[:-1]] if bare.endswith("s") else [f"{bare}s"]
    for form in tuple(forms):
        pieces = form.split()
        forms += [
            " ".join([*pieces[:at], other, *pieces[at + 1 :]])
            for at, one in enumerate(pieces)
            for other in spellings(one)
        ]
    return [one for one in dict.fromkeys(forms) if terms(one)]
