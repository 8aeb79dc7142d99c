"""Which of the passages that rank best become hits, and in which order."""

import re
from collections.abc import Mapping, Sequence

from kutip.types import Kind

# What a question says that asks for a passage of a kind which is no body text.
_ASKS_FOR = {
    kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for kind, words in {
        Kind.REFERENCE: r"sources?|references?|cit(?:e[sd]?|ing)|journals?|magazines?|articles? by|published"
        r"|edited|editors?"
        r"|bibliograph\w+|literature|sumber|rujukan|referensi|(?:di|men)kutip|jurnal|majalah|dimuat|diterbitkan"
        r"|disunting|daftar pustaka",
        Kind.FRONT_MATTER: r"authors?|wrote|written|publi(?:sh\w*|cation)|doi|keywords?|abstract|licen[cs]\w*|copyright"
        r"|journals?|universit\w+|affiliat\w+|penulis\w*|ditulis|(?:di)?terbit(?:kan)?|jurnal|hak cipta|lisensi"
        r"|kata kunci|abstrak",
        Kind.CAPTION: r"figures?(?! of)|tables?|maps?|charts?|graphs?|diagrams?|appendi\w+|gambar|tabel|peta|grafik"
        r"|lampiran",
    }.items()
}
SUPPLEMENTS = frozenset(_ASKS_FOR)  # what is no body text
_PAPERS = r"(?:papers?|articles?|stud(?:y|ies)|artikel|makalah|penelitian|kajian|tulisan)"
_VERB = r"(?:do|does|did|have|has|compare)\s+"
_SEVERAL = r"(?:both|two|each|these|kedua|dua|masing-masing)"
_COMPARES = re.compile(
    rf"\b(?:(?:{_VERB})?(?:the\s+)?{_SEVERAL}\s+(?:of\s+)?(?:the\s+)?(?:two\s+)?{_PAPERS}"
    rf"|{_VERB}the\s+(?:papers|articles|studies))\b(?:\s+(?:agree|differ)\b)?",
    re.IGNORECASE,
)


def kinds_asked_for(question: str) -> frozenset[Kind]:
    """The kinds of passages other than body text that a question asks for by its words.

    >>> sorted(kinds_asked_for("Which source is cited for the figure of 998 cases?"))
    [<Kind.REFERENCE: 'reference'>]
    """
    return frozenset(kind for kind, words in _ASKS_FOR.items() if words.search(question))


def comparison(question: str) -> tuple[str, ...]:
    """The pieces by which a question asks what each of several papers says; none where it does not.

    >>> comparison("Do the two papers agree on poverty?"), comparison("Apa kata kedua artikel?"), comparison("Why?")
    (('Do the two papers agree',), ('kedua artikel',), ())
    """
    return tuple(match.group() for match in _COMPARES.finditer(question))


def in_turn(rows: Sequence[int], group: Mapping[int, str]) -> list[int]:
    """Rows, best first, taken from each group in turn; the group of the best row begins.

    >>> in_turn([1, 2, 3, 8, 9], {1: "a", 2: "a", 3: "a", 8: "b", 9: "b"})
    [1, 8, 2, 9, 3]
    """
    turns: dict[str, int] = {}
    first_seen: dict[str, int] = {}
    keyed = []
    for place, row in enumerate(rows):
        name = group[row]
        first_seen.setdefault(name, place)
        turns[name] = turns.get(name, -1) + 1
        keyed.append((turns[name], first_seen[name], row))
    return [row for _, _, row in sorted(keyed)]
