"""Measures how well references and in-text citations are found: python -m eval.studies.citations [DATA].

Without DATA it compares the references and mentions of both papers with hand-made lists (tests/golden), and prints the
problems found in the papers. With DATA it also scores two public sets: callouts/callouts.jsonl.gz (in-text citations
with the text around them) and references/gold.jsonl.gz (labelled entries in many styles).
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from indexer.bibliography.entry_parts import find_parts
from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import list_documents, read_document
from kutip.messages.catalogue import Catalogue
from kutip.settings import Settings
from kutip.text.callouts import callouts
from kutip.types import Author, Bibliography, Part

_GOLDEN = Path("tests/golden")
_FIELDS = ("year", "title", "container", "doi", "url")
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}[a-z]?")
_MARKS = re.compile(r"[\W_]+")
_LABELS = {  # by part: what the public set calls it
    "authors": ("author",),
    "year": ("date",),
    "title": ("title",),
    "container": ("journal", "container-title"),
    "pages": ("pages",),
    "publisher": ("publisher",),
    "place": ("location",),
    "doi": ("doi",),
}
_DOI_LEAD = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi\s*:?\s*)+", re.IGNORECASE)
_WITHIN = re.compile(r"in ")
_PAGES_LEAD = re.compile(r"(?:pp?|pages?) ")
_SHOWN = 8  # failures printed of each kind


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of a comparison with a hand-made list.

    Attributes:
        found: Number of items found.
        wanted: Number of items in the list.
        right: Number of items found that are in the list.
    """

    found: int
    wanted: int
    right: int

    @property
    def precision(self) -> float:
        """Fraction of the found items that are right; 1.0 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Fraction of the wanted items that were found; 1.0 if there are none."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 if both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def mentions_agreement(bibliography: Bibliography, golden: Iterable[Mapping[str, Any]]) -> tuple[Agreement, Agreement]:
    """Compare a document's mentions with the hand-made list.

    Returns:
        The agreement of the mentions (same place and same year), and that of their links (same place and same entry).
    """
    number = {reference.id: at for at, reference in enumerate(bibliography.references, start=1)}
    found = {(one.spans[0].start, one.spans[-1].end, one.year): one for one in bibliography.mentions}
    wanted = {(one["start"], one["end"], one["year"]): one for one in golden}
    links = {key: number[one.reference_id] for key, one in found.items() if one.reference_id is not None}
    wanted_links = {key: one["entry"] for key, one in wanted.items() if one["entry"] is not None}
    return (
        Agreement(len(found), len(wanted), len(found.keys() & wanted.keys())),
        Agreement(len(links), len(wanted_links), len(links.items() & wanted_links.items())),
    )


def wrong_fields(bibliography: Bibliography, golden: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A message for each field of an entry that differs from the hand-made list; full stops at the end are ignored."""
    for at, (reference, wanted) in enumerate(zip(bibliography.references, golden, strict=True), start=1):
        authors = [_stripped(f"{one['family']}|{one['given']}") for one in wanted["authors"]]
        read = [_author(one) for one in reference.authors]
        if len(read) != len(authors) or any(one not in own for one, own in zip(authors, read, strict=True)):
            yield f"{at} authors: {[own[0] for own in read]} for {authors}"
        for name in _FIELDS:
            part: Part | None = getattr(reference, name)
            own, other = _stripped(part.text if part is not None else ""), _stripped(wanted[name] or "")
            if own != other:
                yield f"{at} {name}: {own!r} for {other!r}"


def _author(author: Author) -> tuple[str, ...]:
    """Return how a hand-made list may have a name: with the particle before the surname, or behind the given names."""
    names = (f"{author.surname}|{author.given}", f"{author.family}|{author.given} {author.particle}")
    return tuple(dict.fromkeys(_stripped(one) for one in names))


def _stripped(text: str) -> str:
    return re.sub(r"[\s.]+(?=$|\|)", "", text)


def callouts_found(rows: Iterable[Mapping[str, str]]) -> tuple[Agreement, list[str]]:
    """Score the public callouts by author and year. One counts as found if its start and all its years are right.

    Returns:
        The agreement, and the callouts not found. `found` equals `wanted`: the contexts contain other callouts that are
        not labelled, so precision means nothing here.
    """
    wanted = right = 0
    failed = []
    for row in rows:
        if not _YEAR.search(row["callout"]) or not re.search(r"[^\W\d_]{2}", row["callout"]):
            continue
        wanted += 1
        text = f"{row['left']} {row['callout']} {row['right']}"
        start, end = len(row["left"]) + 1, len(row["left"]) + 1 + len(row["callout"])
        inside = [one for one in callouts(text) if one.start < end and one.end > start]
        begins = bool(inside) and not _MARKS.sub("", text[start : inside[0].start])
        if begins and inside[0].start >= start and [one.year for one in inside] == _YEAR.findall(row["callout"]):
            right += 1
        else:
            failed.append(f"{row['left'][-40:]}⟦{row['callout']}⟧")
    return Agreement(wanted, wanted, right), failed


def parts_found(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Agreement, list[str]]]:
    """Score the parts found in labelled references, ignoring case and punctuation.

    The year is right if its digits are, the container without "in", pages without "pp.", a DOI only to the character.

    Returns:
        By name of the part: the agreement, and a message for each failure.
    """
    counts = {name: [0, 0] for name in _LABELS}
    failed: dict[str, list[str]] = {name: [] for name in _LABELS}
    for row in rows:
        labels: dict[str, str] = {}
        for name, text in row["labels"]:
            labels.setdefault(name, text)
        found = find_parts(row["text"])
        for name, own in _LABELS.items():
            wanted = next((labels[label] for label in own if label in labels), None)
            if wanted is None or (name == "year" and not _YEAR.search(wanted)):
                continue
            where: tuple[int, int] | None = getattr(found, name)
            got = row["text"][where[0] : where[1]] if where is not None else ""
            right = _is_right(name, got, wanted)
            counts[name][0] += 1
            counts[name][1] += right
            if not right:
                failed[name].append(f"{got[:60]!r} for {wanted[:60]!r}")
    return {name: (Agreement(wanted, wanted, right), failed[name]) for name, (wanted, right) in counts.items()}


def _is_right(name: str, got: str, wanted: str) -> bool:
    if name == "year":
        return got[:4] in _years(wanted)
    if name == "doi":
        printed = wanted[1:].rstrip(").,;") if wanted.startswith("(") else wanted.rstrip(".,;")
        return got == _DOI_LEAD.sub("", printed)
    if name == "container":
        return _WITHIN.sub("", _bare(got)) == _WITHIN.sub("", _bare(wanted))
    if name == "pages":
        return _bare(got) == _PAGES_LEAD.sub("", _bare(wanted))
    return _bare(got) == _bare(wanted)


def _years(text: str) -> set[str]:
    return {year[:4] for year in _YEAR.findall(text)}


def _bare(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()


def _read(path: Path) -> list[dict[str, Any]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def show_papers(console: Console) -> None:
    """Print a table of the agreement for each paper, then the fields that differ and the problems found."""
    golden, fields = _read(_GOLDEN / "mentions.jsonl"), _read(_GOLDEN / "reference_fields.jsonl")
    table = Table("paper", "mentions", "precision", "recall", "F1", "links", "right", "entries", "fields that differ")
    problems, wrong = [], []
    for folder in list_documents(Settings().corpus):
        bibliography = read_bibliography(*read_document(folder))
        own = [one for one in golden if one["document"] == folder.name]
        found, links = mentions_agreement(bibliography, own)
        differing = list(wrong_fields(bibliography, fields)) if bibliography.references else []
        shares = [f"{share:.3f}" for share in (found.precision, found.recall, found.f1)]
        counts = [str(links.wanted), f"{links.recall:.3f}", str(len(bibliography.references)), str(len(differing))]
        table.add_row(folder.name, str(found.wanted), *shares, *counts)
        english = Catalogue.of("en").text
        problems += [f"{folder.name} {one.kind}: {english(one.message)}" for one in bibliography.problems]
        wrong += differing
    console.print(table)
    for line in (*wrong, *problems):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def show_public(console: Console, data: Path) -> None:
    """Print a table of the scores on the public sets, then some failures."""
    table = Table("set", "what", "n", "found")
    found, failed = callouts_found(_read(data / "callouts" / "callouts.jsonl.gz"))
    table.add_row("callouts", "by author and year", str(found.wanted), f"{found.recall:.3f}")
    parts = parts_found(_read(data / "references" / "gold.jsonl.gz"))
    for name, (agreement, _) in parts.items():
        table.add_row("references", name, str(agreement.wanted), f"{agreement.recall:.3f}")
    console.print(table)
    for name, lines in {"callouts": failed, **{name: lines for name, (_, lines) in parts.items()}}.items():
        for line in lines[:: max(1, len(lines) // _SHOWN)][:_SHOWN]:
            console.print(f"{name}: {line}", highlight=False, markup=False, soft_wrap=True)


def main(data: Annotated[Path | None, typer.Argument(help="Folder of the public data sets.")] = None) -> None:
    """Print how well references and mentions are found."""
    console = Console(width=150)
    show_papers(console)
    if data is not None:
        show_public(console, data)


if __name__ == "__main__":
    typer.run(main)
