"""Lets a request to end the process undo what is being changed first, as Ctrl-C does."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ENDING = ("SIGTERM", "SIGHUP")  # asked to end, as by a shutdown or a terminal that is closed; Windows has no SIGHUP


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Raise KeyboardInterrupt on a request to end the process."""

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
