"""A list of words or patterns, or of pairs of them, and how one is written down."""

Listed = tuple[str, ...]
Paired = tuple[tuple[str, str], ...]


def listed(text: str, separator: str | None = None) -> Listed:
    """A tuple of the pieces of a text, parted by blanks or by `separator`.

    >>> listed("not no"), listed("such as | for example", "|")
    (('not', 'no'), ('such as', 'for example'))
    """
    return tuple(piece.strip() for piece in text.split(separator))


def paired(text: str) -> Paired:
    """A tuple of pairs of words, each written `one=other`; "_" stands for a blank, and the other may be empty.

    >>> paired("dmn=di_mana ya=")
    (('dmn', 'di mana'), ('ya', ''))
    """
    pairs = (piece.partition("=") for piece in text.split())
    return tuple((one, other.replace("_", " ")) for one, _, other in pairs)
