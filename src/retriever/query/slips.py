"""Words that are one or two typing slips apart."""

from collections.abc import Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiou")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_MOST = 2


def one_slip_from(word: str, *, changed: bool) -> Iterator[str]:
    """Yield the words from which one slip makes a word in small letters; the first letter is right in all of them.

    Args:
        word: The word.
        changed: True for words in which another letter stood, one beside it on the keyboard or a vowel for a vowel;
            False for those in which two letters were swapped, one was missed, or one stood too many.

    >>> "victims" in one_slip_from("vitcims", changed=False), "separate" in one_slip_from("seperate", changed=True)
    (True, True)
    """
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        if changed:
            yield from (before + letter + after[1:] for letter in _mistaken(after[:1]))
            continue
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in _LETTERS)
        if after:
            yield before + after[1:]


def _mistaken(key: str) -> frozenset[str]:
    """The letters for which a key may have been taken."""
    at = next(((row, keys.index(key)) for row, keys in enumerate(_ROWS) if key and key in keys), None)
    if at is None:
        return frozenset()
    row, place = at
    beside = "".join(keys[max(0, place - 1) : place + 2] for keys in _ROWS[max(0, row - 1) : row + 2])
    return (frozenset(beside) | (_VOWELS if key in _VOWELS else frozenset())) - {key}


def swapped_or_missed(word: str, other: str) -> bool:
    """Whether two slips at most make a word of another that begins and ends as it does, none of them a wrong letter.

    >>> swapped_or_missed("trafikcing", "trafficking"), swapped_or_missed("informatics", "information")
    (True, False)
    """
    if not word or not other or word[-1] != other[-1] or abs(len(word) - len(other)) > _MOST:
        return False
    rows = [list(range(len(other) + 1))]
    for i, one in enumerate(word, start=1):
        row = [i]
        for j, two in enumerate(other, start=1):
            cost = min(rows[-1][j], row[-1]) + 1
            if one == two:
                cost = min(cost, rows[-1][j - 1])
            if i > 1 and j > 1 and one == other[j - 2] and word[i - 2] == two:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
        if min(row) > _MOST:
            return False
    return rows[-1][-1] <= _MOST
