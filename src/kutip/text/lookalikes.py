"""What a reader takes a text for: letters that look alike as one letter, characters that nobody sees left out."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
# Letters of other alphabets, and rare ones of the Latin, that look like the letters below them.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁԛԝһкмтոօսհοανιρτυκηıɑɡᴏɴᴛƞҭ",
    "aeopcyxijsdqwhkmtnouhoaviptukniagontnt",
)


def as_seen(text: str, *, unseen: str = "") -> str:
    r"""Return a text with the letters and digits that a reader sees, for comparing it; ordinary text stays as it is.

    A letter of another alphabet is replaced only in a word that also has Latin letters.

    Args:
        text: Any text.
        unseen: What stands for a character that is not seen, such as a soft hyphen.

    >>> as_seen("did n\u043et, 𝐧𝐨𝐭, n\u200bot, ②,047 and 10²; М. Горький")
    'did not, not, not, 2,047 and 10²; М. Горький'
    """
    if text.isascii():
        return text
    kept = "".join(unseen if unicodedata.category(one) == "Cf" else _plain(one) for one in text)
    return _WORD.sub(lambda word: _in_latin(word[0]), unicodedata.normalize("NFC", kept))


def is_raised(character: str) -> bool:
    """True for a raised or lowered character, such as the mark of a note in "1981¹"."""
    return unicodedata.decomposition(character).startswith(("<super>", "<sub>"))


def _plain(character: str) -> str:
    """A letter or digit without its style; a raised one stays: 10² is not 102."""
    plain = character.isalnum() and not is_raised(character)
    return unicodedata.normalize("NFKC", character) if plain else character


def _in_latin(word: str) -> str:
    """A word with the Latin letters that it looks like, if some of its letters are Latin."""
    if not any("a" <= one <= "z" for one in word.casefold()):
        return word
    return "".join(_like(one) for one in word)


def _like(letter: str) -> str:
    small = letter.lower()
    alike = small.translate(_ALIKE)
    return alike if alike != small else letter
