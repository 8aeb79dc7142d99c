"""Decides whether a sentence only shortens a sentence of the papers, so that it says no more and nothing else.

Words that are all in a passage prove nothing: "the police catch thieves" has those of "the police are thieves". So a
sentence has to be a sentence of a passage, word for word and in its order. It may lack what can go without changing
what the rest says: an opening "However,", a date at either end, a bracket, a clause between commas, an end after a
comma. Its subject may become a pronoun. Whatever qualifies the rest may not go: a negation, a condition, who says it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kutip.language.united import union
from kutip.text.reading import squeeze
from kutip.text.sentences import sentence_bounds
from kutip.text.terms import terms
from kutip.types import Hit, Passage
from retriever.answers.sentence_tokens import SentenceToken, tokens_of, without_stop
from retriever.answers.shortening import shortens

_LONGEST = 500  # characters of a sentence; the longest one of the bundled papers has 480
_FEWEST_WORDS = 3
_MARKS = frozenset(".,;:'’‘\"“”()-‐‑–—/%&$€£?!…°+=")  # what may stand in a sentence beside letters and digits
_ADDRESS = re.compile(
    r"://|www\.|[^\W\d_]{2}\.[^\W\d_]{2}|\d{1,3}(?:\.\d{1,3}){3}|\b(?:https?|mailto|javascript)\b", re.IGNORECASE
)
_ADDRESSED, _AND = union("rewording.addressed"), union("function_words.conjunctions")
_ARTICLES, _LEANING = union("rewording.articles"), union("rewording.pronouns", "rewording.pointing")


@dataclass(frozen=True, slots=True)
class Support:
    """Where a sentence of the papers stands that holds another sentence.

    Attributes:
        passage_id: Its passage.
        number: Which sentence of the passage, from 0; None where lines of the passage were read one by one.
        leans: True if the held sentence begins with a pronoun: what that means depends on the sentence before.
    """

    passage_id: str
    number: int | None
    leans: bool

    def follows(self, before: "Support | None") -> bool:
        """True if a pronoun at the start still means what it means in the paper, after the sentence `before`."""
        if not self.leans or before is None:
            return True
        near = self.number is not None and before.number is not None and 0 <= self.number - before.number <= 1
        return near and self.passage_id == before.passage_id


def support_of(sentence: str, hits: Iterable[Hit]) -> Support | None:
    """Find the sentence in the text of hits that holds a sentence; None if there is none.

    A sentence that joins two by "and" or ";" is held if each of the two is, on its own.

    Args:
        sentence: One sentence, without citation marks.
        hits: The hits that it cites.
    """
    own = tokens_of(sentence)
    if not _is_plain(sentence) or not _is_sentence(own):
        return None
    passages = [hit.passage for hit in hits]
    found = _held(own, passages)
    if found is not None:
        return found
    for at, token in enumerate(own):
        if token.key in _AND or token.key == ";":
            parts = own[: at - 1 if own[at - 1].text == "," else at], own[at + 1 :]
            if all(_is_sentence(part) for part in parts) and not _leans(parts[1]):
                first, second = (_held(part, passages) for part in parts)
                if first is not None and second is not None:
                    return Support(second.passage_id, None, first.leans)
    return None


def _is_plain(sentence: str) -> bool:
    """True for letters, digits, blanks and ordinary marks that hold no address and speak to nobody."""
    usual = all(one.isalnum() or one in _MARKS or one == " " or unicodedata.category(one) == "Mn" for one in sentence)
    return usual and len(sentence) <= _LONGEST and not _ADDRESS.search(sentence)


def _is_sentence(tokens: Sequence[SentenceToken]) -> bool:
    words = [token for token in tokens if token.is_word]
    enough = len(words) >= _FEWEST_WORDS and bool(terms(" ".join(token.text for token in words)))
    return enough and not any(token.key in _ADDRESSED for token in words)


def _leans(tokens: Sequence[SentenceToken]) -> bool:
    """True if a sentence begins with a word, such as "they" or "the latter", whose meaning stands in another one."""
    first = next((token for token in tokens if token.key not in _ARTICLES), tokens[0])
    return first.key in _LEANING


def _held(own: Sequence[SentenceToken], passages: Iterable[Passage]) -> Support | None:
    asks, body = without_stop(own)
    for passage in passages:
        for number, source in _sentences_of(passage.text):
            if source[0] == asks and shortens(body, source[1]):
                return Support(passage.id, number, _leans(body))
    return None


@lru_cache(maxsize=256)  # a language model's sentences cite the same few passages
def _sentences_of(text: str) -> tuple[tuple[int | None, tuple[str, tuple[SentenceToken, ...]]], ...]:
    """The sentences of a passage in tokens, with their numbers; then those of each of its lines, without."""
    whole, lines = squeeze(text), text.splitlines() if "\n" in text else []
    numbered = [(number, whole[start:end]) for number, (start, end) in enumerate(sentence_bounds(whole))]
    in_lines = [(None, line[start:end]) for line in lines for start, end in sentence_bounds(line)]
    cut = [(number, without_stop(tokens_of(sentence))) for number, sentence in (*numbered, *in_lines)]
    return tuple((number, parts) for number, parts in cut if parts[1])
