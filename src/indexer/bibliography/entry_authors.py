"""Divides the authors of a reference into persons and organisations."""

import re

from indexer.bibliography.personal_names import people
from indexer.bibliography.plain_entry import trimmed
from kutip.language.united import any_of

_BLANKS = r"(?:(?<!\s)\s++)?+"
_INITIAL = r"[A-ZÀ-ÖØ-Þ]\.?(?:[\s-]++|(?=[A-ZÀ-ÖØ-Þ.,;:&]|$))"
_INITIALS = rf"(?:{_INITIAL})+"
_CONJUNCTIONS = any_of("function_words.conjunctions")
_OTHERS = any_of("names.others")
_SUFFIXES = any_of("names.suffixes")
_ARE_EDITORS = any_of("citing.editors")
# "III" counts as a suffix only if it cannot be three initials, so that there is one way to read it.
_NOT_INITIALS = r"III?(?!\.?+(?:[\s.,;:&A-ZÀ-ÖØ-Þ-]|$))"
_PARTICLES = rf"(?:{any_of('names.particles')}|Van|{_CONJUNCTIONS}|{_SUFFIXES}|{_NOT_INITIALS})\b\.?\s*+"
_INVERTED = re.compile(
    rf"(?P<family>[^,;&]{{2,60}}?),\s*(?P<given>{_INITIAL}(?:{_INITIAL}|{_PARTICLES})*\.?(?:,\s(?:{_SUFFIXES}|III?)\b\.?)?)"
    rf"\s*(?=[,;&(]|{_CONJUNCTIONS}\b|{_OTHERS}|$)"
)
_PARTICLE_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")
_TITLED = re.compile(rf"{any_of('names.titles', 'names.short_titles')}\.\s", re.IGNORECASE)
_EDITORS = re.compile(rf"{_BLANKS}\({_ARE_EDITORS}\)\W*$|(?:(?<![\s,])[\s,]++)?+\b{_OTHERS}\W*$")
_BETWEEN = re.compile(rf"[\s,;]*(?:(?:&|{_CONJUNCTIONS}|…|\.\s?\.\s?\.)\s*)?")


def find_authors(
    plain: str, where: tuple[int, int] | None
) -> list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    """Find each author: [start, end) of the whole name, the family name and the given names."""
    if where is None:
        return []
    editors = _EDITORS.search(plain, *where)
    where = (where[0], editors.start()) if editors is not None else where
    found, at = [], where[0]
    while (one := _INVERTED.match(plain, at, where[1] + 1)) is not None:
        given = (one.start("given"), one.end("given") - bool(_PARTICLE_STOP.search(one["given"])))
        if _TITLED.match(one["family"]):  # "Prof. Dr. A. Name, M. P.": a name in natural order with degrees
            found.append((one.span(), one.span(), (one.end(), one.end())))
        else:
            found.append(((one.start(), given[1]), one.span("family"), given))
        between = _BETWEEN.match(plain, one.end(), where[1] + 1)
        at = between.end() if between is not None else one.end()
    rest = trimmed(plain, (at, where[1]))
    if found and rest is not None and re.fullmatch(_INITIALS, plain[rest[0] : rest[1]] + "."):  # degrees: "S.H., M."
        whole, family, given = found.pop()
        degrees = (given[0], where[1]) if given[0] < given[1] else given
        end = where[1] if given[0] == given[1] else family[1]
        rest, found = None, [*found, ((whole[0], where[1]), (family[0], end), degrees)]
    if rest is None or re.fullmatch(rf"{_OTHERS}|{_ARE_EDITORS}|\({_ARE_EDITORS}.*", plain[rest[0] : rest[1]]):
        return found
    if ";" in plain[where[0] : rest[0]] and (persons := people(plain, (where[0], where[1]))) is not None:
        return persons
    persons = people(plain, (rest[0], where[1]), among_persons=bool(found))
    return [*found, *(persons if persons is not None else [(rest, rest, (rest[1], rest[1]))])]
