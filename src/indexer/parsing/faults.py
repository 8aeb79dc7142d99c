"""Collects all that is wrong with a document, so that its owner can mend it in one go."""

from collections.abc import Iterator
from contextlib import contextmanager

from kutip.errors import CorpusError


class DocumentFaults:
    """What is wrong with a document, in sentences; `all_faults` makes one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._told: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        """Note a fault; the same one is told once."""
        self._told[sentence] = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the fault that ends the `with` block, instead of raising it."""
        try:
            yield
        except CorpusError as error:
            self.add(str(error))

    def __str__(self) -> str:
        """All faults, in the order in which they were found; "" for none."""
        return "; ".join(self._told)


@contextmanager
def all_faults() -> Iterator[DocumentFaults]:
    """Collect the faults of a document.

    Raises:
        CorpusError: There were faults when the `with` block ended; the message has them all.
    """
    faults = DocumentFaults()
    with faults.noted():
        yield faults
    if told := str(faults):
        raise CorpusError(told)
