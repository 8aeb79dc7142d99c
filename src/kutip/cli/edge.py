"""Where the command line begins and ends: an error becomes one line that says what to do, and an exit status.

This module imports little, so that Ctrl-C during the imports of the commands ends in one line too.
"""

import _thread
import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Timer, current_thread, main_thread
from typing import Any

_FAILED, _INTERRUPTED = 1, 130
_SOON = 0.03  # seconds after which Ctrl-C is raised again if nothing has heard it


def main() -> None:
    """Run the command line."""
    run_app(_kutip)


def _kutip() -> None:
    from kutip.cli.commands import app

    app()


def run_app(commands: Callable[[], Any]) -> None:
    """Run commands; an error of Kutip or of the operating system is printed as one line.

    The process exits with 1 after an error, with 130 after Ctrl-C. A reader of the output that goes away, as in
    ``kutip documents | head -1``, ends it with 1 and without a word, as it does other programs.
    """
    with _Interruption() as interruption:
        _run(commands, interruption)


def _run(commands: Callable[[], Any], interruption: "_Interruption") -> None:
    try:
        from kutip.cli.terminal import prepare_streams
        from kutip.messages.catalogue import Catalogue

        prepare_streams()
        try:
            Catalogue.of("en")  # fails first if it is not compiled: the texts of other errors come from it
            commands()
        finally:
            _flush()
    except KeyboardInterrupt:
        interruption.is_heard()
        raise SystemExit(_say("stopped before it was done; run it again", _INTERRUPTED)) from None
    except SystemExit as ended:
        interruption.is_heard()
        if _was_interrupted(ended):
            _say("stopped before it was done; run it again", _INTERRUPTED)
        raise
    except Exception as error:
        interruption.is_heard()
        line = _line(error)
        if line is None:
            raise
        raise SystemExit(_say(line, _FAILED)) from error


class _Interruption:
    """Makes Ctrl-C end the command wherever it comes: what forgets it once, such as a callback, is asked again."""

    def __enter__(self) -> "_Interruption":
        self._reported, sys.unraisablehook = sys.unraisablehook, _report
        self._handled = signal.getsignal(signal.SIGINT)
        if self._handled is signal.default_int_handler and current_thread() is main_thread():
            signal.signal(signal.SIGINT, self._interrupt)
        self._is_over = False
        return self

    def __exit__(self, *_: object) -> None:
        self.is_heard()
        sys.unraisablehook = self._reported
        if current_thread() is main_thread() and signal.getsignal(signal.SIGINT) == self._interrupt:
            signal.signal(signal.SIGINT, self._handled)

    def is_heard(self) -> None:
        """Ask no more."""
        self._is_over = True

    def _interrupt(self, *_: object) -> None:
        again = Timer(_SOON, self._ask_again)
        again.daemon = True
        again.start()
        raise KeyboardInterrupt

    def _ask_again(self) -> None:
        if not self._is_over:
            _thread.interrupt_main()


def _report(ignored: Any) -> None:
    """Report an error in a callback, but for Ctrl-C, which is raised again elsewhere."""
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)


def _line(error: Exception) -> str | None:
    """The line for an error; "" if it needs none, and None if it is a fault of Kutip, whose traceback is wanted."""
    from kutip.errors import IndexDamagedError, KutipError
    from kutip.refusals import PASSING, refusal_in, sentence

    if isinstance(error, IndexDamagedError) and isinstance(error.__cause__, OSError):
        cause = error.__cause__  # too many open files, say: nothing is damaged
        return sentence(cause) if cause.errno in PASSING else str(error)
    if isinstance(error, KutipError):
        return str(error)
    refused = refusal_in(error)
    if refused is None:
        return None
    return "" if refused.errno == errno.EPIPE else sentence(refused)


def _was_interrupted(ended: BaseException) -> bool:
    """Whether Ctrl-C is the cause: typer turns it into an exit of its own."""
    cause: BaseException | None = ended
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return cause is not None and ended.code == _INTERRUPTED if isinstance(ended, SystemExit) else False


def complain(line: str) -> None:
    """Print on standard error, in one line and if that can be written to, what is wrong; "" prints nothing."""
    from rich.markup import escape

    from kutip.cli.terminal import VisibleConsole, in_one_line

    if line:
        with suppress(OSError):
            console = VisibleConsole(stderr=True)
            console.print(
                f"[red]kutip:[/red] {escape(in_one_line(line))}", highlight=False, emoji=False, soft_wrap=True
            )


def _say(line: str, status: int) -> int:
    complain(line)
    return status


def _flush() -> None:
    """Write what is still to be written to standard output.

    Raises:
        OSError: It cannot be written. Python's own attempt as it ends then goes nowhere, rather than complain.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        raise OSError(error.errno, error.strerror, "the output") from error
