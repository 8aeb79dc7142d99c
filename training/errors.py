"""The error of training. Its message says what is wrong, what was expected and what to do."""

from kutip.errors import KutipError


class TrainingError(KutipError):
    """A source, a prepared folder, a run or a file of weights cannot be used as it is."""
