"""Finds the parts of a reference with the trained model, in any style: each a run of words with the same label."""

import re
from dataclasses import dataclass
from itertools import islice

from indexer.bibliography.entry_features import features, words_of
from indexer.bibliography.plain_entry import TextRange, trimmed
from indexer.bibliography.sequence_model import SequenceModel
from kutip.language.united import any_of

MODEL = "entry_fields"
_MOST_WORDS = 400  # of an entry: a longer one is no entry, and what the model costs grows with its words
_CONTAINERS = ("journal", "container-title")
_COUNT = re.compile(r"(?<![\w/])(?:\d{1,6}(?:[/–-]\d{1,3})?[A-Za-z]?|[IVXLC]{1,7})(?![\w/])")
_YEAR_BEFORE = re.compile(r"\d{4}(?=\s?;)")
_PAGES = re.compile(r"(?<!\w)(?P<pages>[A-Za-z]{0,2}\d+(?:\s?[-‐‑–—]{1,2}\s?[A-Za-z]{0,2}\d+)?)(?!\w)")
_AFTER_COLON = re.compile(r":\s*(?P<pages>[A-Za-z]?\d+(?:\s?[-‐‑–—]{1,2}\s?[A-Za-z]?\d+)?)")
_WITHIN = re.compile(rf"{any_of('citing.within')}\b:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A run of words of a reference with one label.

    Attributes:
        label: What the run is: "author", "date", "title", "journal", "container-title", "volume", …
        where: [start, end) in the plain text, punctuation included.
        sure: The least probability among its words that the label is right.
    """

    label: str
    where: TextRange
    sure: float


@dataclass(frozen=True, slots=True)
class LearnedParts:
    """The labelled runs of a reference in order, and the parts that follow from them."""

    plain: str
    runs: tuple[Labelled, ...]

    @classmethod
    def of(cls, plain: str) -> "LearnedParts":
        """Label a reference; nothing is found in a text that is too long for one."""
        words = words_of(plain)
        if not 1 < len(words) <= _MOST_WORDS:
            return cls(plain, ())
        labels = SequenceModel.of_package(MODEL).labels(features(plain, words))
        runs: list[Labelled] = []
        for (start, end), (label, sure) in zip(words, labels, strict=True):
            if runs and runs[-1].label == label:
                runs[-1] = Labelled(label, (runs[-1].where[0], end), min(sure, runs[-1].sure))
            else:
                runs.append(Labelled(label, (start, end), sure))
        return cls(plain, tuple(runs))

    def first(self, *labels: str) -> TextRange | None:
        """Return the first run with one of some labels, the first label's before the second's."""
        return next((run.where for label in labels for run in self.runs if run.label == label), None)

    def authors(self) -> TextRange | None:
        """Return the authors; where there are none, those who edited it, if it begins with them."""
        found = self.first("author")
        if found is not None:
            return found
        named = [run for run in self.runs if run.label != "citation-number"][:1]
        return named[0].where if named and named[0].label in ("editor", "director", "producer") else None

    def part(self, *labels: str) -> TextRange | None:
        """Return the first run with one of some labels, without the punctuation around it."""
        where = trimmed(self.plain, self.first(*labels))
        if where is not None and where[1] - where[0] > 2 and self.plain[where[0]] in "‘'":
            closed = self.plain[where[1] - 1] in "’'"
            return trimmed(self.plain, (where[0] + 1, where[1] - closed))
        return where

    def container(self) -> TextRange | None:
        """Return the journal or book, without "In"."""
        where = self.part(*_CONTAINERS)
        within = _WITHIN.match(self.plain, *where) if where is not None else None
        return trimmed(self.plain, (within.end(), where[1])) if within is not None and where is not None else where

    def numbers(self) -> dict[str, TextRange]:
        """Return the volume, issue and pages as far as they are said: "39(1), 60–78", "vol. 39, no. 1"."""
        found: dict[str, TextRange] = {}
        volume, pages = self.first("volume"), self.first("pages")
        if volume is not None:
            year = _YEAR_BEFORE.search(self.plain, *volume)
            start = year.end() if year is not None else volume[0]
            after = _AFTER_COLON.search(self.plain, start, volume[1]) if pages is None else None
            end = after.start() if after is not None else volume[1]
            counts = [match.span() for match in islice(_COUNT.finditer(self.plain, start, end), 2)]
            found |= dict(zip(("volume", "issue"), counts, strict=False))
            found |= {"pages": after.span("pages")} if after is not None else {}
        if pages is not None and (printed := _PAGES.search(self.plain, *pages)) is not None:
            found["pages"] = printed.span("pages")
        return found
