"""Errors of the evaluation. Each message says what is wrong, what was expected and what to do."""

from kutip.errors import KutipError


class EvaluationError(KutipError):
    """Questions, runs or a service cannot be scored or compared."""


class QuestionError(EvaluationError):
    """A line of a questions file cannot be scored as it is written."""


class ServiceError(EvaluationError):
    """A service does not answer, or answers in another form than the HTTP contract prescribes."""
