"""Tells what became of papers that are added: what each is believed to be, and in the end how many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.padding import Padding

from kutip.cli.edge import complain
from kutip.cli.printing import escape, out, say
from kutip.messages.catalogue import Catalogue
from kutip.metadata.facts import facts_of
from kutip.types import Kind

if TYPE_CHECKING:
    from indexer.adding import AddedPaper
    from indexer.believed import Believed
    from indexer.found_files import Other
    from indexer.papers import ReadPaper

_MOST_NAMES = 4  # authors, and files of one kind, that are named; the rest are counted
_FIELDS = {"title": "title", "author": "authors", "issued": "year", "DOI": "DOI"}
_SUMMED = {  # outcomes in the order in which they are summed up
    "added": "added",
    "replaced": "replaced",
    "held": "there already",
    "left": "left as it was",
    "refused": "not added",
}


class AddedPrinter:
    """Prints what becomes of each paper, or collects it for one JSON object.

    Attributes:
        as_json: True to collect it. What is wrong is printed all the same, on standard error.
        has_failed: True if a paper was not added.
    """

    def __init__(self, *, as_json: bool) -> None:
        """Nothing has happened yet."""
        self.as_json = as_json
        self.has_failed = False
        self._papers: list[dict[str, Any]] = []
        self._others: Mapping[Other, Sequence[Path]] = {}

    def passed_over(self, others: "Mapping[Other, Sequence[Path]]") -> None:
        """Tell what is in the folders besides papers."""
        self._others = others
        if self.as_json:
            return
        for why, paths in others.items():
            names = ", ".join(str(path) for path in paths[:_MOST_NAMES])
            more = f" and {len(paths) - _MOST_NAMES} more" if len(paths) > _MOST_NAMES else ""
            say(f"[dim]passed over, {escape(why.value)}: {escape(names)}{more}[/dim]")

    def added(self, path: Path, one: "AddedPaper") -> None:
        """Tell what became of a file."""
        from indexer.adding import Fate

        noted: dict[str, Any] = {"file": str(path), "outcome": one.fate.value, "id": one.id, "reason": None}
        self._papers.append(noted)
        if one.paper is not None:
            noted.update(_json_of(one.paper))
        if self.as_json:
            return
        name, where = f"[bold]{escape(one.id)}[/bold]", escape(str(path))
        if one.paper is None:
            is_held = one.fate is Fate.HELD
            say(f"{where} is in the corpus already, as {name}" if is_held else f"{where}: left {name} as it was")
            return
        say(f"{'replaced the source of' if one.fate is Fate.REPLACED else 'added'} {name} from {where}")
        _print_paper(one.paper)

    def refused(self, path: Path, reason: str) -> None:
        """Tell why a file was not added."""
        self.has_failed = True
        self._papers.append({"file": str(path), "outcome": "refused", "id": None, "reason": reason})
        complain(reason)

    def lost(self, document_id: str, reason: str) -> None:
        """Tell why a paper is taken out again, since it cannot be indexed."""
        self.has_failed = True
        for one in self._papers:
            if one["id"] == document_id:
                one.update(outcome="refused", reason=reason)
        complain(f"{document_id} is not added after all: {reason}")

    def sum_up(self) -> None:
        """Print how many papers were added, and how many not; nothing for one."""
        counts = Counter(one["outcome"] for one in self._papers)
        if len(self._papers) > 1:
            say("; ".join(f"{counts[outcome]} {word}" for outcome, word in _SUMMED.items() if counts[outcome]))

    def json(self) -> dict[str, Any]:
        """Return what became of the papers."""
        others = [{"path": str(path), "why": why.value} for why, paths in self._others.items() for path in paths]
        return {"papers": self._papers, "passed_over": others}


def _json_of(paper: "ReadPaper") -> dict[str, Any]:
    from indexer.believed import believed
    from indexer.fact_sources import fact_sources

    facts, summed = facts_of(paper.document), believed(paper.document, paper.blocks, paper.bibliography)
    catalogue = Catalogue.of("en")
    return {
        "title": facts.title,
        "authors": list(facts.authors),
        "year": facts.year,
        "doi": facts.doi,
        "pages": summed.pages,
        "sections": len(paper.document.headings),
        "references": len(paper.bibliography.references),
        "citations": summed.mentions,
        "tied": summed.tied,
        "sureness": {kind.value: round(sureness, 2) for kind, sureness in _sureness(summed).items()},
        "sources": [{"field": field, "told": told} for field, told in fact_sources(paper.document)],
        "notices": [catalogue.text(notice) for notice in paper.document.notices],
        "doubts": list(summed.doubts),
    }


def _sureness(summed: "Believed") -> dict[Kind, float]:
    """How sure the blocks of each kind are on average, 0 to 1."""
    counts: Counter[Kind] = Counter()
    sums: Counter[Kind] = Counter()
    for kind, _, count, sureness in summed.signs:
        counts[kind] += count
        sums[kind] += count * sureness  # type: ignore[assignment]  # a Counter of floats
    return {kind: sums[kind] / count for kind, count in counts.items()}


def _print_paper(paper: "ReadPaper") -> None:
    """Print what is believed of a paper, in lines that fit the terminal."""
    from indexer.believed import believed
    from indexer.fact_sources import fact_sources

    document, facts = paper.document, facts_of(paper.document)
    summed = believed(document, paper.blocks, paper.bibliography)
    authors = ", ".join(facts.authors[:_MOST_NAMES]) or "unknown"
    more = f" and {len(facts.authors) - _MOST_NAMES} more" if len(facts.authors) > _MOST_NAMES else ""
    _print_indented(
        f"[bold]{escape(facts.title or 'no title')}[/bold]; authors: {escape(authors)}{more}; year:"
        f" {facts.year or 'unknown'}; DOI: {escape(facts.doi or 'unknown')}"
    )
    by_origin: dict[str, list[str]] = {}
    for field, origin in fact_sources(document):
        if field in _FIELDS:
            by_origin.setdefault(origin, []).append(_FIELDS[field])
    for origin, fields in by_origin.items():
        _print_indented(f"[dim]{', '.join(fields)} {escape(origin)}[/dim]")
    _print_indented(_counts(paper, summed))
    catalogue = Catalogue.of("en")
    for notice in document.notices:
        _print_indented(f"[yellow]note:[/yellow] {escape(catalogue.text(notice))}")
    for doubt in summed.doubts:
        _print_indented(f"[yellow]not sure:[/yellow] {escape(doubt)}")


def _counts(paper: "ReadPaper", summed: "Believed") -> str:
    sure = {kind: f" (sure to {sureness:.2f})" for kind, sureness in _sureness(summed).items()}
    entries = len(paper.bibliography.references)
    listed = [
        f"pages: {summed.pages or 'not shown'}",
        f"headings: {len(paper.document.headings)}{sure.get(Kind.HEADING, '')}",
        f"tables: {summed.tables}{sure.get(Kind.TABLE_ROW, '')}",
        f"references: {entries}{sure.get(Kind.REFERENCE, '') if entries else ''}",
        f"citations: {summed.mentions}, {summed.tied} of them tied to an entry",
    ]
    return "; ".join(listed)


def _print_indented(line: str) -> None:
    """Print a line of markup below another: wrapped within a terminal, else in one."""
    if out.is_terminal:
        out.print(Padding.indent(line, 2), highlight=False, emoji=False)
    else:
        say(f"  {line}")
