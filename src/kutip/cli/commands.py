"""The command line `kutip` and its commands; only this package uses `kutip`, `indexer`, `retriever` and `api` together.

Each command imports what it needs when it runs, so that a search does not wait for libraries that only a build uses.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote_plus

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import kutip
from eval.cli import app as evaluation
from kutip.cli.citation_commands import CiteCommand, check, cite, quote, refs
from kutip.cli.edge import complain
from kutip.cli.listening import take
from kutip.cli.options import CorpusOption, IndexOption, JsonOption, given_settings, open_papers, open_retriever
from kutip.cli.printing import (
    escape,
    out,
    print_asked_as,
    print_block,
    print_expansions,
    print_hit,
    print_json,
    print_sentences,
    print_settings,
    say,
)
from kutip.cli.terminal import visible
from kutip.errors import CorpusError, KutipError, QueryError
from kutip.settings import Settings
from kutip.settings.listing import as_markdown
from kutip.types import Block, Citation, ExampleQuestion, Kind

if TYPE_CHECKING:
    from retriever.search import Retriever

_INTERRUPTED = 130  # exit status after Ctrl-C

app = typer.Typer(
    name="kutip",
    help="Passages from a small corpus of papers, each true to the character of its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

app.add_typer(evaluation, name="eval")


@app.command()
def index(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option(help="Rebuild the index even if nothing has changed.")] = False,
) -> None:
    """Build the index of the corpus, or update it."""
    from indexer.build import build_index

    settings = given_settings(corpus, index)
    counts = Progress.get_default_columns()[1:3]  # the bar and its percentage
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *counts, TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{stage:8}", total=total)
            bar.update(tasks[stage], completed=done)

        report = build_index(settings, force=force, progress=progress)
    for skipped in report.skipped:
        complain(f"skipped {skipped.document}: {skipped.reason}")
    what = "built" if report.is_new else "is up to date"
    encoded = f", {report.encoded} of them encoded now" if report.is_new else ""
    out.print(
        f"index {report.generation.version} {what}: {report.documents} documents, {report.passages} passages{encoded}",
        highlight=False,
        emoji=False,
    )
    if report.lacks_multilingual:
        out.print(
            "without the multilingual encoder, for questions in another language than a paper's:"
            " pip install 'kutip[multilingual]', then kutip index",
            highlight=False,
            emoji=False,
        )
    if report.skipped:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    index: IndexOption = None,
    root_path: Annotated[
        str | None, typer.Option(help="Path below which a reverse proxy shows the service, such as /kutip.")
    ] = None,
    proxies: Annotated[
        str | None, typer.Option(help="IP addresses of the reverse proxies to believe, with commas between.")
    ] = None,
) -> None:
    """Serve the web pages and the HTTP API."""
    from api.http.access_token import refuse_open_host
    from api.server import run

    own = {name: given for name, given in (("root_path", root_path), ("proxies", proxies)) if given is not None}
    settings = given_settings(index=index).changed(service=own)
    refuse_open_host(settings.service, host)
    examples = _examples(settings)
    with ExitStack() as stack:
        sockets = [stack.enter_context(one) for one in take(host, port)]  # before anyone is invited to another's page
        number = sockets[0].getsockname()[1]
        _invite(
            f"http://{f'[{host}]' if ':' in host else host}:{number}{settings.service.root_path}", settings, examples
        )
        with suppress(KeyboardInterrupt):
            run(settings, host=host, port=number, sockets=sockets)
            return
    raise typer.Exit(_INTERRUPTED)  # Ctrl-C is how one stops it: nothing needs to be said


def _invite(address: str, settings: Settings, examples: Sequence[ExampleQuestion]) -> None:
    """Say where the pages are, and how to ask the API a question of the papers."""
    example = next(iter(examples), None)
    path = "documents" if example is None else f"search?q={quote_plus(example.question)}"
    out.print(f"Kutip: open {address}/ in a browser, or ({address}/docs) try:", highlight=False, emoji=False)
    key = ' -H "Authorization: Bearer $KUTIP_TOKEN"' if settings.service.token.get_secret_value() else ""
    out.print(f"  curl{key} '{address}/v1/{path}'", highlight=False, emoji=False, markup=False, soft_wrap=True)


def _examples(settings: Settings) -> tuple[ExampleQuestion, ...]:
    """Read the example questions of the current index; none if there is no usable index.

    Raises:
        OtherModelError: The index is of another model than the settings name, so that no question could be answered.
    """
    from kutip.index.identity import refuse_other_models
    from kutip.index.layout import read_examples
    from kutip.index.store import open_generation

    try:
        generation = open_generation(settings.index)
        examples = read_examples(generation.folder)
    except KutipError:
        return ()
    refuse_other_models(generation, settings.indexing)
    return examples


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="A question or keywords.")],
    k: Annotated[int, typer.Option("-k", help="Maximum number of hits.")] = 5,
    document: Annotated[list[str] | None, typer.Option(help="Search only this document; may be repeated.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="Search only this kind of passage; may be repeated.")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages that match a question best."""
    from retriever.citations.apa import cite

    retriever = open_retriever(index)
    result = retriever.search(query, k=k, documents=document or (), kinds=kind or ())
    if as_json:
        from api.v1.search_schemas import SearchResponse

        response = SearchResponse.of(result, retriever, took_ms=0)
        print_json(response.model_dump(mode="json", exclude_unset=True, exclude={"took_ms"}))
        return
    print_expansions(result.expansions)
    if not result.hits:
        out.print("Nothing found.")
    for hit in result.hits:
        print_hit(hit, cite(retriever.document(hit.passage.document_id), hit.passage).in_text)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="A question in English or Indonesian; without one, the first example is asked.")
    ] = None,
    previous: Annotated[
        str, typer.Option(help='The question before, from which one such as "And in 2023?" goes on.')
    ] = "",
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with sentences from the papers, or say that the papers do not answer it."""
    papers = open_papers(index)
    retriever = papers.retriever
    if question is None:
        if not retriever.examples:
            raise QueryError("give a question: the papers have no heading or title to make an example from")
        question = retriever.examples[0].question
        if not as_json:
            say(f"[italic]{escape(question)}[/italic]\n")
    answer = papers.ask(question, previous)
    if as_json:
        from api.v1.answer_schemas import AskResponse

        print_json(AskResponse.of(answer, retriever, took_ms=0).model_dump(mode="json", exclude={"took_ms"}))
        return
    from retriever.citations.cite_span import quoted_cells

    print_asked_as(answer)
    print_expansions(answer.expansions, answer.language)
    short = None if answer.short and answer.short in (answer.note or "") else answer.short  # not printed twice
    for line in (answer.reason, answer.note, short):
        if line:
            say(f"[bold]{escape(line)}[/bold]\n")
    sources = [citation for sentence in answer.sentences for citation in sentence.citations]
    cells = [quoted_cells(one, retriever.passage(one.citations[0].passage_id)) for one in answer.sentences]
    rows = {at: row for at, row in enumerate(cells) if row}
    print_sentences(answer.sentences, *_cited(sources, retriever), answer.language, rows)


def _cited(sources: Sequence[Citation], retriever: "Retriever") -> tuple[list[str], list[str]]:
    """The in-text citation of each source, with those of works that it, in turn, cites; and the list of references."""
    from retriever.citations.apa import cite as cite_passage
    from retriever.citations.secondary import cite_through

    in_text, entries = [], []
    for one in sources:
        document, passage = retriever.document(one.document_id), retriever.passage(one.passage_id)
        forms = cite_passage(document, passage)
        in_text.append("; ".join([forms.in_text, *(cite_through(s, document, passage) for s in one.secondary)]))
        entries.append(forms.reference)
    return in_text, list(dict.fromkeys(entries))


@app.command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the documents of the index."""
    from api.v1.search_schemas import DocumentOut

    retriever = open_retriever(index)
    listed = [DocumentOut.of(document, retriever) for document in retriever.documents.values()]
    if as_json:
        print_json([document.model_dump(mode="json") for document in listed])
        return
    table = Table("id", "title", "authors", "year", "passages", "references")
    for one in listed:
        authors = escape(", ".join(one.authors)) or "unknown"
        counts = (str(one.year or "n.d."), str(one.passages), str(one.references))
        table.add_row(one.id, escape(one.title or ""), authors, *counts)
    out.print(table)


@app.command()
def parse(
    document: Annotated[str, typer.Argument(help="A document's id in the corpus, or the path of its folder.")],
    corpus: CorpusOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line for each block.")] = False,
) -> None:
    """Print how Kutip reads a document, block by block."""
    from indexer.parsing.corpus import list_documents, read_document

    known = {folder.name: folder for folder in list_documents(given_settings(corpus).corpus)}
    folder = known.get(document, Path(document))
    if not folder.is_dir():
        raise CorpusError(f"there is no document {document!r}; the corpus has {', '.join(known)}")
    _, blocks = read_document(folder)
    for block in blocks:
        if as_json:
            from pydantic import TypeAdapter

            print_json(TypeAdapter(Block).dump_python(block, mode="json"), indent=None)
        else:
            print_block(block)


for command in (refs, quote, check):
    app.command()(command)
app.command(cls=CiteCommand)(cite)


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/settings.md instead.")] = False,
) -> None:
    """List the current settings and where each comes from."""
    if markdown:
        sys.stdout.write(visible(as_markdown()))
    else:
        print_settings(given_settings())


@app.command()
def version() -> None:
    """Print the version."""
    out.print(kutip.__version__, highlight=False, emoji=False)
