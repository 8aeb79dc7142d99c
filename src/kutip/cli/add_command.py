"""The commands `add` and `remove`: papers into the corpus and out of it, with the index brought up to date."""

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kutip.cli.build_progress import BuildProgress, print_report
from kutip.cli.edge import complain
from kutip.cli.options import CorpusOption, IndexOption, given_settings
from kutip.cli.parse_command import print_believed
from kutip.cli.printing import escape, out, say
from kutip.errors import CorpusError, QueryError
from kutip.settings import Settings

if TYPE_CHECKING:
    from indexer.adding import PaperAdder, Wishes
    from indexer.corpus_change import CorpusChange

_ENDING = ("SIGTERM", "SIGHUP")  # asked to end, as by a shutdown or a terminal that is closed; Windows has no SIGHUP

NoIndexOption = Annotated[bool, typer.Option("--no-index", help="Change the corpus only; run kutip index later.")]


def add_papers(
    files: Annotated[list[Path], typer.Argument(help="Files of papers, or folders with some.")],
    name: Annotated[str, typer.Option("--id", help="The paper's id; by default its first author and year.")] = "",
    metadata: Annotated[
        Path | None, typer.Option(help="A .bib file or CSL-JSON with what is known of the papers.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put a file in the place of the source of the same paper.")
    ] = False,
    no_index: NoIndexOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Add papers to the corpus, show how they were read, and bring the index up to date."""
    from indexer.adding import PaperAdder, Wishes, papers_at
    from indexer.corpus_change import CorpusChange
    from indexer.given_metadata import read_given_metadata
    from indexer.limited import LimitedCalls
    from indexer.parsing.corpus import refuse_other_id

    settings = given_settings(corpus, index)
    paths = papers_at(files)
    if name:
        refuse_other_id(name)
        if len(paths) > 1:
            raise QueryError(f"--id names one paper, and these are {len(paths)}; add that one alone")
    given = None if metadata is None else read_given_metadata(metadata)
    limits = settings.building
    with ExitStack() as stack:
        stack.enter_context(_ended_as_by_ctrl_c())
        change = stack.enter_context(CorpusChange(settings.corpus))
        calls = LimitedCalls(seconds=limits.document_seconds, megabytes=limits.document_megabytes)
        adder = PaperAdder(change, stack.enter_context(calls), settings)
        progress = stack.enter_context(BuildProgress(out))
        ids, failed = _add_each(paths, adder, Wishes(name, replace, given, len(paths) == 1), progress)
        if ids and not no_index:
            failed = _build(settings, change, ids, progress) or failed
        elif ids:
            change.keep()
    if failed:
        raise typer.Exit(1)


def _add_each(
    paths: Sequence[Path], adder: "PaperAdder", wishes: "Wishes", progress: BuildProgress
) -> tuple[list[str], bool]:
    """Add papers and print what each is believed to be; return the ids of those added, and whether one was not."""
    ids, failed = [], False
    for number, path in enumerate(paths):
        progress("add", number, len(paths))
        try:
            one = adder.add(path, wishes)
        except CorpusError as error:
            complain(str(error))
            failed = True
        else:
            if one.paper is None:
                say(f"{escape(str(path))} is in the corpus already, as [bold]{escape(one.id)}[/bold]")
            else:
                what = "replaced the source of" if one.has_replaced else "added"
                say(f"{what} [bold]{escape(one.id)}[/bold] from {escape(str(path))}")
                print_believed(one.paper.document, one.paper.blocks, one.paper.bibliography)
                ids.append(one.id)
    progress("add", len(paths), len(paths))
    return ids, failed


def _build(settings: Settings, change: "CorpusChange", ids: Sequence[str], progress: BuildProgress) -> bool:
    """Bring the index up to date and keep the change, but for papers that cannot be indexed; True if there are some."""
    from indexer.build import build_index

    report = build_index(settings, progress=progress)
    lost = [one for one in report.skipped if one.document in ids and change.undo(one.document)]
    change.keep()
    for one in lost:
        complain(f"{one.document} is not added after all: {one.reason}")
    print_report(build_index(settings, progress=progress) if lost else report)
    return bool(lost)


def remove_papers(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of papers; kutip documents lists them.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    no_index: NoIndexOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Remove papers from the corpus, and from the index."""
    from indexer.build import build_index
    from indexer.corpus_change import CorpusChange
    from indexer.parsing.corpus import list_documents

    settings = given_settings(corpus, index)
    held = [one.name for one in list_documents(settings.corpus)]
    wanted = list(dict.fromkeys(ids))
    _refuse_unknown(wanted, held)
    if len(wanted) == len(held) and not no_index:
        raise QueryError("an index needs a paper, and these are all; with --no-index they go, and the index stays")
    if not yes:
        _ask(wanted, settings.corpus)
    with _ended_as_by_ctrl_c(), CorpusChange(settings.corpus) as change:
        for one in wanted:
            change.take_out(one)
        if no_index:
            change.keep()
        else:
            with BuildProgress(out) as progress:
                report = build_index(settings, progress=progress)
            change.keep()
            print_report(report)
    say(f"removed {', '.join(map(escape, wanted))}")


def _refuse_unknown(wanted: Sequence[str], held: Sequence[str]) -> None:
    """Refuse an id that the corpus does not have.

    Raises:
        QueryError: There is one; the message names those that may be meant.
    """
    from retriever.contents import ids_like

    for one in wanted:
        if one not in held:
            near = ids_like(one, held)
            raise QueryError(
                f"the corpus has no paper {one!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")
            )


def _ask(wanted: Sequence[str], corpus: Path) -> None:
    """Ask whether to remove papers.

    Raises:
        QueryError: No one can be asked.
    """
    if not sys.stdin.isatty():
        raise QueryError("removing papers deletes their folders; to do so without being asked: --yes")
    typer.confirm(f"Delete {', '.join(str(corpus / one) for one in wanted)}?", abort=True)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let a request to end the process undo the change first, as Ctrl-C does."""

    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()
    asked = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)] if is_main else []
    before = [(one, signal.getsignal(one)) for one in asked if signal.getsignal(one) is signal.SIG_DFL]
    for one, _ in before:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)
