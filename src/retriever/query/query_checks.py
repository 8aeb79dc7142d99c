"""What a query has to be before it is searched for: of a bearable length, with something in it to search for."""

from kutip.errors import QueryError
from kutip.text.terms import searchable
from kutip.types import Message


def check_query(query: str, *, most: int) -> None:
    """See whether a query can be searched for.

    Args:
        query: As it was typed.
        most: The largest number of characters that it may have.

    Raises:
        QueryError: It is longer, has half a character in it, or has no letter and no digit.
    """
    check_length(query, most=most)
    if not searchable(query):
        raise QueryError(Message("refused.empty_query"))


def check_length(query: str, *, most: int) -> None:
    """See whether a text, which may be empty, can be read.

    Raises:
        QueryError: It is longer than `most` characters, or has half a character in it.
    """
    if len(query) > most:
        raise QueryError(Message("refused.query_too_long", {"n": len(query), "most": most}))
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise QueryError(Message("refused.half_character"))


def check_k(k: int, *, most: int) -> None:
    """See whether so many hits may be asked for.

    Raises:
        QueryError: k is not from 1 to `most`.
    """
    if not 1 <= k <= most:
        raise QueryError(Message("refused.k", {"k": k, "most": most}))
