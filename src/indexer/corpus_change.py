"""Changes the folders of a corpus so that all of a change is done or, if it fails or is stopped, nothing of it."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kutip.errors import CorpusError
from kutip.index.disk import sync

HIDDEN = ".adding"  # in the corpus: names with a dot in front are no documents
_KEPT = f"{HIDDEN}-kept-"  # begins its name when what waits in it is no longer wanted
_BEFORE, _OWNER = "before", "owner"


@dataclass(frozen=True, slots=True)
class _Move:
    """A folder that is renamed; both places are on the corpus's own disk."""

    id: str
    start: Path
    end: Path


class CorpusChange:
    """A context in which documents are added to a corpus and taken out; without `keep`, leaving it undoes all.

    New folders are written in a hidden one, and come into the corpus by one rename. What is taken out waits there. If
    this process is killed outright, the next change puts back what then is missing and removes the rest.
    """

    def __init__(self, corpus: Path) -> None:
        """Change nothing yet.

        Args:
            corpus: The corpus folder; it is made if there is none.
        """
        self._corpus = corpus
        self._hidden = corpus / HIDDEN
        self._made: list[Path] = []
        self._moves: list[_Move] = []
        self._rooms = 0

    def __enter__(self) -> Self:
        """Take the corpus, so that no other process changes it meanwhile.

        Raises:
            CorpusError: Another process changes it.
        """
        self._made = [one for one in (self._corpus, *self._corpus.parents) if not one.exists()]
        self._corpus.mkdir(parents=True, exist_ok=True)
        try:
            _recover(self._corpus)
            try:
                self._hidden.mkdir()
            except FileExistsError as error:
                raise _taken(self._corpus) from error
        except BaseException:
            self._remove_made()
            raise
        (self._hidden / _OWNER).write_text(str(os.getpid()), encoding="ascii")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo what was not kept, and remove the hidden folder; Ctrl-C does not stop that."""
        with undisturbed():
            self._undo(self._moves)
            shutil.rmtree(self._hidden, ignore_errors=True)
            self._remove_made()

    def room(self, name: str) -> Path:
        """Return a new empty folder with this name, which is not in the corpus yet."""
        self._rooms += 1
        folder = self._hidden / str(self._rooms) / name
        folder.mkdir(parents=True)
        return folder

    def place(self, folder: Path, document_id: str) -> None:
        """Put a folder that `room` gave into the corpus; one that is there under this id is taken out.

        Args:
            folder: The folder, with all its files.
            document_id: Its name in the corpus.
        """
        for file in (*folder.iterdir(), folder):
            sync(file)
        if os.path.lexists(self._corpus / document_id):
            self.take_out(document_id)
        self._move(_Move(document_id, folder, self._corpus / document_id))

    def take_out(self, document_id: str) -> None:
        """Take the folder of a document out of the corpus."""
        self._rooms += 1
        waiting = self._hidden / str(self._rooms) / _BEFORE
        waiting.mkdir(parents=True)
        self._move(_Move(document_id, self._corpus / document_id, waiting / document_id))

    def undo(self, document_id: str) -> bool:
        """Undo what was done to one document; False if that is nothing."""
        own = [one for one in self._moves if one.id == document_id]
        with undisturbed():
            self._undo(own)
        self._moves = [one for one in self._moves if one.id != document_id]
        return bool(own)

    def keep(self) -> None:
        """Keep what was done: from here on, nothing of it is put back, not even if the process is killed."""
        with undisturbed():
            kept = self._corpus / f"{_KEPT}{os.getpid()}"
            self._hidden.rename(kept)
            self._hidden = kept
            self._moves.clear()
            self._made.clear()

    def _move(self, move: _Move) -> None:
        self._moves.append(move)  # first, so that what is renamed is always known
        move.start.rename(move.end)
        sync(self._corpus)

    def _undo(self, moves: list[_Move]) -> None:
        for move in reversed(moves):
            if os.path.lexists(move.end) and not os.path.lexists(move.start):
                move.end.rename(move.start)

    def _remove_made(self) -> None:
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()


def _recover(corpus: Path) -> None:
    """Clear away what a process that was killed has left: put back what is missing, remove the rest."""
    for unwanted in corpus.glob(f"{_KEPT}*"):
        shutil.rmtree(unwanted, ignore_errors=True)
    hidden = corpus / HIDDEN
    if not hidden.is_dir() or _is_at_work(hidden):
        return
    left = corpus / f"{HIDDEN}-{os.getpid()}"
    try:
        hidden.rename(left)  # of two processes that see it, one goes on
    except OSError:
        return
    for folder in left.glob(f"*/{_BEFORE}/*"):
        if not os.path.lexists(corpus / folder.name):
            folder.rename(corpus / folder.name)
    shutil.rmtree(left, ignore_errors=True)


def _is_at_work(hidden: Path) -> bool:
    """Whether the process that made the hidden folder goes on; True where that cannot be known."""
    try:
        owner = int((hidden / _OWNER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return True
    if owner == os.getpid():
        return False  # the number of one that has ended: this process has only just begun
    if sys.platform == "win32":
        return True  # to ask for a process would end it there
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _taken(corpus: Path) -> CorpusError:
    return CorpusError(
        f"another kutip changes {corpus}; wait until it has ended (if none runs, look into {corpus / HIDDEN}, move"
        f" what is in its folders {_BEFORE!r} back, and remove it)"
    )


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
