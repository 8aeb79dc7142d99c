"""How the command line shows things to a person: blocks, hits, references, quotations, claims."""

import json
import re
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.table import Table

from kutip.settings import Settings
from kutip.settings.listing import in_force, listed_groups
from kutip.types import (
    AnswerSentence,
    Bibliography,
    Block,
    CheckedSentence,
    Citation,
    ClaimEvidence,
    Difference,
    Expansion,
    Hit,
    Label,
    Mention,
    QuoteCheck,
    Span,
    Verdict,
)

out = Console(emoji=False)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
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
    """A paper's text as it is to be shown: no markup of Rich's, and nothing that a terminal obeys."""
    return escape_markup(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def say(line: str = "") -> None:
    """Print a line of Rich markup, wrapped only where the terminal does."""
    out.print(line, highlight=False, emoji=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def offsets(spans: Iterable[Span]) -> str:
    """Spans as they are shown: "10-20, 30-42"."""
    return ", ".join(f"{span.start}-{span.end}" for span in spans)


def print_settings(settings: Settings) -> None:
    """The settings in force, a table a group, each with the place that its value comes from."""
    for group in listed_groups():
        out.print(f"[bold]{escape(group.name or 'folders')}[/bold]: {escape(group.about)}", highlight=False)
        table = Table("variable", "in force", "from", "allowed", box=None, pad_edge=False)
        for one in group.settings:
            value, is_default = in_force(settings, group.name, one.field)
            origin = "default" if is_default else "environment"
            table.add_row(one.variable, escape(value), origin, escape(one.allowed), style="" if is_default else "bold")
        out.print(table, highlight=False)
        out.print()


def print_expansions(expansions: Sequence[Expansion]) -> None:
    """What was searched besides the words as typed."""
    if expansions:
        carried = "; ".join(f"{e.source} → {e.target}" if e.target else f"{e.source} ({e.why})" for e in expansions)
        out.print(f"[dim]searched with {escape(carried)}[/dim]\n", highlight=False, emoji=False)


def print_sentences(sentences: Sequence[AnswerSentence], in_text: Sequence[str], references: Sequence[str]) -> None:
    """Sentences with the numbers of their C citations, then how to cite each (C), and the entries for a list."""
    sources: list[Citation] = []
    for sentence in sentences:
        numbers = "".join(f"[{len(sources) + n}]" for n in range(1, len(sentence.citations) + 1))
        say(f"{escape(sentence.text)} [cyan]{escape(numbers)}[/cyan]\n")
        sources += sentence.citations
    for number, (source, told) in enumerate(zip(sources, in_text, strict=True), start=1):
        say(f"[cyan]{escape(f'[{number}]')}[/cyan] {escape(told)}")
        say(f"    [dim]{source.document_id} {source.passage_id} at {offsets(source.spans)}[/dim]")
    for reference in references:
        say(f"\n{escape(reference)}")


def print_hit(hit: Hit, in_text: str) -> None:
    """A hit with its citation, place and scores."""
    passage = hit.passage
    stages = ", ".join(f"{name} {score:.3f}" for name, score in hit.scores.items())
    out.print(f"[bold]{hit.rank}.[/bold] [cyan]{escape(in_text)}[/cyan]", highlight=False, emoji=False)
    if passage.context:
        out.print(f"   [dim]{escape(passage.context)}[/dim]", highlight=False, emoji=False)
    out.print(escape(passage.text), highlight=False, emoji=False)
    place = f"{passage.document_id} {passage.kind} {passage.id} at {offsets(passage.spans)}"
    out.print(f"   [dim]{place}; score {hit.score:.3f} ({stages})[/dim]\n", highlight=False, emoji=False)


def print_block(block: Block) -> None:
    """A block with its kind and place."""
    kind = f"{block.kind} {block.level}" if block.level else str(block.kind)
    place = f"{escape(' › '.join(block.heading))} at {offsets(block.spans)}"
    out.print(f"[bold cyan]{kind}[/bold cyan] [dim]{place}[/dim]", highlight=False, emoji=False)
    out.print(escape(block.text), highlight=False, emoji=False)
    if block.context:
        out.print(f"[dim]  in {escape(' · '.join(block.context))}[/dim]", highlight=False, emoji=False)
    for cell in block.cells:
        out.print(f"[dim]  {escape(cell.column) or '(row)'}:[/dim] {escape(cell.text)}", highlight=False, emoji=False)
    out.print()


def print_references(document_id: str, bibliography: Bibliography) -> None:
    """The entries of a list, each with its mentions; then the mentions that no entry has."""
    entries, mentions = bibliography.references, bibliography.mentions
    say(f"[bold]{escape(document_id)}[/bold]: {len(entries)} references, {len(mentions)} mentions\n")
    for number, entry in enumerate(entries, start=1):
        say(f"[cyan]{number}.[/cyan] {escape(entry.text)} [dim]at {offsets(entry.spans)}[/dim]")
        _print_mentions(mention for mention in mentions if mention.reference_id == entry.id)
    untied = [mention for mention in mentions if mention.reference_id is None]
    if untied:
        say("\n[bold]Mentions without an entry[/bold]")
        _print_mentions(untied)


def _print_mentions(mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        text = escape(" ".join(mention.text.split()))
        note = f" [red]{escape(mention.problem)}[/red]" if mention.problem else ""
        say(f"   {text} [dim]at {offsets(mention.spans)}[/dim]{note}")


def print_problems(document_id: str, bibliography: Bibliography) -> None:
    """What does not fit between text and list, in sentences that can be sent."""
    say(f"[bold]{escape(document_id)}[/bold]: {len(bibliography.problems)} problems\n")
    for problem in bibliography.problems:
        say(f"[red]{problem.kind}[/red] {escape(problem.message)}")
        for where, spans in (("text", problem.in_text), ("list", problem.in_list)):
            if spans:
                say(f"   [dim]{where} at {offsets(spans)}[/dim]")


def print_quote_check(check: QuoteCheck) -> None:
    """A verdict, why, and where."""
    colour = _COLOURS[check.verdict]
    say(f"[bold {colour}]{check.verdict}[/bold {colour}] {escape(check.quote)}")
    if check.reason:
        say(f"   {escape(check.reason)}")
    for match in check.matches:
        page = f", p. {match.page} of the text" if match.page is not None else ""
        heading = escape(" › ".join(match.heading))
        say(f"   [cyan]{escape(match.document_id)}[/cyan] {heading}{page} [dim]at {offsets(match.spans)}[/dim]")
        say(f"   “{escape(match.text)}”")
        for difference in match.differences:
            say(f"      {_difference(difference)}")


def _difference(one: Difference) -> str:
    if not one.given:
        return f"{one.kind}: left out [green]{escape(one.source)}[/green]"
    if not one.source:
        return f"{one.kind}: added [red]{escape(one.given)}[/red]"
    return f"{one.kind}: [red]{escape(one.given)}[/red] where the source has [green]{escape(one.source)}[/green]"


def print_checked_sentence(sentence: CheckedSentence, cited: Sequence[str]) -> None:
    """A sentence, its label and the evidence, given how to cite each piece of that."""
    colour = _LABEL_COLOURS[sentence.label]
    say(f"[bold {colour}]{sentence.label}[/bold {colour}] {escape(sentence.text)}")
    for quote in sentence.quotes:
        print_quote_check(quote)
    for evidence, in_text in zip(sentence.evidence, cited, strict=True):
        say(f"   {escape(evidence.quote)} [cyan]{escape(in_text)}[/cyan]")
        say(f"   [dim]{escape('; '.join(_facts(evidence)))}; at {offsets(evidence.spans)}[/dim]")
    say()


def _facts(evidence: ClaimEvidence) -> Iterable[str]:
    facts = evidence.facts
    yield f"words covered {facts.coverage:.0%}"
    for what, values in (
        ("numbers that agree", facts.numbers_agree),
        ("numbers that it lacks", facts.numbers_lacking),
        ("names that agree", facts.names_agree),
        ("names that it lacks", facts.names_lacking),
        ("it cites", facts.sources),
    ):
        if values:
            yield f"{what}: {', '.join(values)}"
    if facts.negation_differs:
        yield "one of the two is negated"
