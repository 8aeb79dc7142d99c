"""Recognises the kind of answer that a question asks for, in every language of `kutip.language`."""

import re
from enum import StrEnum

from kutip.language.united import any_of


class QuestionType(StrEnum):
    """The kind of answer that a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    DEFINE = "define"
    LIST = "list"
    COMPARE = "compare"
    YES_NO = "yes_no"
    SOURCE = "source"


# Patterns that decide the type wherever they match in a question, tried in this order.
_ANYWHERE = tuple(
    (kind, re.compile(any_of(f"type_anywhere.{kind}"), re.IGNORECASE))
    for kind in (QuestionType.COMPARE, QuestionType.SOURCE, QuestionType.DEFINE)
)
# Otherwise the earliest match in the question decides; of matches that start together, the first in this list.
_FIRST = tuple(
    (kind, re.compile(any_of(f"type_first.{kind}"), re.IGNORECASE))
    for kind in (
        *(QuestionType.HOW_MANY, QuestionType.WHY, QuestionType.DEFINE, QuestionType.WHEN, QuestionType.WHERE),
        *(QuestionType.WHO, QuestionType.LIST, QuestionType.WHICH, QuestionType.HOW, QuestionType.YES_NO),
    )
)
# A clause before the question itself: "When a ship is stolen, how …".
_CLAUSE = re.compile(
    rf"^\W*{any_of('questions.clause_leads')}\b[^?]*,\s*(?={any_of('questions.asking')}\b)", re.IGNORECASE
)


def question_type(question: str, *, compares: bool = False) -> QuestionType:
    """Return the kind of answer that a question asks for; keywords and other texts without a sign ask "which".

    Args:
        question: In English or Indonesian.
        compares: True if it asks what each of several papers says.

    >>> [question_type(q).value for q in ("Where was it?", "Berapa korban?", "Did it meet?", "DOI of Smith 2020")]
    ['where', 'how_many', 'yes_no', 'which']
    """
    if compares:
        return QuestionType.COMPARE
    question = _CLAUSE.sub("", " ".join(question.split()))
    for kind, pattern in _ANYWHERE:
        if pattern.search(question):
            return kind
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_FIRST)
        if (match := pattern.search(question)) is not None
    ]
    return min(found)[2] if found else QuestionType.WHICH
