"""Opens networks in ONNX Runtime, the only place that imports it."""

from pathlib import Path
from typing import TYPE_CHECKING

from kutip.index.telemetry import switch_off_telemetry

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_ERRORS_ONLY = 3  # ONNX Runtime's number for it


def open_session(network: Path | bytes, *, threads: int = 2) -> "InferenceSession":
    """Open a network to compute with on the CPU; several threads may share it.

    Args:
        network: The ONNX file, or its content.
        threads: Number of threads that compute one run.

    Raises:
        Exception: The network cannot be loaded; ONNX Runtime's own exceptions have no other base in common.
    """
    switch_off_telemetry()
    import onnxruntime  # it reports to its maker from here on, unless told before not to

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = _ERRORS_ONLY
    # By default its idle threads keep spinning and take the cores from MaxSim, which then took twice as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    given = network if isinstance(network, bytes) else str(network)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])
