"""What the evaluation refuses; each says what is, what was wanted and what to do."""

from kutip.errors import KutipError


class EvaluationError(KutipError):
    """Questions, runs or a service that cannot be scored or compared as they are."""


class QuestionError(EvaluationError):
    """A question that cannot be scored as it is written."""


class ServiceError(EvaluationError):
    """A service that does not answer, or not as the HTTP contract has it."""
