"""The commands that look up and check citations: refs, quote, check, cite. `commands` adds them to `kutip`."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from kutip.cli.language_option import LanguageOption, spoken_language
from kutip.cli.options import IndexOption, JsonOption, open_papers, open_retriever, read_given
from kutip.cli.printing import (
    print_checked_sentence,
    print_json,
    print_problems,
    print_quote_check,
    print_references,
)
from kutip.cli.terminal import escaped, visible
from kutip.errors import QueryError
from kutip.messages.catalogue import Catalogue

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
    retriever = open_retriever(index)
    found = {one: retriever.bibliography(one) for one in document or retriever.documents}
    if as_json:
        only = {"problems"} if problems else None
        shapes = {one: BibliographyOut.of(own, Catalogue.of(language)) for one, own in found.items()}
        print_json({one: shape.model_dump(mode="json", include=only) for one, shape in shapes.items()})
        return
    for one, own in found.items():
        (print_problems if problems else print_references)(one, own, language)


def quote(
    quotation: Annotated[str | None, typer.Argument(help="The quotation; or give a file with --file.")] = None,
    file: Annotated[
        Path | None,
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

    language = spoken_language(lang, os.environ)
    if (quotation is None) is (file is None):
        raise QueryError("give a quotation, or a file of quotations with --file")
    given = (
        [quotation]
        if quotation is not None
        else _BLANK_LINE.split(read_given(file).strip())
        if file is not None
        else []
    )
    papers = open_papers(index)
    checks = papers.check_quotes(given, documents=document or ())
    if as_json:
        shapes = [QuoteCheckOut.of(check, papers.retriever, Catalogue.of(language)) for check in checks]
        print_json([shape.model_dump(mode="json") for shape in shapes])
        return
    for check in checks:
        print_quote_check(check, language, papers.retriever.documents)


def check(
    file: Annotated[Path, typer.Argument(help="File with the text; - is standard input.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check a text against the papers, sentence by sentence."""
    from api.v1.citation_schemas import CheckedSentenceOut
    from retriever.citations.apa import cite as cite_passage

    language = spoken_language(lang, os.environ)
    papers = open_papers(index)
    retriever, checked = papers.retriever, papers.check_text(read_given(file))
    if as_json:
        shapes = [CheckedSentenceOut.of(one, retriever, Catalogue.of(language)) for one in checked]
        print_json([shape.model_dump(mode="json") for shape in shapes])
        return
    for sentence in checked:
        passages = [evidence.passage for evidence in sentence.evidence]
        cited = [cite_passage(retriever.document(one.document_id), one).in_text for one in passages]
        print_checked_sentence(sentence, cited, language, retriever.documents)


def cite(
    passage: Annotated[str, typer.Argument(help="Id of a passage, as printed with each hit.")],
    form: Annotated[str, typer.Option("--format", help="Format to write.")] = "apa",
    index: IndexOption = None,
) -> None:
    """Print how to cite a passage."""
    from retriever.citations.exports import exporter

    written, is_json = open_papers(index).export(passage, form).rstrip("\n"), "json" in exporter(form).media_type
    sys.stdout.write((escaped(written) if is_json else visible(written)) + "\n")
