"""Judges whether a mismatch between text and list is the paper's; if it may be an error of reading, it is not told.

A work may be listed, or an entry cited, in a form that Kutip does not read. So where name and year stand together on
the other side all the same, nothing is told.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.bibliography.linking import Linked
from indexer.bibliography.listed_names import words_of_name, year_of
from kutip.language.united import any_of, union
from kutip.types import Document, ProblemKind, Reference, Span

_YEAR = re.compile(r"(?<![\d.])(?:1[5-9]|20)\d\d(?:[a-z](?![^\W\d_]))?(?!\d)")
_NEAR = 100  # characters before a year among which the names of its work stand
_ENTRY = 1_000  # characters of an entry among which its year stands
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]+")
_JOINED = re.compile(rf"[,;&]|\b{any_of('function_words.conjunctions')}\b|{any_of('names.others')}", re.IGNORECASE)
_PARTICLES = union("names.particles", "function_words.small_words")
_MOST_WORDS = 3  # of one author's name; longer ones are the names of bodies, or no names
_LABEL = re.compile(r"\s*(\[[^\[\]\n]{1,20}\])")
_RAISED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:)\]”’])|(?<=\b\d{4}\.))\d{1,3}(?:[,–-]\d{1,3}){0,9}(?!\d|\.\d)"
)
_RANGE_ENDS = re.compile(r"\d+")
_WIDEST = 50  # of a range
_ODD_NAME = re.compile(r"\b[a-z]\b|[;&\d]|,[^,]*,|\b" + any_of("function_words.conjunctions") + r"\b")

Work = tuple[str, str]  # a word of a name, folded, and a year


class Sureness:
    """What a document says of works beside the citations that are tied, and what its entries say as they stand."""

    def __init__(self, document: Document, references: Sequence[Reference], linked: Sequence[Linked]) -> None:
        self._listed = {work for one in references for work in _works_of(one)}
        tied = [one.mention.spans for one in linked if one.kind is None]
        taken = [span for spans in (*tied, *(one.spans for one in references)) for span in spans]
        rest = _without(document.source_text, taken)
        self._cited = set(_works(rest))
        self._rest = " ".join(rest.split())
        self._raised = frozenset(_raised(self._rest))

    def tells(self, link: Linked, entries: Sequence[Reference]) -> bool:
        """True if what is wrong with a mention is surely wrong with the paper.

        Args:
            link: The mention, which has a problem.
            entries: The entries that it may mean.
        """
        mention = link.mention
        if mention.key or not mention.who:
            return True
        if not _names_authors(mention.who):
            return False
        if link.kind in (ProblemKind.NOT_LISTED, ProblemKind.YEAR_DIFFERS):
            return not any((word, mention.year) in self._listed for word in _words(mention.who))
        return link.kind is not ProblemKind.AUTHORS_DIFFER or not any(
            _ODD_NAME.search(f"{author.family}, {author.given}") for entry in entries for author in entry.authors
        )

    def is_never_cited(self, reference: Reference) -> bool:
        """True if nothing in the text outside the citations that are tied may cite an entry."""
        label = _LABEL.match(reference.text)
        if label is not None:
            return " ".join(label[1].split()) not in self._rest
        if reference.number is not None and reference.number.text in self._raised:
            return False
        family = [word for author in reference.authors[:1] for word in _words(author.family)]
        return not any((word, year_of(reference)) in self._cited for word in family)


def _raised(text: str) -> Iterator[str]:
    """Yield the numbers that stand right behind a word or a mark, and may be raised ones that cite: "in 1950.3–5"."""
    for found in _RAISED.finditer(text):
        numbers = [int(one) for one in _RANGE_ENDS.findall(found[0])]
        yield from map(str, numbers)
        if len(numbers) > 1 and numbers[0] < numbers[-1] <= numbers[0] + _WIDEST:
            yield from map(str, range(numbers[0], numbers[-1]))


def _works_of(reference: Reference) -> Iterator[Work]:
    """Yield the year of an entry, or each that may be it, with its authors' family names and with its first word."""
    names = {word for author in reference.authors for word in _words(author.family)}
    names |= set(_words(reference.text[:_NEAR])[:1])
    years = [reference.year.text] if reference.year else _YEAR.findall(reference.text[:_ENTRY])
    yield from ((name, year) for name in names for year in years)


def _works(text: str) -> Iterator[Work]:
    """Yield each year of a text with each of the names a little before it."""
    for year in _YEAR.finditer(text):
        for word in _words(text[max(0, year.start() - _NEAR) : year.start()]):
            yield word, year[0]
            yield word, year[0][:4]


def _words(text: str) -> list[str]:
    """Return the words of a text that begin with a capital, folded as names are."""
    return [folded for word in _NAME.findall(text) for folded in words_of_name(word)]


def _names_authors(who: str) -> bool:
    """True if each of the authors that a text names can be one: few words, no figures.

    >>> _names_authors("Kim and van der Berg"), _names_authors("Bank Policy Views Today"), _names_authors("Q4 S.")
    (True, False, False)
    """
    names = [[word for word in name.split() if word.casefold() not in _PARTICLES] for name in _JOINED.split(who)]
    few = all(len(words) <= _MOST_WORDS for words in names)
    return few and _NAME.search(who) is not None and not any(map(str.isdigit, who))


def _without(source: str, spans: Sequence[Span]) -> str:
    """Return a text with a line end in place of some spans."""
    pieces, at = [], 0
    for span in sorted(spans):
        pieces.append(source[at : span.start])
        at = max(at, span.end)
    return "\n".join([*pieces, source[at:]])
