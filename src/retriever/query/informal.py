"""Writes informal words of a question in their standard forms: "gimana" as "bagaimana", "diadain" as "diadakan"."""

import re
from collections.abc import Iterator

from kutip.language.record import Translating
from retriever.query.forms import Rewriting
from retriever.query.glossary import Glossary

_WORD = re.compile(r"[^\W\d_]+")
_IN_NAME = re.compile(r"[\w@/-]|\.\w")  # what stands beside a part of a name or address, as in "ga.go.id"
_SHORTEST = 2  # letters between the prefix and the ending of a verb


def rewrite_informal(text: str, translating: Translating, glossary: Glossary) -> Iterator[Rewriting]:
    """Yield the standard form of each informal word of a text; it is empty for a particle.

    A verb is rewritten only if the glossary has the standard form and not the typed one.
    """
    forms = dict(translating.informal)
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[1:].islower() and len(word) > 1:
            continue  # "GA" and "eNggak" are names
        if _IN_NAME.match(text, match.end()) or re.search(r"[\w@/.-]$", text[: match.start()][-1:]):
            continue
        small = word.lower()
        target = forms.get(small) if small in forms else _standard_verb(small, translating, glossary)
        if target is not None:
            yield Rewriting(*match.span(), target.capitalize() if word[0].isupper() and target else target, "informal")


def _standard_verb(word: str, translating: Translating, glossary: Glossary) -> str | None:
    if glossary.translates(word):
        return None
    for ending, standard_ending in translating.informal_endings:
        if not word.endswith(ending):
            continue
        for prefix, standard_prefix in translating.informal_prefixes:
            stem = word[len(prefix) : -len(ending)]
            standard = f"{standard_prefix}{stem}{standard_ending}"
            if word.startswith(prefix) and len(stem) >= _SHORTEST and glossary.translates(standard):
                return standard
    return None
