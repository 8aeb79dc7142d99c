"""Delta files: what training changed in a base, a signed byte a number, so that a part of Kutip weighs 10 MB, not 90.

A file is an archive of NumPy arrays. For a matrix NAME it holds NAME.q, signed bytes, and NAME.s, a scale for each row;
for a vector, or for a weight that the base lacks, NAME.h in half precision.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.errors import TrainingError
from training.networks import NamedWeights

_STEPS = 127  # the largest signed byte


def make_delta(base: NamedWeights, trained: NamedWeights) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a delta file.

    Args:
        base: All weights of the base.
        trained: The weights after training; those that the base lacks are kept as they are.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, values in trained.items():
        if name not in base:
            arrays[f"{name}.h"] = values.astype(np.float16)
            continue
        change = values - base[name]
        if change.ndim < 2:
            arrays[f"{name}.h"] = change.astype(np.float16)
            continue
        scales = np.abs(change).max(axis=1) / _STEPS
        bytes_ = np.rint(change / np.where(scales > 0, scales, 1)[:, None])
        arrays[f"{name}.q"], arrays[f"{name}.s"] = bytes_.astype(np.int8), scales.astype(np.float32)
    return arrays


def changes(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[np.float32]]:
    """What a delta file adds to the base, by the name of the weight."""
    found = {}
    for key, values in arrays.items():
        name, form = key.rsplit(".", 1)
        if form == "q":
            found[name] = values.astype(np.float32) * arrays[f"{name}.s"].astype(np.float32)[:, None]
        elif form == "h":
            found[name] = values.astype(np.float32)
    return found


def apply_delta(base: NamedWeights, arrays: Mapping[str, npt.NDArray[Any]], *, alpha: float = 1.0) -> dict[str, Any]:
    """All weights: the base's with the change, and those that only the delta has.

    Args:
        base: All weights of the base.
        arrays: The arrays of a delta file.
        alpha: How much of the change is taken, from 0, the base, to 1.

    Raises:
        TrainingError: A weight of the base has another shape than its change.
    """
    weights = {name: np.asarray(values, dtype=np.float32) for name, values in base.items()}
    for name, change in changes(arrays).items():
        if name in weights and weights[name].shape != change.shape:
            raise TrainingError(
                f"the delta changes {name} of shape {change.shape}, the base's has {weights[name].shape}"
            )
        weights[name] = weights[name] + np.float32(alpha) * change if name in weights else change
    return weights


def relative_error(base: NamedWeights, trained: NamedWeights, arrays: Mapping[str, npt.NDArray[Any]]) -> float:
    """The length of what packing changed over the length of what training changed."""
    kept = changes(arrays)
    wrong = right = 0.0
    for name, values in trained.items():
        change = np.asarray(values - base[name] if name in base else values, dtype=np.float64)
        wrong += float(((kept[name] - change) ** 2).sum())
        right += float((change**2).sum())
    return float(np.sqrt(wrong / right)) if right else 0.0


def write_delta(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a delta file; equal arrays give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key in sorted(arrays):
            entry = zipfile.ZipInfo(f"{key}.npy")  # has no time of day
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(arrays[key]), allow_pickle=False)


def read_delta(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read a delta file.

    Raises:
        TrainingError: It is missing or is no delta file.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in archive}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} cannot be read as a delta file: {error}") from error
    forms = {key.rpartition(".")[2] for key in arrays}
    scaled = {key.removesuffix(".q") for key in arrays if key.endswith(".q")}
    if not arrays or forms - {"q", "s", "h"} or any(f"{name}.s" not in arrays for name in scaled):
        raise TrainingError(f"{path} is no delta file: it has other arrays than NAME.q with NAME.s, and NAME.h")
    return arrays
