"""Makes sentences of codes: one gettext catalogue a language, compiled by `kutip.messages.compiling`.

locales/<language>/LC_MESSAGES/kutip.po    what a translator edits: an id, and what is said under it
locales/<language>/LC_MESSAGES/kutip.mo    the same, compiled; it is not under version control
"""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from kutip.errors import CatalogueError
from kutip.types import Message

DOMAIN = "kutip"
LOCALES = Path(__file__).with_name("locales")
_FIRST = "en"  # the language of who asks for none


class Catalogue:
    """What is said in one language."""

    def __init__(self, language: str, translations: GNUTranslations) -> None:
        self.language = language
        self._translations = translations

    @staticmethod
    def of(language: str) -> "Catalogue":
        """The catalogue of a language.

        Args:
            language: One of `languages()`.

        Raises:
            CatalogueError: It is not compiled, or was changed since.
        """
        return _read(LOCALES / language / "LC_MESSAGES", language)

    def __contains__(self, code: str) -> bool:
        """Whether something is said under an id."""
        return self._form(code, 1) != code

    def text(self, what: Message | str, /, **values: object) -> str:
        """The sentence of a message.

        Args:
            what: A message; or its code, with the values after it.
            values: As `Message.values`.

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
        """The sentences of some messages, one after the other; "" for none."""
        return " ".join(map(self.text, messages))

    def _form(self, code: str, n: int) -> str:
        """What stands under an id, in the plural form for n if it has several; the id itself if nothing does."""
        if not code:
            return code  # gettext keeps the header of the file there
        plural = self._translations.ngettext(code, code, n)
        return plural if plural != code else self._translations.gettext(code)

    def _told(self, value: object) -> object:
        """A value as `str.format` is to write it."""
        if isinstance(value, Message):
            return self.text(value)
        return _Listed(self, value) if isinstance(value, tuple) else value


class _Listed:
    """A list of words in a sentence; what stands behind the colon of its place says how they are joined.

    ``{kinds}`` is "a, b, c"; ``{papers:and}`` "a, b and c"; ``{entries:semicolons}`` "a; b; c"; ``{words:quoted}``
    "“a”, “b”, “c”".
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
        return {"": ", ", "and": "", "semicolons": "; "}[how].join(self._items)


def languages() -> tuple[str, ...]:
    """The languages that Kutip speaks, by their codes: English first, the others by name."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.[mp]o"))
    return tuple(dict.fromkeys([_FIRST, *found]))


def is_stale(folder: Path) -> bool:
    """Whether the catalogue in a folder LC_MESSAGES is to be compiled: it never was, or was changed since."""
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if not compiled.is_file():
        return True
    return source.is_file() and source.stat().st_mtime > compiled.stat().st_mtime  # an installed Kutip has no source


@cache
def _read(folder: Path, language: str) -> Catalogue:
    if is_stale(folder):
        raise CatalogueError(folder / f"{DOMAIN}.po")
    with (folder / f"{DOMAIN}.mo").open("rb") as file:
        return Catalogue(language, GNUTranslations(file))
