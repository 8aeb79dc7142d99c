"""Changes the folders of a corpus so that all of a change is done or, if it fails or is stopped, nothing of it."""

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.parsing.corpus import documents_in
from kutip.errors import CorpusError
from kutip.index.disk import sync, write_synced
from kutip.index.store import pointer

HIDDEN = ".adding"  # in the corpus: names with a dot in front are no documents
_NEW = f"{HIDDEN}-new-"  # begins its name before it has its owner's number in it
_OVER = f"{HIDDEN}-over-"  # begins its name when what is in it is no longer wanted
_OWNER, _PLAN, _OUT = "owner", "plan.json", "out"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a change will do to the corpus, for whoever finds it after the process was killed.

    Attributes:
        placed: By id of a document, the folder in the hidden one that holds it.
        removed: Ids of documents that go.
        index: The index that is built of the documents after the change; "" if none is, so that the change holds.
        state: What that index's CURRENT held before. If it holds something else, the index has the change already.
    """

    placed: dict[str, str]
    removed: list[str]
    index: str = ""
    state: str = ""

    def holds(self) -> bool:
        """Whether the corpus is to be changed so.

        Raises:
            IndexUnreadableError: That cannot be known, since the index cannot be read now.
        """
        return not self.index or pointer(Path(self.index)) != self.state


class CorpusChange:
    """A context in which documents are added to a corpus and taken out of it; without `keep`, nothing is changed.

    All is prepared in one hidden folder of the corpus, and the corpus itself stays as it is until `keep`: an index is
    built of `folders()`. If this process is killed, the next one sees from the plan whether the index has the change
    already; if so it carries it out, else it removes the hidden folder.
    """

    def __init__(self, corpus: Path) -> None:
        """Change nothing yet.

        Args:
            corpus: The corpus folder; it is made if there is none.
        """
        self._corpus = corpus
        self._hidden = corpus / HIDDEN
        self._made: list[Path] = []
        self._placed: dict[str, Path] = {}
        self._removed: set[str] = set()
        self._rooms = 0

    def __enter__(self) -> Self:
        """Take the corpus, so that no other process changes it meanwhile.

        Raises:
            CorpusError: Another process changes it.
        """
        self._made = [one for one in (self._corpus, *self._corpus.parents) if not one.exists()]
        self._corpus.mkdir(parents=True, exist_ok=True)
        try:
            recover(self._corpus)
            _take(self._corpus)
        except BaseException:
            self._remove_made()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the hidden folder with all that was not kept nor is in the index; Ctrl-C does not stop that."""
        with undisturbed():
            if self._hidden.exists():
                _settle(self._corpus, self._hidden)
            self._remove_made()

    def _remove_made(self) -> None:
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()

    def names(self) -> set[str]:
        """Return the ids of the documents after the change, and the other names in the corpus."""
        return {one.name for one in self._corpus.iterdir()} - self._removed | self._placed.keys()

    def folders(self) -> list[Path]:
        """Return the folders of the documents after the change, sorted by id, each where it is now."""
        changed = self._removed | self._placed.keys()
        kept = [one for one in documents_in(self._corpus) if one.name not in changed]
        return sorted((*kept, *self._placed.values()), key=lambda one: one.name)

    def folder_of(self, document_id: str) -> Path:
        """Return where the folder of a document is now."""
        return self._placed.get(document_id, self._corpus / document_id)

    def room(self, name: str) -> Path:
        """Return a new empty folder with this name, which is not in the corpus yet."""
        self._rooms += 1
        folder = self._hidden / str(self._rooms) / name
        folder.mkdir(parents=True)
        return folder

    def place(self, folder: Path, document_id: str) -> Path:
        """Let a folder that `room` gave be a document, in the place of one with this id; return where it is now.

        Args:
            folder: The folder, with all its files.
            document_id: Its name in the corpus.
        """
        place = folder.with_name(document_id)
        if place != folder:
            folder.rename(place)
        for file in (*place.iterdir(), place, place.parent):
            sync(file)
        before = self._placed.get(document_id)
        self._placed[document_id] = place
        if before is not None:
            shutil.rmtree(before)
        return place

    def take_out(self, document_id: str) -> None:
        """Let a document of the corpus go."""
        self._removed.add(document_id)

    def undo(self, document_id: str) -> bool:
        """Let one document be as it was; False if nothing was to be done to it."""
        was_removed = document_id in self._removed
        self._removed.discard(document_id)
        placed = self._placed.pop(document_id, None)
        if placed is not None:
            shutil.rmtree(placed)
        return was_removed or placed is not None

    def note_index(self, index: Path) -> None:
        """Note that an index is now built of `folders()`: if this process is killed, both have the change or neither.

        Args:
            index: The folder of the index.
        """
        self._write_plan(str(index.absolute()), pointer(index))

    def keep(self) -> None:
        """Change the corpus. From here on nothing is put back, not even if the process is killed."""
        with undisturbed():
            self._write_plan()
            _settle(self._corpus, self._hidden)
            self._placed.clear()
            self._removed.clear()

    def _write_plan(self, index: str = "", state: str = "") -> None:
        placed = {one: place.relative_to(self._hidden).as_posix() for one, place in self._placed.items()}
        plan = _Plan(placed, sorted(self._removed), index, state)
        draft = self._hidden / f"{_PLAN}.tmp"
        write_synced(draft, json.dumps(asdict(plan)).encode("utf-8"))
        os.replace(draft, self._hidden / _PLAN)
        sync(self._hidden)


def recover(corpus: Path) -> None:
    """Clear away what a process that was killed has left in a corpus, and carry out what its index has already."""
    for unwanted in corpus.glob(f"{_OVER}*"):
        shutil.rmtree(unwanted, ignore_errors=True)
    for unused in corpus.glob(f"{_NEW}*"):
        with suppress(ValueError):  # no name of ours
            if not _runs(int(unused.name.removeprefix(_NEW))):
                shutil.rmtree(unused, ignore_errors=True)
    hidden = corpus / HIDDEN
    if not hidden.is_dir() or _is_at_work(hidden):
        return
    # Whoever settles it holds the folder meanwhile; if it is killed as well, the next one goes on.
    (hidden / _OWNER).write_text(str(os.getpid()), encoding="ascii")
    _settle(corpus, hidden)


def _settle(corpus: Path, hidden: Path) -> None:
    """Carry out what a hidden folder's plan says, if that holds, and remove the folder.

    Raises:
        OSError: Something could not be renamed; the folder stays, and the next change carries out the rest.
        IndexUnreadableError: Nobody can say whether it holds; the folder stays.
    """
    plan = _plan_in(hidden)
    if plan is not None and plan.holds():
        _carry_out(corpus, hidden, plan)
    over = corpus / f"{_OVER}{os.getpid()}"  # from here on, nothing of it is carried out again
    shutil.rmtree(over, ignore_errors=True)  # of another process that had the same number
    hidden.rename(over)
    with suppress(OSError):  # a full disk, say, must not stop the undoing
        sync(corpus)
    shutil.rmtree(over, ignore_errors=True)


def _plan_in(hidden: Path) -> _Plan | None:
    try:
        return _Plan(**json.loads((hidden / _PLAN).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None  # it was killed before there was one


def _carry_out(corpus: Path, hidden: Path, plan: _Plan) -> None:
    """Rename the folders of a plan, but for those that were renamed before."""
    out = hidden / _OUT
    out.mkdir(exist_ok=True)
    for document_id in plan.removed:
        if os.path.lexists(corpus / document_id) and document_id not in plan.placed:
            (corpus / document_id).rename(out / document_id)
    for document_id, name in plan.placed.items():
        if not os.path.lexists(hidden / name):
            continue  # it is there already
        place = corpus / document_id
        if os.path.lexists(place):
            place.rename(out / document_id)
        (hidden / name).rename(place)
    sync(corpus)


def _take(corpus: Path) -> None:
    """Make the hidden folder of a corpus, with the number of this process in it from the beginning.

    Raises:
        CorpusError: Another process has made it.
    """
    new = corpus / f"{_NEW}{os.getpid()}"
    try:
        new.mkdir(exist_ok=True)
        (new / _OWNER).write_text(str(os.getpid()), encoding="ascii")
        new.rename(corpus / HIDDEN)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        if (corpus / HIDDEN).exists():
            raise CorpusError(
                f"another kutip changes {corpus}; wait until it has ended (if none runs, remove the file"
                f" {corpus / HIDDEN / _OWNER}, and run it again)"
            ) from error
        raise


def _is_at_work(hidden: Path) -> bool:
    """Whether the process that made the hidden folder goes on; True where that cannot be known."""
    try:
        return _runs(int((hidden / _OWNER).read_text(encoding="ascii")))
    except FileNotFoundError:
        return False  # a person has removed it
    except (OSError, ValueError):
        return True


def _runs(process: int) -> bool:
    """Whether another process has this number; True where that cannot be known."""
    if process == os.getpid():
        return False  # the number of one that has ended: this process has only just begun
    if sys.platform == "win32":
        return True  # to ask for a process would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def undisturbed() -> Iterator[None]:
    """Do not hear Ctrl-C, or the request to end, inside this context."""
    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {one: signal.getsignal(one) for one in asked}
    if threading.current_thread() is not threading.main_thread() or None in handlers.values():
        yield
        return
    for one in asked:
        signal.signal(one, signal.SIG_IGN)
    try:
        yield
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)
