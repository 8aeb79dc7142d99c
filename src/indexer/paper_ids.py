"""Names a paper in a corpus: by its first author and its year, in letters that any file system holds."""

import re
import string
import unicodedata
from collections.abc import Container, Iterator, Mapping
from itertools import count
from pathlib import Path

from indexer.parsing.corpus import is_document_id
from kutip.metadata.facts import DocumentFacts

# Letters that Unicode does not decompose; then Cyrillic and Greek ones, as they are most often written in Latin ones.
_LETTERS: Mapping[int, str] = {
    ord(letter): latin
    for letter, _, latin in (
        pair.partition("=")
        for pair in (
            "ø=o ł=l đ=d ð=d ħ=h ı=i ŋ=n ŧ=t þ=th æ=ae œ=oe"
            " а=a б=b в=v г=g ґ=g д=d ђ=dj е=e є=ye ж=zh з=z и=i і=i ј=j к=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t"
            " ћ=c у=u ф=f х=kh ц=ts ч=ch џ=dz ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya"
            " α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
        ).split(" ")
    )
}
_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 60  # characters, so that a letter or a number still fits behind
_TITLE_WORDS = 4
_UNNAMED = "paper"


def plain_name(text: str) -> str:
    """Return a text as part of an id: lower-case ASCII letters and digits, hyphens for all else; "" if none remain.

    >>> plain_name("Ångström & Łuk"), plain_name("van der Berg"), plain_name("Толстой"), plain_name("王")
    ('angstrom-luk', 'van-der-berg', 'tolstoi', '')
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(one for one in folded if not unicodedata.combining(one) and one not in "'’ʼ")
    return _OTHERS.sub("-", bare)[:_LONGEST].strip("-")


def paper_id(facts: DocumentFacts, file: Path | None, taken: Container[str]) -> str:
    """Return an id for a paper that no other has: "holm-2019", or "holm-2019-b" if there is one of that name.

    Args:
        facts: What is known of the paper.
        file: Where it comes from, after which a paper is named whose authors are not known, or have no name in letters
            that can be written in Latin ones; None if it has no file, so that its title names it.
        taken: Ids that others have.
    """
    people = (plain_name(one.last) for one in (*facts.people[:1], *facts.editors[:1]))
    base = next(filter(None, people), "") or (_title_of(facts) if file is None else file_name_of(file))
    year = str(facts.year) if facts.year is not None and facts.year > 0 else ""
    if year and year not in base.split("-"):
        base = f"{base}-{year}"
    return next(one for one in _lettered(base) if is_document_id(one) and one not in taken)


def file_name_of(file: Path) -> str:
    """Return the name of a file or folder as an id, "paper" if it has no letters for one."""
    return _allowed(plain_name(file.parent.name if file.stem == "source" else file.stem))


def _title_of(facts: DocumentFacts) -> str:
    return _allowed("-".join(plain_name(facts.title or "").split("-")[:_TITLE_WORDS]))


def _allowed(name: str) -> str:
    whole = name or _UNNAMED
    return whole if is_document_id(whole) else f"{_UNNAMED}-{whole}"


def _lettered(base: str) -> Iterator[str]:
    """Yield a name, then the same with b, c, … z, and numbers behind."""
    yield base
    yield from (f"{base}-{letter}" for letter in string.ascii_lowercase[1:])
    yield from (f"{base}-{number}" for number in count(len(string.ascii_lowercase) + 1))
