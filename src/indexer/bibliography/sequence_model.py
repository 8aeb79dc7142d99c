"""Labels a sequence with a trained conditional random field, read once from a file beside the code."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from kutip.errors import ModelError

# The models and the SHA-256 of their files: python -m training.references writes both.
MODELS = {
    "list_lines": "d3ec0becfbcfef642b2bf754dc62cf0e9c3c0c78d70078fcecbd1e41b17ee222",
    "entry_fields": "bfe21af15e843c7bd142688028f04045fb2517128201915e2a91a726fb4a70c8",
}


def model_path(name: str) -> Path:
    """Return the file of a model of the package."""
    return Path(__file__).with_name(f"{name}.crf")


class SequenceModel:
    """A conditional random field over descriptions of words or lines; not to be shared between threads."""

    def __init__(self, path: Path) -> None:
        """Open a file that python-crfsuite wrote."""
        import pycrfsuite  # here, since only what reads references needs it

        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    @classmethod
    def of_package(cls, name: str) -> "SequenceModel":
        """Open a model of the package, once.

        Raises:
            ModelError: Its file is not there or not the one that was trained.
        """
        return _opened(name)

    def labels(self, described: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
        """Return the most probable label of each item of a sequence, with its probability."""
        if not described:
            return []
        found = self._tagger.tag(described)
        return [(label, self._tagger.marginal(label, at)) for at, label in enumerate(found)]


@cache
def _opened(name: str) -> SequenceModel:
    path = model_path(name)
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}; install kutip again") from error
    if digest != MODELS[name]:
        raise ModelError(f"{path} is not the file that was trained; install kutip again")
    return SequenceModel(path)
