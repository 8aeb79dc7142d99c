"""The words of the pages, in English and Indonesian: a file a language, the same keys in both."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "id")
_OLD = {"in": "id"}  # what Indonesian was called
_FOLDER = Path(__file__).with_name("wording")


@dataclass(frozen=True, slots=True)
class UiText:
    """The words of one language."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """What is said under a key, its {names} filled in.

        Raises:
            KeyError: There is no such key, or a value is missing.
        """
        return self.words[key].format_map(values)

    @classmethod
    def of(cls, language: str) -> "UiText":
        """The words of a language, "en" or "id"."""
        return _read(language)


@cache
def _read(language: str) -> UiText:
    groups = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return UiText(language, {f"{group}.{key}": text for group, own in groups.items() for key, text in own.items()})


def choose_language(asked: str | None, accepted: str | None) -> str:
    """The language of a page: what its address asks for, else what the browser prefers, else English.

    Args:
        asked: The parameter `lang`; what is no language of ours counts as not given.
        accepted: The header Accept-Language.

    >>> choose_language(None, "fr, id-ID;q=0.9, en;q=0.8")
    'id'
    """
    if asked in LANGUAGES:
        return asked
    offers = []
    for place, offer in enumerate((accepted or "").split(",")):
        name, _, weight = offer.strip().partition(";q=")
        language = name.partition("-")[0].strip().lower()
        language = _OLD.get(language, language)
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and quality > 0:
            offers.append((-quality, place, language))
    return min(offers)[2] if offers else LANGUAGES[0]
