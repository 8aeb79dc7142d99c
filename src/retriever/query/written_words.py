"""The words of the papers as the papers write them: "OPEC", "Norway", "city"."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

from kutip import budget
from kutip.types import Kind, Passage

WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_NEW = re.compile(r"(?:^|[.?!:;•\n\"“]\s?)$")  # what comes after it has a capital whatever it is
_NEW_LENGTH = 3  # characters before a word by which `_NEW` is known
_TITLED = frozenset({Kind.REFERENCE, Kind.FRONT_MATTER, Kind.HEADING, Kind.CAPTION, Kind.TABLE_ROW})
_IN_PROSE = 1000  # how much more a form counts within a sentence than where words have capitals anyway
_RARELY = 20  # one small form in so many shows that capitals are of names that have the word: "New York City"
_EVERY = 50  # passages between two looks at the budget


class WrittenWords:
    """The words of some passages; they are counted when first asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def written(self, word: str) -> str | None:
        """How the papers write a word most often, however it was typed; None for one that they do not hold."""
        return self._forms.get(word.casefold())

    def is_certain(self, word: str) -> bool:
        """Whether a word stands so within sentences, and not only where all words have capitals."""
        return word.casefold() in self._counted[2]

    def held(self, word: str) -> int:
        """How many passages hold a word, in either case."""
        return self._counts.get(word.casefold(), 0)

    @property
    def all(self) -> Iterable[str]:
        """All words in lower case."""
        return self._counts.keys()

    def alike(self, word: str, *, within: int) -> Iterable[str]:
        """Words in lower case that begin as a word does and whose lengths differ from its by a few letters at most."""
        lengths = range(len(word) - within, len(word) + within + 1)
        return (one for length in lengths for one in self._by_start.get((word[0], length), ()))

    @cached_property
    def _counted(self) -> tuple[Mapping[str, str], Mapping[str, int], Set[str]]:
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        held: Counter[str] = Counter()
        for at, passage in enumerate(self._passages):
            if at % _EVERY == 0:
                budget.pause()
            own = list(_forms(passage))
            held.update({form.casefold() for form, _ in own})
            for form, weight in own:
                forms[form.casefold()][form] += weight
        certain = {word for word, counted in forms.items() if max(counted.values()) >= _IN_PROSE}
        return {word: _usual(word, counted) for word, counted in forms.items()}, held, certain

    @property
    def _forms(self) -> Mapping[str, str]:
        return self._counted[0]

    @property
    def _counts(self) -> Mapping[str, int]:
        return self._counted[1]

    @cached_property
    def _by_start(self) -> Mapping[tuple[str, int], Sequence[str]]:
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._counts):
            if _LETTERS.fullmatch(word):
                found[word[0], len(word)].append(word)
        return found


def _forms(passage: Passage) -> Iterable[tuple[str, int]]:
    """The words of a passage and the parts of compounds, each with how much its form counts."""
    text, is_titled = passage.text, passage.kind in _TITLED or passage.text.isupper()
    for match in WORD.finditer(text):
        begins = _NEW.search(text[max(0, match.start() - _NEW_LENGTH) : match.start()]) is not None
        weight = 1 if is_titled or begins else _IN_PROSE
        yield match.group(), weight
        parts = _LETTERS.findall(match.group())
        if parts != [match.group()]:
            yield from ((part, 1) for part in parts)


def _usual(word: str, counted: Counter[str]) -> str:
    """The form that counts most; but a word that also stands small within sentences is a small one: "city"."""
    form, count = min(counted.items(), key=lambda one: (-one[1], one[0]))
    small = counted[word]
    is_small = small * _RARELY >= count if small >= _IN_PROSE else small and count < _IN_PROSE and form.istitle()
    return word if is_small else form
