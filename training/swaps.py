"""Makes questions that a passage does not answer out of questions that it answers, by changing what they ask about."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kutip.text.sentences import sentence_bounds
from training.opposites import denied, opposed
from training.records import Range, SourcePassage, SourceQuestion

_NAME_WORD = re.compile(r"[^\W_][\w’'-]*")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_DENIED_SHARE = 0.2  # of the questions; denials are easy to tell, so that a few are enough
_LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """Names, years and other numbers that the passages of an article mention."""

    names: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "ArticleNames":
        """Collect them; each group is sorted, so that a choice depends on nothing but the texts and the seed."""
        names, years, numbers = set[str](), set[str](), set[str]()
        for text in texts:
            names |= {text[start:end] for start, end in names_in(text)}
            years |= set(_YEAR.findall(text))
            numbers |= set(_NUMBER.findall(text))
        return cls(tuple(sorted(names)), tuple(sorted(years)), tuple(sorted(numbers - years)))


def names_in(text: str) -> list[Range]:
    """Where runs of capitalised words stand, without a first word of a sentence, which has a capital anyway.

    >>> text = "The treaty of Paris was signed by Benjamin Franklin. Peace came."
    >>> [text[a:b] for a, b in names_in(text)]
    ['Paris', 'Benjamin Franklin']
    """
    first = {start for start, _ in sentence_bounds(text)}
    runs: list[list[re.Match[str]]] = []
    for word in _NAME_WORD.finditer(text):
        follows = runs and runs[-1] and text[runs[-1][-1].end() : word.start()] == " "
        if not word.group()[0].isupper():
            runs.append([])
        elif follows and len(runs[-1]) < _LONGEST_NAME:
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:  # a capital at the start of a sentence says nothing of its word
        if run and run[0].start() in first:
            del run[0]
    return [(run[0].start(), run[-1].end()) for run in runs if run]


def swap_name(question: str, text: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Replace a name in the question by one of the article that neither question nor passage has; None without one."""
    places = names_in(question)
    draw.shuffle(places)
    words = set(question.casefold().split())
    for start, end in places:
        size = len(question[start:end].split())
        other = [
            name
            for name in names
            if abs(len(name.split()) - size) <= 1 and name not in text and words.isdisjoint(name.casefold().split())
        ]
        if other:
            return question[:start] + draw.choice(other) + question[end:]
    return None


def swap_number(question: str, text: str, article: ArticleNames, draw: random.Random) -> str | None:
    """Replace a year or number by one of the article that neither question nor passage has; None without one."""
    for pattern, others in ((_YEAR, article.years), (_NUMBER, article.numbers)):
        places = list(pattern.finditer(question))
        other = [one for one in others if one not in text and one not in question]
        if places and other:
            place = draw.choice(places)
            return question[: place.start()] + draw.choice(other) + question[place.end() :]
    return None


def swap_opposite(question: str, draw: random.Random) -> str | None:
    """Replace one word by its opposite; None if no word has one."""
    found = opposed(question)
    return draw.choice(found) if found else None


def make_unanswerable(
    questions: Iterable[SourceQuestion], passages: Mapping[str, SourcePassage], *, seed: int
) -> Iterator[SourceQuestion]:
    """Yield up to four questions without an answer for each answerable one whose answer is known.

    Args:
        questions: What people asked.
        passages: By id.
        seed: The same seed and questions give the same result; what is made of one question depends on no other.
    """
    by_article: dict[str, list[str]] = {}
    for passage in passages.values():
        by_article.setdefault(passage.article, []).append(passage.text)
    mentioned = {article: ArticleNames.of(texts) for article, texts in by_article.items()}
    for question in questions:
        if question.answer is None:
            continue
        draw = random.Random(f"{seed}:{question.id}")  # noqa: S311 - chooses training data, guards nothing
        passage = passages[question.passage]
        article = mentioned[passage.article]
        makers: dict[str, Callable[[], str | None]] = {
            "entity": lambda: swap_name(question.text, passage.text, article.names, draw),  # noqa: B023 - called at once
            "number": lambda: swap_number(question.text, passage.text, article, draw),  # noqa: B023
            "opposite": lambda: swap_opposite(question.text, draw),  # noqa: B023
            "negation": lambda: denied(question.text) if draw.random() < _DENIED_SHARE else None,  # noqa: B023
        }
        for made, maker in makers.items():
            text = maker()
            if text is not None:
                key = f"{question.id}/{made}"
                yield replace(question, id=key, text=text, answerable=False, answer=None, accepted=(), made=made)
