"""How long a call takes, for tests that compare how time grows with a text; no test asserts a time by itself."""

import gc
import time
from collections.abc import Callable


def cpu_seconds(call: Callable[[], object], *, runs: int = 3) -> float:
    """Return the CPU seconds of the quickest of some runs; what the test worker holds is not collected meanwhile."""
    taken = []
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(runs):
            begun = time.process_time()
            call()
            taken.append(time.process_time() - begun)
    finally:
        if was_enabled:
            gc.enable()
    return min(taken)
