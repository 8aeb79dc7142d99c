"""A list of words or patterns, and how one is written down."""

Listed = tuple[str, ...]


def listed(text: str, separator: str | None = None) -> Listed:
    """A tuple of the pieces of a text, parted by blanks or by `separator`.

    >>> listed("not no"), listed("such as | for example", "|")
    (('not', 'no'), ('such as', 'for example'))
    """
    return tuple(piece.strip() for piece in text.split(separator))
