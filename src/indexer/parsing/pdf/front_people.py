"""Reads who wrote a PDF's paper below its title: names that are set alike; addresses, dates and bodies are none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.parsing.author_line import person_named, read_author_line
from indexer.parsing.first_page import is_furniture
from indexer.parsing.pdf.front_lines import FrontLine, FrontPiece, Look
from kutip.language.united import any_of, union

_CONJUNCTION = rf"(?:{any_of('function_words.conjunctions', 'names.foreign_conjunctions')}|&)"
_EDGE = re.compile(rf"^(?:[,;]\s?)?{_CONJUNCTION}\s|\s{_CONJUNCTION}$|^{_CONJUNCTION}$")
_TITLES = re.compile(rf"(?:{any_of('names.titles')}\b\.?\s)+", re.IGNORECASE)
_DEGREE = re.compile(rf"(?:{any_of('names.degrees')}|M\.?D|Ph\.D|M\.Sc|B\.Sc)\.?", re.IGNORECASE)
_WORKPLACE = re.compile(rf"\b{any_of('papers.workplaces')}\b", re.IGNORECASE)
_PARTICLES = union("names.particles")
_SMALL = _PARTICLES | union("function_words.conjunctions")
_COMMA = re.compile(r"\s?[,;]\s?")
_POINTS = ".,;:!?()[]“”‘’\"'"
_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?<![^\s,;])([A-ZÀ-ÖØ-Þ])([A-ZÀ-ÖØ-Þ])(?=\s[^\W\d_]{3})")
_ROMAN = frozenset("IVX")
_LEAST_CAPITALS = 3  # letters of a word in capitals that is written anew
_BESIDE = 2.3  # sizes: a line that is not farther below names may be an address
_FARTHEST = 4  # lines between a title and the first name
_MOST = 500  # authors


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """The authors that a first page shows.

    Attributes:
        people: In order, as in CSL-JSON. May be empty.
        is_sure: Whether all names were read, and nothing else.
    """

    people: tuple[dict[str, str], ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name was read."""

    line: int
    x0: float
    x1: float
    is_plain: bool  # one name without a mark


def people_below(lines: Sequence[FrontLine]) -> FoundPeople:
    """Read the authors among the lines below a title."""
    people: list[tuple[dict[str, str], _Place]] = []
    look: Look | None = None
    is_sure = has_places = True  # places: names stand before where they work, on one line, as the first of them does
    for at, line in enumerate(lines):
        alike = [piece for piece in line.pieces if look is None or piece.look.is_like(look)]
        read = [(piece, own) for piece in alike if (own := _read(piece, has_places=has_places)) != []]
        named = [(piece, own) for piece, own in read if own]
        if look is None and not named and (_WORKPLACE.search(line.text) or at >= _FARTHEST):
            break  # a body wrote it, or the names are not below the title
        if people and len(named) < len(read):
            is_sure = is_sure and not any(_is_mixed(piece) for piece, own in read if own is None)
            continue  # a line of addresses, some of which look like names
        for piece, own in named:
            if look is not None and not piece.look.is_like(look):
                continue
            has_places = has_places if look is not None else _has_place(piece)
            look = look or piece.look
            place = _Place(at, piece.x0, piece.x1, is_plain=_is_plain(piece, own))
            below = _above(people, place)
            for number, one in enumerate(own):
                people.insert(below + number if below else len(people), (one, place))
    found = tuple(one for one, _ in people[:_MOST])
    return FoundPeople(found, is_sure and not (look and _are_stacked(people, lines, look)))


def _above(people: Sequence[tuple[dict[str, str], _Place]], place: _Place) -> int:
    """Return the position after the last name that stands right above a place, in its column; 0 for none."""
    over = [
        at + 1
        for at, (_, other) in enumerate(people)
        if other.line == place.line - 1 and other.x0 < place.x1 and other.x1 > place.x0
    ]
    return over[-1] if over else 0


def _are_stacked(people: Sequence[tuple[dict[str, str], _Place]], lines: Sequence[FrontLine], look: Look) -> bool:
    """True if names fill two lines, one close below the other: the second may be where those of the first work."""
    places = {place for _, place in people}
    own = sorted({place.line for place in places})
    if len(own) != 2 or own[1] != own[0] + 1 or not all(place.is_plain for place in places):
        return False
    above, below = lines[own[0]], lines[own[1]]
    alike = all(piece.look.is_like(look) for piece in (*above.pieces, *below.pieces))
    return alike and below.base - above.base <= _BESIDE * above.look.size


def _has_place(piece: FrontPiece) -> bool:
    return any(_WORKPLACE.search(part) for part in piece.parts)


def _read(piece: FrontPiece, *, has_places: bool) -> list[dict[str, str]] | None:
    """Read a piece that holds names and nothing else, addresses after them left out; None for any other.

    A conjunction alone, or a degree, gives no names.
    """
    people: list[dict[str, str]] = []
    for part in piece.parts:
        bare = _EDGE.sub("", _TITLES.sub("", part)).strip(" ,;")
        if not bare or _DEGREE.fullmatch(bare):
            continue
        if (read := _names(bare)) is None and has_places:
            read = _before_workplace(_written(bare))
        if read is None:
            return None
        people += read
    return people


def _is_plain(piece: FrontPiece, people: Sequence[dict[str, str]]) -> bool:
    return not piece.is_marked and len(people) == 1 and "," not in piece.parts[0]


def _names(text: str) -> list[dict[str, str]] | None:
    line = read_author_line(_written(text)) if not any(map(str.isdigit, text)) else None
    if line is None or is_furniture(text):
        return None
    joined = {f"{one[0]}.{one[1]}.": one[0] + one[1] for one in _INITIALS.findall(_cased(text))}
    return [_with_initials(one, joined) for one in line.people]


def _written(text: str) -> str:
    """Write names in capitals, and initials without stops, as names are written elsewhere."""
    return _INITIALS.sub(r"\1.\2.", _cased(text))


def _with_initials(person: dict[str, str], joined: dict[str, str]) -> dict[str, str]:
    given = " ".join(joined.get(word, word) for word in person.get("given", "").split())
    return {**person, "given": given} if given else person


def _before_workplace(text: str) -> list[dict[str, str]] | None:
    """Read the names on a line that goes on with where they work: "Ana Sea, Port University, Aln"."""
    parts = [one for one in _COMMA.split(text) if one]
    at = next((at for at, one in enumerate(parts) if _WORKPLACE.search(one)), 0)
    people = [person_named(_EDGE.sub("", one)) for one in parts[:at]]
    return [one for one in people if one is not None] if at and None not in people else None


def _cased(text: str) -> str:
    """Write words in capitals as names are written: "ANA VAN DER SEA" as "Ana van der Sea"."""
    whole = all(word.isupper() for word in _WORD.findall(text) if word.casefold() not in _SMALL)
    words: list[str] = []
    for word in text.split(" "):
        letters = [one for one in word if one.isalpha()]
        if whole and words and word.casefold() in _PARTICLES:
            words.append(word.casefold())
        elif len(letters) >= _LEAST_CAPITALS and word.isupper() and "." not in word and set(letters) - _ROMAN:
            words.append(word.title())
        else:
            words.append(word.title() if whole and len(letters) == 2 and "." not in word else word)
    return " ".join(words)


def _is_mixed(piece: FrontPiece) -> bool:
    """True if a piece set like the names has some name in it, and something else."""
    text = ", ".join(piece.parts)
    if is_furniture(text) or any(map(str.isdigit, text)):
        return False
    return any(person_named(_cased(one)) is not None for one in _COMMA.split(_EDGE.sub("", text)))


def in_order(people: Iterable[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Sort people by where a text has their family names."""
    folded = text.casefold()
    return sorted(people, key=lambda one: folded.find(str(one["family"]).casefold()))


def are_spoken_of(people: Iterable[dict[str, str]], source: str, title: str) -> bool:
    """True if a paper has all words of a name in small letters too, or its title has one of them: no name, then."""
    words = {word.strip(_POINTS) for word in source.split()}  # those of addresses are parts of longer ones
    titled = {word.casefold() for word in _WORD.findall(title)}
    for one in people:
        written = [word.casefold() for word in _WORD.findall(" ".join(one.values())) if len(word) > 1]
        own = [word for word in written if word not in _PARTICLES]
        if own and (all(word in words for word in own) or not titled.isdisjoint(own)):
            return True
    return False
