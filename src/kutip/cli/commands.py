"""The command line `kutip` and its commands; only this package uses `kutip`, `indexer`, `retriever` and `api` together.

Each command imports what it needs when it runs, so that a search does not wait for libraries that only a build uses.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

import kutip
from eval.cli import app as evaluation
from kutip.cli.add_command import add_papers
from kutip.cli.build_progress import BuildProgress, print_report
from kutip.cli.citation_commands import CiteCommand, check, cite, quote, refs
from kutip.cli.options import CorpusOption, IndexOption, JsonOption, given_settings, open_papers, open_retriever
from kutip.cli.parse_command import parse
from kutip.cli.printing import (
    escape,
    out,
    print_asked_as,
    print_expansions,
    print_hit,
    print_json,
    print_nearest,
    print_sentences,
    print_settings,
    say,
)
from kutip.cli.remove_command import remove_papers
from kutip.cli.service_command import serve, tell_skipped
from kutip.cli.terminal import visible
from kutip.errors import QueryError
from kutip.index.corpus_view import PaperState
from kutip.index.skipped import skipped_by
from kutip.index.store import open_generation
from kutip.messages.catalogue import Catalogue
from kutip.settings.listing import as_markdown
from kutip.types import Citation, Kind

if TYPE_CHECKING:
    from retriever.search import Retriever

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
    from indexer.corpus_change import recover

    settings = given_settings(corpus, index)
    recover(settings.corpus)
    with BuildProgress(out) as progress:
        report = build_index(settings, force=force, progress=progress)
    print_report(report)
    if report.skipped:
        raise typer.Exit(1)


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
    document: Annotated[list[str] | None, typer.Option(help="Ask only this document; may be repeated.")] = None,
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
    answer = papers.ask(question, previous, documents=document or ())
    if as_json:
        from api.v1.answer_schemas import AskResponse

        print_json(AskResponse.of(answer, retriever, took_ms=0).model_dump(mode="json", exclude={"took_ms"}))
        return
    from retriever.citations.apa import cite
    from retriever.citations.cite_span import quoted_cells

    print_asked_as(answer)
    print_expansions(answer.expansions, answer.language)
    short = None if answer.short and answer.short in (answer.note or "") else answer.short  # not printed twice
    for line in (answer.reason, answer.note, short):
        if line:
            say(f"[bold]{escape(line)}[/bold]\n")
    sources = [citation for sentence in answer.sentences for citation in sentence.citations]
    cells = [quoted_cells(one, retriever.passage(one.citations[0].passage_id)) for one in answer.sentences]
    print_sentences(answer.sentences, *_cited(sources, retriever), answer.language, dict(enumerate(cells)))
    print_nearest(answer, lambda hit: cite(retriever.document(hit.passage.document_id), hit.passage).in_text)


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
def documents(corpus: CorpusOption = None, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the documents of the index with their state, and what the corpus has besides."""
    from api.v1.corpus_schemas import ListedDocument

    settings, retriever = given_settings(corpus, index), open_retriever(index)
    view = retriever.compared_with(settings.corpus)
    listed = ListedDocument.all(retriever, view)
    if as_json:
        print_json([document.model_dump(mode="json") for document in listed])
        return
    table = Table("id", "title", "authors", "year", "passages", "references", "state")
    for one in listed:
        authors = escape(", ".join(one.authors)) or "unknown"
        counts = (str(one.year or "n.d."), str(one.passages), str(one.references))
        state = f"{one.state}, see its notes" if one.notices else str(one.state)
        table.add_row(one.id, escape(one.title or ""), authors, *counts, state)
    out.print(table)
    catalogue = Catalogue.of("en")
    for document in retriever.documents.values():
        for notice in document.notices:
            say(f"{document.id}: {escape(catalogue.text(notice))}")
    for new in view.having(PaperState.NEW):
        say(f"{escape(new)}: in {escape(str(settings.corpus))}, but not in the index; run kutip index")
    tell_skipped(skipped_by(open_generation(settings.index)))


for command in (parse, refs, quote, check, serve):
    app.command()(command)
app.command("add")(add_papers)
app.command("remove")(remove_papers)
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
