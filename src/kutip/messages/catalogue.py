"""Turns a message (a code with values) into a sentence, with one gettext catalogue for each language.

locales/<language>/LC_MESSAGES/kutip.po    the catalogue as a translator edits it: ids and their texts
locales/<language>/LC_MESSAGES/kutip.mo    the same, compiled by `kutip.messages.compiling`; git ignores it
"""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from kutip.errors import CatalogueError
from kutip.types import Message

DOMAIN = "kutip"
LOCALES = Path(__file__).with_name("locales")
_FIRST = "en"  # the language of a request that prefers none


class Catalogue:
    """The texts of one language."""

    def __init__(self, language: str, translations: GNUTranslations) -> None:
        self.language = language
        self._translations = translations

    @staticmethod
    def of(language: str) -> "Catalogue":
        """Open the catalogue of a language; it is read once and kept.

        Args:
            language: One of `languages()`.

        Raises:
            CatalogueError: The catalogue is not compiled, or was changed after it was compiled.
        """
        return _read(LOCALES / language / "LC_MESSAGES", language)

    def __contains__(self, code: str) -> bool:
        """Whether the catalogue has a text with this id."""
        return self._form(code, 1) != code

    def text(self, what: Message | str, /, **values: object) -> str:
        """Return the sentence of a message.

        Args:
            what: The message, or only its code.
            values: With a code alone, the values to insert; see `Message.values`.

        Raises:
            KeyError: The catalogue has no such code, or a value is missing.

        >>> Catalogue.of("en").text("mention.ambiguous", n=2, entries=("“A”", "“B”"))
        'it fits 2 entries alike: “A”; “B”'
        """
        if isinstance(what, Message):
            return self.text(what.code, **what.values)
        n = values.get("n")
        form = self._form(what, n if isinstance(n, int) else 1)
        if form == what:
            raise KeyError(what)
        return form.format_map({name: self._told(value) for name, value in values.items()})

    def texts(self, messages: Iterable[Message]) -> str:
        """Return the sentences of several messages, joined by spaces; "" for no message."""
        return " ".join(map(self.text, messages))

    def _form(self, code: str, n: int) -> str:
        """Return the text of an id, in its plural form for n if it has any; the id itself if there is no text."""
        if not code:
            return code  # gettext keeps the header of the file there
        plural = self._translations.ngettext(code, code, n)
        return plural if plural != code else self._translations.gettext(code)

    def _told(self, value: object) -> object:
        """Convert a value into what `str.format` inserts."""
        if isinstance(value, Message):
            return self.text(value)
        return _Listed(self, value) if isinstance(value, tuple) else value


class _Listed:
    """A list of words to insert into a sentence; the format of its placeholder chooses how they are joined.

    ``{kinds}`` gives "a, b, c"; ``{papers:and}`` "a, b and c"; ``{entries:semicolons}`` "a; b; c"; ``{words:quoted}``
    "“a”, “b”, “c”"; ``{words:both}`` "“a” and “b”".
    """

    def __init__(self, catalogue: Catalogue, items: Iterable[str | Message]) -> None:
        self._catalogue = catalogue
        self._items = [catalogue.text(item) if isinstance(item, Message) else item for item in items]

    def __format__(self, how: str) -> str:
        if how == "and" and len(self._items) > 1:
            *others, last = self._items
            return self._catalogue.text("list.and", others=", ".join(others), last=last)
        if how == "quoted":
            return ", ".join(f"“{item}”" for item in self._items)
        if how == "both":
            return format(_Listed(self._catalogue, [f"“{item}”" for item in self._items]), "and")
        return {"": ", ", "and": "", "semicolons": "; "}[how].join(self._items)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue: English first, then the others in alphabetical order."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.[mp]o"))
    return tuple(dict.fromkeys([_FIRST, *found]))


def is_stale(folder: Path) -> bool:
    """Whether the catalogue in a folder must be compiled: kutip.mo is missing or older than kutip.po."""
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if not compiled.is_file():
        return True
    return source.is_file() and source.stat().st_mtime > compiled.stat().st_mtime  # a wheel has no .po


@cache
def _read(folder: Path, language: str) -> Catalogue:
    if is_stale(folder):
        raise CatalogueError(folder / f"{DOMAIN}.po")
    with (folder / f"{DOMAIN}.mo").open("rb") as file:
        return Catalogue(language, GNUTranslations(file))
