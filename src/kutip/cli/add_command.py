"""The command `add`: papers into the corpus, with what is believed of each, and the index brought up to date."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kutip.cli.added_printing import AddedPrinter
from kutip.cli.build_progress import BuildProgress, print_report, report_json
from kutip.cli.interruption import ended_as_by_ctrl_c
from kutip.cli.options import CorpusOption, IndexOption, given_settings
from kutip.cli.printing import escape, out, print_json, say
from kutip.cli.terminal import VisibleConsole
from kutip.errors import CorpusError, QueryError
from kutip.settings import Settings

if TYPE_CHECKING:
    from indexer.adding import Choice, PaperAdder, Wishes
    from indexer.build import Report
    from indexer.corpus_change import CorpusChange
    from indexer.known_papers import Twin
    from indexer.papers import ReadPaper

_STANDARD_INPUT = Path("-")

NoIndexOption = Annotated[bool, typer.Option("--no-index", help="Change the corpus only; run kutip index later.")]
JsonResultOption = Annotated[bool, typer.Option("--json", help="Print what was done as one JSON object, for programs.")]


def add_papers(
    files: Annotated[list[Path], typer.Argument(help="Files of papers, or folders with some; - is standard input.")],
    name: Annotated[str, typer.Option("--id", help="The paper's id; by default its first author and year.")] = "",
    metadata: Annotated[
        Path | None, typer.Option(help="A .bib, .ris or CSL-JSON file with what is known of the papers.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put a file in the place of the source of the same paper.")
    ] = False,
    as_new: Annotated[
        bool, typer.Option("--as-new", help="Add a file beside a paper that has the same DOI, or title and year.")
    ] = False,
    no_index: NoIndexOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonResultOption = False,
) -> None:
    """Add papers to the corpus, show how they were read, and bring the index up to date.

    Exits with 0 if every paper is in the corpus now, with 1 if one is not. If it is stopped, nothing is changed.
    """
    from indexer.adding import Choice, PaperAdder, Wishes
    from indexer.corpus_change import CorpusChange
    from indexer.found_files import find_papers
    from indexer.given_metadata import read_given_metadata
    from indexer.limited import LimitedCalls
    from indexer.parsing.corpus import refuse_other_id

    settings = given_settings(corpus, index)
    if replace and as_new:
        raise QueryError("--replace and --as-new exclude each other; give one of them")
    found = find_papers(files, [settings.corpus, settings.index])
    if name:
        refuse_other_id(name)
        if len(found.papers) > 1:
            raise QueryError(f"--id names one paper, and these are {len(found.papers)}; add that one alone")
    given = None if metadata is None else read_given_metadata(metadata)
    paths = found.papers if given is None else sorted(found.papers, key=given.rank_of)
    text = _standard_input(settings.building.document_bytes) if _STANDARD_INPUT in paths else b""
    printer = AddedPrinter(as_json=as_json)
    printer.passed_over(found.others)
    limits = settings.building
    with ExitStack() as stack:
        stack.enter_context(ended_as_by_ctrl_c())
        change = stack.enter_context(CorpusChange(settings.corpus))
        calls = LimitedCalls.within(limits)
        adder = PaperAdder(change, stack.enter_context(calls), settings, given=text)
        console = VisibleConsole(stderr=True) if as_json else out
        progress = stack.enter_context(BuildProgress(console, is_encoding=not no_index))
        ask = partial(_ask, progress) if not as_json and _can_ask(paths) else None
        twins = Choice.REPLACE if replace else Choice.AS_NEW if as_new else None
        wishes = Wishes(name, twins, ask, given, is_alone=len(paths) == 1)
        new = _add_each(paths, adder, wishes, progress, printer)
        report = None if no_index or not new else _build(settings, change, new, progress, printer)
        if no_index and new:
            change.keep()
    _print_end(printer, report)


def _print_end(printer: AddedPrinter, report: "Report | None") -> None:
    """Print what was done.

    Raises:
        typer.Exit: A paper was not added.
    """
    if printer.as_json:
        print_json(printer.json() | {"index": None if report is None else report_json(report)})
    else:
        if report is not None:
            print_report(report)
        printer.sum_up()
    if printer.has_failed:
        raise typer.Exit(1)


def _add_each(
    paths: Sequence[Path], adder: "PaperAdder", wishes: "Wishes", progress: BuildProgress, printer: AddedPrinter
) -> "dict[str, ReadPaper]":
    """Add papers and print what each is believed to be; return those that were added, by id."""
    new: dict[str, ReadPaper] = {}
    for number, path in enumerate(paths):
        progress("add", number, len(paths))
        try:
            one = adder.add(path, wishes)
        except CorpusError as error:
            printer.refused(path, str(error))
        else:
            printer.added(path, one)
            if one.paper is not None:
                new[one.id] = one.paper
    progress("add", len(paths), len(paths))
    return new


def _build(
    settings: Settings,
    change: "CorpusChange",
    new: "Mapping[str, ReadPaper]",
    progress: BuildProgress,
    printer: AddedPrinter,
) -> "Report | None":
    """Bring the index up to date and keep the change, but for papers that cannot be indexed; None if none can."""
    from indexer.build import build_index
    from indexer.planned import NotIndexedError, Planned

    left = dict(new)
    while left:
        change.note_index(settings.index)
        try:
            report = build_index(settings, planned=Planned(change.folders(), left), progress=progress)
        except NotIndexedError as error:
            for one in error.lost:
                change.undo(one.document)
                del left[one.document]
                printer.lost(one.document, one.reason)
            continue
        change.keep()
        return report
    return None


def _standard_input(most: int) -> bytes:
    """Read a paper from standard input: so many bytes, and one more if there are more.

    Raises:
        QueryError: That is a terminal.
    """
    if sys.stdin.isatty():
        raise QueryError("- reads a paper from standard input, and that is a terminal; write: kutip add - < paper.pdf")
    return sys.stdin.buffer.read(most + 1)


def _can_ask(paths: Sequence[Path]) -> bool:
    return _STANDARD_INPUT not in paths and sys.stdin.isatty() and sys.stdout.isatty()


def _ask(progress: BuildProgress, path: Path, twin: "Twin") -> "Choice":
    """Ask what to do with a paper that the corpus may have."""
    from indexer.adding import Choice

    letters = {"r": Choice.REPLACE, "n": Choice.AS_NEW, "l": Choice.LEAVE}
    with progress.paused():
        say(f"[bold]{escape(str(path))}[/bold]: the corpus has [bold]{escape(twin.id)}[/bold] with {escape(twin.what)}")
        answer: Any = ""
        while answer not in letters:
            answer = typer.prompt("(r)eplace its source, add as a (n)ew paper, or (l)eave it?", default="l").lower()[:1]
    return letters[answer]
