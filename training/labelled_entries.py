"""Reads labelled references: a JSON object a line, its "text" and "labels", pairs of a label and a piece of it."""

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.bibliography.entry_features import features, words_of
from training.errors import TrainingError

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class LabelledEntry:
    """A reference whose words a person has labelled.

    Attributes:
        text: The reference.
        labels: One label for each of its words.
        titles: What is labelled as a title, to find the same work elsewhere.
    """

    text: str
    labels: tuple[str, ...]
    titles: tuple[str, ...]

    def described(self) -> list[list[str]]:
        """The words as the model sees them."""
        return features(self.text, words_of(self.text))


def read_entries(path: Path) -> list[LabelledEntry]:
    """Read a file of labelled references, compressed or not.

    Raises:
        TrainingError: A line is none of these, or its pieces do not make its text.
    """
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [_entry(path, number, line) for number, line in enumerate(data.decode("utf-8").splitlines(), start=1)]


def _entry(path: Path, number: int, line: str) -> LabelledEntry:
    try:
        row = json.loads(line)
        text, pieces = row["text"], [(str(label), str(piece)) for label, piece in row["labels"]]
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{path}:{number} is no labelled reference: {error}") from error
    labels = tuple(label for label, piece in pieces for _ in piece.split())
    if len(labels) != len(words_of(text)):
        raise TrainingError(f"{path}:{number}: its pieces have {len(labels)} words, its text {len(words_of(text))}")
    return LabelledEntry(text, labels, tuple(_bare(piece) for label, piece in pieces if label == "title"))


def apart_from(entries: Iterable[LabelledEntry], tested: Sequence[LabelledEntry]) -> list[LabelledEntry]:
    """Return the entries, each once, of which none is among the tested ones: neither its text nor its title."""
    texts = {_bare(one.text) for one in tested}
    titles = {title for one in tested for title in one.titles}
    kept: dict[str, LabelledEntry] = {}
    for one in entries:
        if _bare(one.text) not in texts and titles.isdisjoint(one.titles):
            kept.setdefault(_bare(one.text), one)
    return list(kept.values())


def _bare(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()
