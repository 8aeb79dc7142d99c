"""The commands of `kutip`. This is the only module that uses all four packages.

Each command imports what it needs when it runs, so that a search does not wait for libraries that only a build uses.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote_plus

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.core import TyperCommand

import kutip
from eval.cli import app as evaluation
from kutip.cli.language_option import LanguageOption, spoken_language
from kutip.cli.printing import (
    escape,
    out,
    print_block,
    print_checked_sentence,
    print_expansions,
    print_hit,
    print_json,
    print_problems,
    print_quote_check,
    print_references,
    print_sentences,
    print_settings,
    say,
)
from kutip.errors import CorpusError, KutipError, QueryError
from kutip.messages.catalogue import Catalogue
from kutip.settings import Settings
from kutip.settings.listing import as_markdown
from kutip.types import Block, Citation, ExampleQuestion, Kind

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

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index; by default $KUTIP_INDEX, else ./index.")
]
CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of the corpus; by default $KUTIP_CORPUS, else ./corpus.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the JSON of the API, for programs.")]

_BLANK_LINE = re.compile(r"\n\s*\n")  # separates the quotations in a file


class CiteCommand(TyperCommand):
    """The command `cite`. Its help lists the formats; they are imported only when the help is shown."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, with the names of the formats: "[csl-json|bibtex|ris|apa|annotation]"."""
        from retriever.citations.exports import EXPORTERS

        for option in self.params:
            if option.name == "form":
                option.metavar = f"[{'|'.join(EXPORTERS)}]"
        super().format_help(ctx, formatter)


def _settings(corpus: Path | None = None, index: Path | None = None) -> Settings:
    given = {name: value for name, value in (("corpus", corpus), ("index", index)) if value is not None}
    return Settings(**given)


def _open(index: Path | None) -> "Retriever":
    from retriever.search import Retriever

    settings = _settings(index=index)
    return Retriever.open(settings.index, settings)


@app.command()
def index(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    force: Annotated[bool, typer.Option(help="Rebuild the index even if nothing has changed.")] = False,
) -> None:
    """Build the index of the corpus, or update it."""
    from indexer.build import build_index

    settings = _settings(corpus, index)
    counts = Progress.get_default_columns()[1:3]  # the bar and its percentage
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
        emoji=False,
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    index: IndexOption = None,
) -> None:
    """Serve the web pages and the HTTP API."""
    from api.server import run

    settings, address = _settings(index=index), f"http://{host}:{port}"
    example = next(iter(_examples(settings)), None)
    path = "documents" if example is None else f"search?q={quote_plus(example.question)}"
    out.print(f"Kutip: open {address}/ in a browser, or ({address}/docs) try:", highlight=False, emoji=False)
    out.print(f"  curl '{address}/v1/{path}'", highlight=False, emoji=False, markup=False, soft_wrap=True)
    run(settings, host=host, port=port)


def _examples(settings: Settings) -> tuple[ExampleQuestion, ...]:
    """The example questions of the index in force; none if there is no index that can be used."""
    from kutip.index.layout import read_examples
    from kutip.index.store import open_generation

    try:
        return read_examples(open_generation(settings.index).folder)
    except KutipError:
        return ()


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

    retriever = _open(index)
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
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with sentences from the papers, or say that the papers do not answer it."""
    from retriever.answers.answerer import Answerer, open_language_model
    from retriever.answers.calibration import Calibration

    retriever = _open(index)
    if question is None:
        if not retriever.examples:
            raise QueryError("give a question: the papers have no heading or title to make an example from")
        question = retriever.examples[0].question
        if not as_json:
            say(f"[italic]{escape(question)}[/italic]\n")
    model = open_language_model(_settings(index=index).language_model)
    answer = Answerer(retriever, Calibration.read(), model).answer(question)
    if as_json:
        from api.v1.answer_schemas import AskResponse

        print_json(AskResponse.of(answer, retriever, took_ms=0).model_dump(mode="json", exclude={"took_ms"}))
        return
    print_expansions(answer.expansions, answer.language)
    short = None if answer.short and answer.short in (answer.note or "") else answer.short  # not printed twice
    for line in (answer.reason, answer.note, short):
        if line:
            say(f"[bold]{escape(line)}[/bold]\n")
    sources = [citation for sentence in answer.sentences for citation in sentence.citations]
    print_sentences(answer.sentences, *_cited(sources, retriever), answer.language)


def _cited(sources: Sequence[Citation], retriever: "Retriever") -> tuple[list[str], list[str]]:
    """The in-text citation of each source, with those of works that it cites itself; and the list of references."""
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

    retriever = _open(index)
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
            print_block(block)


@app.command()
def refs(
    document: Annotated[list[str] | None, typer.Argument(help="Ids of documents; none means all.")] = None,
    problems: Annotated[bool, typer.Option("--problems", help="Print only mismatches between text and list.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print a paper's references and where it cites them, or the mismatches between both."""
    from api.v1.reference_schemas import BibliographyOut

    language = spoken_language(lang, os.environ)
    retriever = _open(index)
    found = {one: retriever.bibliography(one) for one in document or retriever.documents}
    if as_json:
        only = {"problems"} if problems else None
        shapes = {one: BibliographyOut.of(own, Catalogue.of(language)) for one, own in found.items()}
        print_json({one: shape.model_dump(mode="json", include=only) for one, shape in shapes.items()})
        return
    for one, own in found.items():
        (print_problems if problems else print_references)(one, own, language)


@app.command()
def quote(
    quotation: Annotated[str | None, typer.Argument(help="The quotation; or give a file with --file.")] = None,
    file: Annotated[
        typer.FileText | None,
        typer.Option("--file", help="File of quotations separated by blank lines; - is standard input."),
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="Document that the quotation should be from; may be repeated.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check whether quotations occur word for word in the papers, and where."""
    from api.v1.citation_schemas import QuoteCheckOut
    from retriever.quotations.checker import QuoteChecker

    language = spoken_language(lang, os.environ)
    if (quotation is None) is (file is None):
        raise QueryError("give a quotation, or a file of quotations with --file")
    given = [quotation] if quotation is not None else _BLANK_LINE.split(file.read().strip()) if file is not None else []
    retriever = _open(index)
    named = [retriever.document(one).id for one in document or ()]
    checker = QuoteChecker(retriever.documents, retriever.passages)
    checks = [checker.check(one, named) for one in given]
    if as_json:
        print_json([QuoteCheckOut.of(check, Catalogue.of(language)).model_dump(mode="json") for check in checks])
        return
    for check in checks:
        print_quote_check(check, language)


@app.command()
def check(
    file: Annotated[typer.FileText, typer.Argument(help="File with the text; - is standard input.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check a text against the papers, sentence by sentence."""
    from api.v1.citation_schemas import CheckedSentenceOut
    from retriever.citations.apa import cite as cite_passage
    from retriever.claims import check_text
    from retriever.quotations.checker import QuoteChecker

    language = spoken_language(lang, os.environ)
    retriever = _open(index)
    checked = check_text(file.read(), retriever, QuoteChecker(retriever.documents, retriever.passages))
    if as_json:
        shapes = [CheckedSentenceOut.of(one, retriever, Catalogue.of(language)) for one in checked]
        print_json([shape.model_dump(mode="json") for shape in shapes])
        return
    for sentence in checked:
        passages = [evidence.passage for evidence in sentence.evidence]
        cited = [cite_passage(retriever.document(one.document_id), one).in_text for one in passages]
        print_checked_sentence(sentence, cited, language)


@app.command(cls=CiteCommand)
def cite(
    passage: Annotated[str, typer.Argument(help="Id of a passage, as printed with each hit.")],
    form: Annotated[str, typer.Option("--format", help="Format to write.")] = "apa",
    index: IndexOption = None,
) -> None:
    """Print how to cite a passage."""
    from retriever.citations.exports import exporter
    from retriever.citations.locators import paragraphs_of

    chosen = exporter(form)
    retriever = _open(index)
    found = retriever.passage(passage)
    document = retriever.document(found.document_id)
    written = chosen.write(document, found, paragraphs_of(found, retriever.passages, document))
    sys.stdout.write(written.rstrip("\n") + "\n")


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/settings.md instead.")] = False,
) -> None:
    """List the current settings and where each comes from."""
    if markdown:
        sys.stdout.write(as_markdown())
    else:
        print_settings(_settings())


@app.command()
def version() -> None:
    """Print the version."""
    out.print(kutip.__version__, highlight=False, emoji=False)


def main() -> None:
    """Run the command line."""
    run_app(app)


def run_app(commands: typer.Typer) -> None:
    """Run commands; an error of Kutip is printed as one line, and the process exits with 1."""
    try:
        Catalogue.of("en")  # if it is not compiled, that is the error: the others have their words from it
        commands()
    except KutipError as error:
        Console(stderr=True).print(
            f"[red]kutip:[/red] {escape(str(error))}", highlight=False, emoji=False, soft_wrap=True
        )
        raise SystemExit(1) from error
