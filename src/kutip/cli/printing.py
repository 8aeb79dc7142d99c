"""Prints blocks, hits, answers, references and checks on the terminal, for people to read."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.markup import escape as escape_markup
from rich.table import Table

from kutip.cli.terminal import VisibleConsole, json_text, visible
from kutip.messages.catalogue import Catalogue
from kutip.settings import Settings
from kutip.settings.listing import in_force, listed_groups
from kutip.types import (
    Answer,
    AnswerSentence,
    Bibliography,
    Block,
    Cell,
    CheckedSentence,
    Citation,
    ClaimEvidence,
    Difference,
    Document,
    Expansion,
    Hit,
    Label,
    Mention,
    Message,
    QuoteCheck,
    Span,
    Verdict,
)

out = VisibleConsole(emoji=False)
_COLOURS = {
    Verdict.EXACT: "green",
    Verdict.NORMALISED: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.ALTERED: "red",
    Verdict.NOT_FOUND: "red",
}
_LABEL_COLOURS = {
    Label.QUOTED: "green",
    Label.SUPPORTED: "green",
    Label.NUMBERS_DIFFER: "red",
    Label.RELATED: "yellow",
    Label.NOT_FOUND: "red",
}


def escape(text: str) -> str:
    """Escape text of a paper: Rich must not read markup in it, and no control character may reach the terminal."""
    return escape_markup(visible(text))


def say(line: str = "") -> None:
    """Print a line of Rich markup without wrapping it."""
    out.print(line, highlight=False, emoji=False, soft_wrap=True)


def print_json(value: object, *, indent: int | None = 1) -> None:
    """Print a value as JSON; without `indent`, in one line."""
    sys.stdout.write(json_text(value, indent=indent) + "\n")


def offsets(spans: Iterable[Span]) -> str:
    """Format spans: "10-20, 30-42"."""
    return ", ".join(f"{span.start}-{span.end}" for span in spans)


def print_settings(settings: Settings) -> None:
    """Print the current settings, one table per group, with the origin of each value."""
    for group in listed_groups():
        out.print(f"[bold]{escape(group.name or 'folders')}[/bold]: {escape(group.about)}", highlight=False)
        table = Table("variable", "in force", "from", "allowed", box=None, pad_edge=False)
        for one in group.settings:
            value, is_default = in_force(settings, group.name, one.field)
            origin = "default" if is_default else "environment"
            table.add_row(one.variable, escape(value), origin, escape(one.allowed), style="" if is_default else "bold")
        out.print(table, highlight=False)
        out.print()


def print_asked_as(answer: Answer) -> None:
    """Print the whole question that was asked for one that goes on from another; nothing for other questions."""
    if answer.asked_as is not None:
        line = escape(Catalogue.of(answer.language).text("cli.asked_as", question=answer.asked_as))
        out.print(f"[dim]{line}[/dim]\n", highlight=False, emoji=False)


def print_expansions(expansions: Sequence[Expansion], language: str = "en") -> None:
    """Print the replacements of words of the query that were searched."""
    if expansions:
        catalogue = Catalogue.of(language)
        shown = tuple(f"{e.source} → {e.target}" if e.target else _left_out(e, catalogue) for e in expansions)
        line = escape(catalogue.text("cli.searched_with", expansions=shown))
        out.print(f"[dim]{line}[/dim]\n", highlight=False, emoji=False)


def _left_out(expansion: Expansion, catalogue: Catalogue) -> str:
    """Words that were not searched, with the reason: "di mana (...)"; the bare reason if the catalogue has no text."""
    code = f"why.{expansion.why.replace(' ', '_')}"
    return f"{expansion.source} ({catalogue.text(code) if code in catalogue else expansion.why})"


def print_sentences(
    sentences: Sequence[AnswerSentence],
    in_text: Sequence[str],
    references: Sequence[str],
    language: str = "en",
    rows: Mapping[int, Sequence[Cell]] | None = None,
) -> None:
    """Print the sentences of an answer with numbered citations, then the list of these.

    Args:
        sentences: The sentences, with C citations in all.
        in_text: (C) The in-text form of each citation.
        references: Entries for a list of references.
        language: Language of the words that are added.
        rows: Of those sentences that are rows of tables, by their place from 0, the cells; they are printed as such.
    """
    sources: list[Citation] = []
    for at, sentence in enumerate(sentences):
        numbers = "".join(f"[{len(sources) + n}]" for n in range(1, len(sentence.citations) + 1))
        _print_cells((rows or {}).get(at, ()), language)
        told = "" if (rows or {}).get(at) else f"{escape(sentence.text)} "
        gloss = sentence.gloss_said
        added = "" if gloss is None else f"\n[dim]{escape(Catalogue.of(language).text(gloss))}[/dim]"
        say(f"{told}[cyan]{escape(numbers)}[/cyan]{added}\n")
        sources += sentence.citations
    for number, (source, form) in enumerate(zip(sources, in_text, strict=True), start=1):
        say(f"[cyan]{escape(f'[{number}]')}[/cyan] {escape(form)}")
        say(f"    [dim]{source.document_id} {source.passage_id} {_at(source.spans, language)}[/dim]")
    for reference in references:
        say(f"\n{escape(reference)}")


def _print_cells(cells: Iterable[Cell], language: str) -> None:
    """Print the cells of a table's row, each with its column, in lines of their own."""
    row = Catalogue.of(language).text("source.row")
    for cell in cells:
        say(f"[dim]{escape(cell.column or row)}:[/dim] {escape(cell.text)}")


def print_hit(hit: Hit, in_text: str) -> None:
    """Print a hit with its citation, place and scores."""
    passage = hit.passage
    stages = ", ".join(f"{name} {score:.3f}" for name, score in hit.scores.items())
    out.print(f"[bold]{hit.rank}.[/bold] [cyan]{escape(in_text)}[/cyan]", highlight=False, emoji=False)
    if passage.context:
        out.print(f"   [dim]{escape(passage.context)}[/dim]", highlight=False, emoji=False)
    out.print(escape(passage.text), highlight=False, emoji=False)
    place = f"{passage.document_id} {passage.kind} {passage.id} at {offsets(passage.spans)}"
    out.print(f"   [dim]{place}; score {hit.score:.3f} ({stages})[/dim]\n", highlight=False, emoji=False)


def print_nearest(answer: Answer, in_text: Callable[[Hit], str]) -> None:
    """Print the nearest passage to a question that the papers do not answer; nothing for an answer.

    Args:
        answer: The answer.
        in_text: Gives the in-text citation of a hit.
    """
    if not answer.sentences and answer.hits:
        say(f"[dim]{escape(Catalogue.of(answer.language).text('cli.nearest'))}[/dim]")
        print_hit(answer.hits[0], in_text(answer.hits[0]))


def print_block(block: Block, why: str = "") -> None:
    """Print a block with its kind, why it was taken for one, and its place, and a table row with its cells."""
    kind = f"{block.kind} {block.level}" if block.level else str(block.kind)
    place = f"{escape(' › '.join(block.heading))} at {offsets(block.spans)}"
    believed = f" [cyan]({escape(why)})[/cyan]" if why else ""
    out.print(f"[bold cyan]{kind}[/bold cyan]{believed} [dim]{place}[/dim]", highlight=False, emoji=False)
    out.print(escape(block.text), highlight=False, emoji=False)
    if block.context:
        out.print(f"[dim]  in {escape(' · '.join(block.context))}[/dim]", highlight=False, emoji=False)
    for cell in block.cells:
        out.print(f"[dim]  {escape(cell.column) or '(row)'}:[/dim] {escape(cell.text)}", highlight=False, emoji=False)
    out.print()


def print_references(document_id: str, bibliography: Bibliography, language: str = "en") -> None:
    """Print the entries of a list of references, each with its mentions, then the mentions without an entry."""
    entries, mentions = bibliography.references, bibliography.mentions
    catalogue = Catalogue.of(language)
    counts = Message("count.references", {"n": len(entries)}), Message("count.mentions", {"n": len(mentions)})
    say(f"[bold]{escape(document_id)}[/bold]: {', '.join(map(catalogue.text, counts))}\n")
    for number, entry in enumerate(entries, start=1):
        beside = Message("source.from_file", {"file": entry.file, "key": entry.key})
        where = escape(catalogue.text(beside)) if entry.file else _at(entry.spans, language)
        say(f"[cyan]{number}.[/cyan] {escape(entry.text)} [dim]{where}[/dim]")
        _print_mentions((mention for mention in mentions if mention.reference_id == entry.id), language)
    untied = [mention for mention in mentions if mention.reference_id is None]
    if untied:
        say(f"\n[bold]{catalogue.text('cli.untied')}[/bold]")
        _print_mentions(untied, language)


def _print_mentions(mentions: Iterable[Mention], language: str) -> None:
    for mention in mentions:
        text = escape(" ".join(mention.text.split()))
        note = f" [red]{_sentence(mention.problem, language)}[/red]" if mention.problem else ""
        say(f"   {text} [dim]{_at(mention.spans, language)}[/dim]{note}")


def print_problems(document_id: str, bibliography: Bibliography, language: str = "en") -> None:
    """Print the mismatches between text and list of references, in sentences that can be sent to the author."""
    catalogue = Catalogue.of(language)
    counted = catalogue.text("count.problems", n=len(bibliography.problems))
    say(f"[bold]{escape(document_id)}[/bold]: {counted}\n")
    for problem in bibliography.problems:
        kind = catalogue.text(f"cli_problem.{problem.kind}")
        say(f"[red]{kind}[/red] {_sentence(problem.message, language)}")
        for code, spans in (("cli.in_text", problem.in_text), ("cli.in_list", problem.in_list)):
            if spans:
                say(f"   [dim]{catalogue.text(code, offsets=offsets(spans))}[/dim]")


def print_quote_check(check: QuoteCheck, language: str = "en", documents: Mapping[str, Document] | None = None) -> None:
    """Print the verdict on a quotation, the reason, and the matching places with their differences.

    Args:
        check: The verdict.
        language: Code of the language to print in.
        documents: The papers by id, which know what is printed on their pages; None if nothing is.
    """
    from retriever.citations.locators import page_said

    colour, catalogue = _COLOURS[check.verdict], Catalogue.of(language)
    verdict = catalogue.text(f"cli_verdict.{check.verdict}")
    say(f"[bold {colour}]{verdict}[/bold {colour}] {escape(check.quote)}")
    if check.reason:
        say(f"   {_sentence(check.reason, language)}")
    for match in check.matches:
        said = page_said(documents[match.document_id] if documents else None, match.page)
        page = f", {catalogue.text(said)}" if said is not None else ""
        heading = escape(" › ".join(match.heading))
        say(f"   [cyan]{escape(match.document_id)}[/cyan] {heading}{page} [dim]{_at(match.spans, language)}[/dim]")
        say(f"   “{escape(match.text)}”")
        for difference in match.differences:
            say(f"      {_difference(difference, catalogue)}")


def _difference(one: Difference, catalogue: Catalogue) -> str:
    kind = catalogue.text(f"cli_difference.{one.kind}")
    given, source = f"[red]{escape(one.given)}[/red]", f"[green]{escape(one.source)}[/green]"
    if not one.given:
        return catalogue.text("cli.left_out", kind=kind, source=source)
    if not one.source:
        return catalogue.text("cli.added", kind=kind, given=given)
    return catalogue.text("cli.replaced", kind=kind, given=given, source=source)


def print_checked_sentence(
    sentence: CheckedSentence,
    cited: Sequence[str],
    language: str = "en",
    documents: Mapping[str, Document] | None = None,
) -> None:
    """Print a checked sentence with label and evidence.

    Args:
        sentence: The sentence.
        cited: The in-text citation of each piece of evidence.
        language: Code of the language to print in.
        documents: As for `print_quote_check`.
    """
    colour = _LABEL_COLOURS[sentence.label]
    label = Catalogue.of(language).text(f"cli_label.{sentence.label}")
    say(f"[bold {colour}]{label}[/bold {colour}] {escape(sentence.text)}")
    for quote in sentence.quotes:
        print_quote_check(quote, language, documents)
    for evidence, in_text in zip(sentence.evidence, cited, strict=True):
        say(f"   {escape(evidence.quote)} [cyan]{escape(in_text)}[/cyan]")
        catalogue = Catalogue.of(language)
        facts = escape("; ".join(catalogue.text(fact) for fact in _facts(evidence)))  # a tag may span two facts
        say(f"   [dim]{facts}; {_at(evidence.spans, language)}[/dim]")
    say()


def _facts(evidence: ClaimEvidence) -> Iterable[Message]:
    facts = evidence.facts
    yield Message("cli.covered", {"share": facts.coverage})
    for code, values in (
        ("cli.numbers_agree", facts.numbers_agree),
        ("cli.numbers_lacking", facts.numbers_lacking),
        ("cli.names_agree", facts.names_agree),
        ("cli.names_lacking", facts.names_lacking),
        ("cli.cites", facts.sources),
    ):
        if values:
            yield Message(code, {"values": values})
    if facts.negation_differs:
        yield Message("cli.negated")


def _sentence(message: Message, language: str) -> str:
    """The sentence for a message, escaped."""
    return escape(Catalogue.of(language).text(message))


def _at(spans: Iterable[Span], language: str) -> str:
    """The place at these spans: "at 10-20, 30-42"."""
    return Catalogue.of(language).text("cli.at", offsets=offsets(spans))
