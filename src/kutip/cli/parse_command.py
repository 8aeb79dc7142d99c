"""The command `parse`: how Kutip reads a document of the corpus, or any file or folder, and how sure it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kutip.cli.edge import complain
from kutip.cli.options import CorpusOption, given_settings
from kutip.cli.printing import escape, print_block, print_json, say
from kutip.errors import CorpusError
from kutip.messages.catalogue import Catalogue
from kutip.metadata.facts import facts_of
from kutip.types import Bibliography, Block, Document


def parse(
    document: Annotated[
        str, typer.Argument(help="A document's id in the corpus, or the path of a file, or of a folder with some.")
    ],
    corpus: CorpusOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per line for each block, with how sure it is.")
    ] = False,
) -> None:
    """Print how Kutip reads a document, block by block, and how sure it is; of several, only the latter."""
    from indexer.limited import LimitedCalls
    from indexer.papers import read_lone_paper

    settings = given_settings(corpus)
    paths, limits = _paths(document, settings.corpus), settings.building
    failed = False
    with LimitedCalls.within(limits) as calls:
        for path in paths:
            try:
                paper = calls.call(str(path), read_lone_paper, path, limits)
            except CorpusError as error:
                if len(paths) == 1:
                    raise
                complain(str(error))
                failed = True
                continue
            if as_json:
                _print_as_json(paper.document, paper.blocks)
                continue
            if len(paths) == 1:
                _print_blocks(paper.document, paper.blocks)
            print_believed(paper.document, paper.blocks, paper.bibliography)
    if failed:
        raise typer.Exit(1)


def _paths(document: str, corpus: Path) -> list[Path]:
    """The files and folders to read.

    Raises:
        CorpusError: There is no such document, file or folder, or the folder has nothing to read.
    """
    from indexer.parsing.corpus import list_documents, texts_in

    path = Path(document)
    known = {one.name: one for one in list_documents(corpus)} if corpus.is_dir() or not path.exists() else {}
    found = known.get(document, path)
    if not found.exists():
        raise CorpusError(f"there is no document {document!r}; the corpus has {', '.join(known)}")
    return texts_in(found) if found.is_dir() and document not in known else [found]


def _print_as_json(document: Document, blocks: Sequence[Block]) -> None:
    """Print each block as an object, with the sign by which it was taken for what it is, and how sure that is."""
    from pydantic import TypeAdapter

    from indexer.signs import signs_of

    signs = signs_of(document, blocks)
    for at, block in enumerate(blocks):
        why = {"sign": str(signs[at].sign), "sureness": round(signs[at].sureness, 3)} if at in signs else {}
        print_json({**TypeAdapter(Block).dump_python(block, mode="json"), **why}, indent=None)


def _print_blocks(document: Document, blocks: Sequence[Block]) -> None:
    from indexer.signs import signs_of

    signs = signs_of(document, blocks)
    for at, block in enumerate(blocks):
        print_block(block, f"{signs[at].sign}, {signs[at].sureness:.2f}" if at in signs else "")


def print_believed(document: Document, blocks: Sequence[Block], bibliography: Bibliography) -> None:
    """Print what Kutip believes of a document: its facts, what it found in it, how sure that is, and what looks odd."""
    from indexer.believed import believed
    from indexer.fact_sources import fact_sources

    summed = believed(document, blocks, bibliography)
    facts = facts_of(document)
    say(f"[bold]{escape(document.id)}[/bold] [dim]({escape(document.file)})[/dim]")
    authors = ", ".join(facts.authors) or "unknown"
    title, doi = facts.title or "no title", facts.doi or "unknown"
    say(f"  {escape(title)}; authors: {escape(authors)}; year: {facts.year or 'unknown'}; DOI: {escape(doi)}")
    for field, origin in fact_sources(document):
        say(f"  [dim]{field} {escape(origin)}[/dim]")
    kinds = ", ".join(f"{str(kind).replace('_', ' ')} {count}" for kind, count in summed.kinds)
    say(f"  blocks: {kinds}; tables: {summed.tables}; pages: {summed.pages or 'not shown'}")
    for kind, sign, count, sureness in summed.signs:
        say(f"  {str(kind).replace('_', ' ')}s: {count} by {sign}, sure to {sureness:.2f}")
    say(f"  citations: {summed.mentions}, {summed.tied} of them tied to an entry; mismatches: {summed.problems}")
    catalogue = Catalogue.of("en")
    for notice in document.notices:
        say(f"  [yellow]note:[/yellow] {escape(catalogue.text(notice))}")
    for doubt in summed.doubts:
        say(f"  [yellow]not sure:[/yellow] {escape(doubt)}")
    if not summed.doubts and not document.notices:
        say("  nothing looks odd")
    say()
