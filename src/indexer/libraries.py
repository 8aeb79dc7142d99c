"""The libraries that only a build needs: the extra `build` installs them, and serving an index does without."""

from importlib.util import find_spec

from kutip.errors import NotInstalledError

BUILD_LIBRARIES = ("sentence_transformers", "torch", "onnx", "onnxscript", "rank_bm25")  # as Python imports them


def require_build_libraries() -> None:
    """Look for every library of a build without importing any, which takes under a millisecond.

    Raises:
        NotInstalledError: At least one is missing; the error lists all that are.
    """
    if missing := [name for name in BUILD_LIBRARIES if find_spec(name) is None]:
        raise NotInstalledError("building an index", missing, "build")
