"""Divides a person's name in a reference into the parts that CSL has: family name, given names, particle and suffix.

"van der Berg, J. P., Jr." and "Berg, J. P. van der, Jr." give the same parts. A name without given names stays whole:
it may be an organisation's.
"""

import re
from dataclasses import dataclass

from indexer.bibliography.plain_entry import TextRange
from kutip.language.united import any_of, union

_PARTICLES = union("names.particles")
_ELIDED = re.compile(r"[dD][’'](?=[^\W\d_a-z])")  # d’Alembert
_SUFFIX = rf"(?:{any_of('names.suffixes')}|I{{2,3}}|IV|2nd|3rd|[4-9]th)"
_LAST = re.compile(rf"(?<=[^\s,])(?:,\s?|\s){_SUFFIX}\.?$")
_NEXT = re.compile(rf",?\s{_SUFFIX}(?!\w)\.?")
_STOPPED = re.compile(rf"{any_of('names.suffixes')}\.")
_WORD = re.compile(r"\S+")
_MOST_PARTICLES = 3


@dataclass(frozen=True, slots=True)
class NamePlaces:
    """[start, end) of the parts of a name in a reference; those that it lacks are empty."""

    whole: TextRange
    family: TextRange
    given: TextRange
    particle: TextRange
    suffix: TextRange


def name_places(plain: str, whole: TextRange, family: TextRange, given: TextRange, end: int) -> NamePlaces:
    """Divide a name into its parts.

    Args:
        plain: The reference.
        whole: The name in it.
        family: Its family name with particles, and perhaps a suffix.
        given: Its given names, perhaps with particles and a suffix behind them.
        end: Where the names of the reference end.

    >>> text = "Berg, J. van der, Jr."
    >>> found = name_places(text, (0, 21), (0, 4), (6, 21), 21)
    >>> [text[slice(*part)] for part in (found.family, found.given, found.particle, found.suffix)]
    ['Berg', 'J.', 'van der', 'Jr.']
    """
    nothing = (whole[1], whole[1])
    if given[0] == given[1]:
        return NamePlaces(whole, family, given, nothing, nothing)
    given, suffix = _without_suffix(plain, given)
    if suffix is None:
        family, suffix = _without_suffix(plain, family)
    if suffix is None and (after := _NEXT.match(plain, whole[1], end)) is not None:
        suffix = _trimmed_start(plain, after.span())
        whole = (whole[0], after.end())
    if suffix is not None and suffix[1] == whole[1] and _STOPPED.fullmatch(plain, suffix[0], suffix[1] + 1):
        suffix, whole = (suffix[0], suffix[1] + 1), (whole[0], whole[1] + 1)  # the stop of "Jr." ended the names
    before = _leading(plain, family)
    behind = _trailing(plain, given) if before == family[0] else given[1]
    particle = (family[0], _back(plain, before)) if before > family[0] else nothing
    if behind < given[1]:
        particle, given = (behind, given[1]), (given[0], _back(plain, behind))
    return NamePlaces(whole, (before, family[1]), given, particle, suffix if suffix is not None else nothing)


def _without_suffix(plain: str, where: TextRange) -> tuple[TextRange, TextRange | None]:
    """Part a suffix from the end of names; of several in a row none is one."""
    text = plain[where[0] : where[1]].rstrip()
    found = _LAST.search(text)
    if found is None or _LAST.search(text, 0, found.start()) is not None:
        return where, None
    at = where[0] + found.start()
    return (where[0], at), _trimmed_start(plain, (at, where[0] + len(text)))


def _trimmed_start(plain: str, where: TextRange) -> TextRange:
    start = where[0]
    while plain[start] in " ,":
        start += 1
    return start, where[1]


def _leading(plain: str, family: TextRange) -> int:
    """Return where a family name begins after its particles; one with a capital counts before one without."""
    words = [match.span() for match in _WORD.finditer(plain, *family)]
    count = 0
    while count < min(len(words) - 1, _MOST_PARTICLES) and plain[slice(*words[count])].lower() in _PARTICLES:
        count += 1
    if any(plain[slice(*word)].islower() for word in words[:count]):
        return words[count][0]
    elided = _ELIDED.match(plain, *family)
    return elided.end() if elided is not None else family[0]


def _trailing(plain: str, given: TextRange) -> int:
    """Return where the particles behind given names begin: "Johan van der"."""
    words = [match.span() for match in _WORD.finditer(plain, *given)]
    told = [plain[slice(*word)] in _PARTICLES for word in words]
    count = next((at for at, one in enumerate(reversed(told)) if not one), len(told))
    if not 0 < count <= min(_MOST_PARTICLES, len(words) - 1) or any(told[:-count]):
        return given[1]
    return words[-count][0]


def _back(plain: str, at: int) -> int:
    while plain[at - 1].isspace():
        at -= 1
    return at
