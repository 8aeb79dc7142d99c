"""The command `remove`: papers out of the corpus, and out of the index."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kutip.cli.add_command import JsonResultOption, NoIndexOption
from kutip.cli.build_progress import BuildProgress, print_report, report_json
from kutip.cli.interruption import ended_as_by_ctrl_c
from kutip.cli.options import CorpusOption, IndexOption, given_settings
from kutip.cli.printing import escape, out, print_json, say
from kutip.cli.terminal import VisibleConsole
from kutip.errors import QueryError
from kutip.settings import Settings

if TYPE_CHECKING:
    from indexer.build import Report
    from indexer.corpus_change import CorpusChange


def remove_papers(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of papers; kutip documents lists them.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    no_index: NoIndexOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    as_json: JsonResultOption = False,
) -> None:
    """Remove papers from the corpus, and from the index. If it is stopped, nothing is changed."""
    from indexer.corpus_change import CorpusChange
    from indexer.parsing.corpus import list_documents

    settings = given_settings(corpus, index)
    list_documents(settings.corpus)  # refuses a folder that is none, before one is made
    wanted = list(dict.fromkeys(ids))
    with ended_as_by_ctrl_c(), CorpusChange(settings.corpus) as change:
        held = [one.name for one in change.folders()]
        _refuse_unknown(wanted, held)
        if len(wanted) == len(held) and not no_index:
            raise QueryError(
                f"an index needs a paper, and these are all; with --no-index they go from the corpus, and the index in"
                f" {settings.index} stays until you delete that folder"
            )
        if not yes:
            _ask(wanted, settings.corpus, can_ask=not as_json)
        for one in wanted:
            change.take_out(one)
        report = None if no_index else _built(settings, change, as_json=as_json)
        change.keep()
    if as_json:
        print_json({"removed": wanted, "index": None if report is None else report_json(report)})
        return
    if report is not None:
        print_report(report)
    say(f"removed {', '.join(map(escape, wanted))}")


def _built(settings: Settings, change: "CorpusChange", *, as_json: bool) -> "Report":
    from indexer.build import build_index
    from indexer.planned import Planned

    change.note_index(settings.index)
    with BuildProgress(VisibleConsole(stderr=True) if as_json else out) as progress:
        return build_index(settings, planned=Planned(change.folders(), {}), progress=progress)


def _refuse_unknown(wanted: Sequence[str], held: Sequence[str]) -> None:
    """Refuse ids that the corpus does not have.

    Raises:
        QueryError: There are some; the message names those that may be meant.
    """
    from retriever.contents import ids_like

    unknown = [one for one in wanted if one not in held]
    near = list(dict.fromkeys(name for one in unknown for name in ids_like(one, held)))
    if unknown:
        named = " and no paper ".join(map(repr, unknown))
        raise QueryError(f"the corpus has no paper {named}" + (f"; did you mean {' or '.join(near)}?" if near else ""))


def _ask(wanted: Sequence[str], corpus: Path, *, can_ask: bool) -> None:
    """Ask whether to remove papers.

    Raises:
        QueryError: No one can be asked.
    """
    if not can_ask or not sys.stdin.isatty():
        raise QueryError("removing papers deletes their folders; to do so without being asked: --yes")
    typer.confirm(f"Delete {', '.join(str(corpus / one) for one in wanted)}?", abort=True)
