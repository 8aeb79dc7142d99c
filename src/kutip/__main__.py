"""The command line, and the one place that knows all four packages.

The heavy parts are imported by the commands that need them: a search must not wait for what only a build uses.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import kutip
from kutip.errors import CorpusError, KutipError
from kutip.settings import Settings
from kutip.types import Answer, Block, Citation, Expansion, Hit, Kind

if TYPE_CHECKING:
    from retriever.search import Retriever

app = typer.Typer(
    name="kutip",
    help="Passages from a small corpus of papers, each true to the character of its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index; KUTIP_INDEX, else ./index.")]
CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of the corpus; KUTIP_CORPUS, else ./corpus.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For machines: the JSON of the API.")]

out = Console()


def _settings(corpus: Path | None = None, index: Path | None = None) -> Settings:
    given = {name: value for name, value in (("corpus", corpus), ("index", index)) if value is not None}
    return Settings(**given)  # type: ignore[arg-type]  # paths only


@app.command()
def index(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option(help="Build anew even if nothing has changed.")] = False,
) -> None:
    """Bring the index up to date with the corpus."""
    from indexer.build import build_index

    settings = _settings(corpus, index)
    counts = Progress.get_default_columns()[1:3]  # the bar, and how much of it
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *counts, TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{stage:8}", total=total)
            bar.update(tasks[stage], completed=done)

        report = build_index(settings, force=force, progress=progress)
    what = "built" if report.is_new else "is up to date"
    encoded = f", {report.encoded} of them encoded now" if report.is_new else ""
    out.print(
        f"index {report.generation.version} {what}: {report.documents} documents, {report.passages} passages{encoded}",
        highlight=False,
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    index: IndexOption = None,
) -> None:
    """Answer over HTTP."""
    from api.server import run

    address = f"http://{host}:{port}"
    out.print(f"Kutip listens on {address} (documentation: {address}/docs). Try:", highlight=False)
    out.print(
        f"  curl '{address}/v1/search?q=Which+meetings+show+ASEANAPOL+acting+as+an+arena%3F'",
        highlight=False,
        soft_wrap=True,
    )
    run(_settings(index=index), host=host, port=port)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A question or keywords.")],
    k: Annotated[int, typer.Option("-k", help="How many hits at most.")] = 5,
    document: Annotated[list[str] | None, typer.Option(help="Search only this document; may be repeated.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="Search only this kind of passage; may be repeated.")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages that fit a question best."""
    from retriever.citation import cite
    from retriever.search import Retriever

    settings = _settings(index=index)
    retriever = Retriever.open(settings.index, settings)
    result = retriever.search(query, k=k, documents=document or (), kinds=kind or ())
    if as_json:
        from api.schemas import SearchResponse

        response = SearchResponse.of(result, retriever, took_ms=0)
        _print_json(response.model_dump(mode="json", exclude_unset=True, exclude={"took_ms"}))
        return
    _print_expansions(result.expansions)
    if not result.hits:
        out.print("Nothing found.")
    for hit in result.hits:
        _print_hit(hit, cite(retriever.document(hit.passage.document_id), hit.passage).in_text)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in English or Indonesian.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with the papers' own sentences, or say that they do not hold the answer."""
    from retriever.answerer import Answerer, open_writer
    from retriever.calibration import Calibration
    from retriever.search import Retriever

    settings = _settings(index=index)
    retriever = Retriever.open(settings.index, settings)
    answer = Answerer(retriever, Calibration.read(), open_writer(settings)).answer(question)
    if as_json:
        from api.ask_schemas import AskResponse

        _print_json(AskResponse.of(answer, retriever, took_ms=0).model_dump(mode="json", exclude={"took_ms"}))
        return
    _print_expansions(answer.expansions)
    short = None if answer.short and answer.short in (answer.note or "") else answer.short  # a note that has it says it
    for line in (answer.reason, answer.note, short):
        if line:
            out.print(f"[bold]{escape(line)}[/bold]\n", highlight=False, soft_wrap=True)
    _print_sentences(answer, retriever)


def _print_sentences(answer: Answer, retriever: "Retriever") -> None:
    """The sentences with the numbers of their citations, then the citations."""
    from retriever.citation import cite
    from retriever.secondary import cite_through

    sources: list[Citation] = []
    for sentence in answer.sentences:
        numbers = "".join(f"[{len(sources) + n}]" for n in range(1, len(sentence.citations) + 1))
        out.print(f"{escape(sentence.text)} [cyan]{escape(numbers)}[/cyan]\n", highlight=False, soft_wrap=True)
        sources += sentence.citations
    for number, citation in enumerate(sources, start=1):
        document, passage = retriever.document(citation.document_id), retriever.passage(citation.passage_id)
        spans = ", ".join(f"{span.start}-{span.end}" for span in citation.spans)
        told = [cite(document, passage).in_text, *(cite_through(s, document, passage) for s in citation.secondary)]
        out.print(f"[cyan]{escape(f'[{number}]')}[/cyan] {escape('; '.join(told))}", highlight=False, soft_wrap=True)
        out.print(f"    [dim]{document.id} {passage.id} at {spans}[/dim]", highlight=False, soft_wrap=True)
    for reference in dict.fromkeys(
        cite(retriever.document(c.document_id), retriever.passage(c.passage_id)).reference for c in sources
    ):
        out.print(f"\n{escape(reference)}", highlight=False, soft_wrap=True)


def _print_expansions(expansions: Sequence[Expansion]) -> None:
    if expansions:
        carried = "; ".join(f"{e.source} → {e.target}" if e.target else f"{e.source} ({e.why})" for e in expansions)
        out.print(f"[dim]searched with {escape(carried)}[/dim]\n", highlight=False)


def _print_hit(hit: Hit, in_text: str) -> None:
    passage = hit.passage
    stages = ", ".join(f"{name} {score:.3f}" for name, score in hit.scores.items())
    spans = ", ".join(f"{span.start}-{span.end}" for span in passage.spans)
    out.print(f"[bold]{hit.rank}.[/bold] [cyan]{escape(in_text)}[/cyan]", highlight=False)
    if passage.context:
        out.print(f"   [dim]{escape(passage.context)}[/dim]", highlight=False)
    out.print(escape(passage.text), highlight=False)
    place = f"{passage.document_id} {passage.kind} {passage.id} at {spans}"
    out.print(f"   [dim]{place}; score {hit.score:.3f} ({stages})[/dim]\n", highlight=False)


@app.command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List what the index holds."""
    from api.schemas import DocumentOut
    from retriever.search import Retriever

    settings = _settings(index=index)
    retriever = Retriever.open(settings.index, settings)
    listed = [DocumentOut.of(document, retriever) for document in retriever.documents.values()]
    if as_json:
        _print_json([document.model_dump(mode="json") for document in listed])
        return
    table = Table("id", "title", "authors", "year", "passages", "references")
    for one in listed:
        authors = ", ".join(one.authors) or "unknown"
        table.add_row(one.id, one.title or "", authors, str(one.year or "n.d."), str(one.passages), str(one.references))
    out.print(table)


@app.command()
def parse(
    document: Annotated[str, typer.Argument(help="A document's id in the corpus, or the path of its folder.")],
    corpus: CorpusOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: an object a block, a line each.")] = False,
) -> None:
    """Print how a document is read, block by block."""
    from indexer.corpus import list_documents, read_document

    known = {folder.name: folder for folder in list_documents(_settings(corpus).corpus)}
    folder = known.get(document, Path(document))
    if not folder.is_dir():
        raise CorpusError(f"there is no document {document!r}; the corpus has {', '.join(known)}")
    _, blocks = read_document(folder)
    for block in blocks:
        if as_json:
            from pydantic import TypeAdapter

            sys.stdout.write(TypeAdapter(Block).dump_json(block).decode("utf-8") + "\n")
        else:
            _print_block(block)


def _print_block(block: Block) -> None:
    spans = ", ".join(f"{span.start}-{span.end}" for span in block.spans)
    kind = f"{block.kind} {block.level}" if block.level else str(block.kind)
    place = f"{escape(' › '.join(block.heading))} at {spans}"
    out.print(f"[bold cyan]{kind}[/bold cyan] [dim]{place}[/dim]", highlight=False)
    out.print(escape(block.text), highlight=False)
    if block.context:
        out.print(f"[dim]  in {escape(' · '.join(block.context))}[/dim]", highlight=False)
    for cell in block.cells:
        out.print(f"[dim]  {escape(cell.column) or '(row)'}:[/dim] {escape(cell.text)}", highlight=False)
    out.print()


@app.command()
def version() -> None:
    """Print the version."""
    out.print(kutip.__version__, highlight=False)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Run the command line; an error of Kutip's is one line that says what to do."""
    try:
        app()
    except KutipError as error:
        Console(stderr=True).print(f"[red]kutip:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
