"""The late-interaction adapter: what to add to the default model's weights so that its tokens match across wordings.

It was trained on public questions (docs/training.md) to tell the passage that answers by Kutip's own score, the best
sentence's MaxSim. The file holds, for each trained parameter, the difference to the published weights: a matrix as
signed bytes `NAME.q` with a scale for each row `NAME.s`, a vector as float16 `NAME.h`.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kutip.errors import ModelError
from kutip.index.arrays import Floats

FILE = Path(__file__).with_name("late_adapter.npz")
_SHA256 = "6c8a49eb199c490f0b35816e16deb8327ae1692c44c97f4d19eca2396ab69908"


def fingerprint() -> str:
    """The SHA-256 of the adapter's file.

    Raises:
        ModelError: The file is missing, or not the one that this version of Kutip came with.
    """
    try:
        found = hashlib.sha256(FILE.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"the adapter {FILE} cannot be read: {error.strerror}; reinstall Kutip") from error
    if found != _SHA256:
        raise ModelError(f"the adapter {FILE} has SHA-256 {found}, not {_SHA256}; reinstall Kutip")
    return found


def differences(share: float) -> Iterator[tuple[str, Floats]]:
    """Read the differences of each parameter that was trained, times a share.

    Args:
        share: From 0 (the published weights) to 1 (the trained ones).

    Yields:
        The parameter's name and what to add to it, in its own shape.

    Raises:
        ModelError: The file is missing or another one.
    """
    fingerprint()
    with np.load(FILE, allow_pickle=False) as held:
        for key in held.files:
            name, form = key.rsplit(".", 1)
            if form == "q":
                yield name, np.float32(share) * held[key] * held[f"{name}.s"][:, None]
            elif form == "h":
                yield name, np.float32(share) * held[key].astype(np.float32)
