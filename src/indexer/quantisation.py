"""Turns the matrices of an exported encoder into 8-bit whole numbers: a quarter of the memory, half the time."""

import logging
import tempfile
import uuid
from pathlib import Path
from unittest.mock import patch

from kutip.index.telemetry import switch_off_telemetry


def quantise(path: Path) -> None:
    """Rewrite an ONNX file with its matrices in 8 bits, the token vectors included.

    Each matrix has a scale for each of its columns; the inputs of each multiplication are scaled as they come.
    """
    switch_off_telemetry()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises to prepare the file, which exported files do not need
    try:
        # For names of files it asks for uuid1, which opens a socket to read the machine's hardware address.
        with tempfile.TemporaryDirectory(dir=path.parent) as folder, patch.object(uuid, "uuid1", uuid.uuid4):
            written = Path(folder) / path.name
            options = {"MatMulConstBOnly": True}
            quantize_dynamic(path, written, per_channel=True, weight_type=QuantType.QInt8, extra_options=options)
            written.replace(path)
    finally:
        root.setLevel(level)
