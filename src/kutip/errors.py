"""One tree of errors; each says what is, what was wanted and what to do."""

from collections.abc import Iterable


class KutipError(Exception):
    """Anything that Kutip itself refuses or misses."""


class SettingsError(KutipError):
    """A setting has a name or a value that Kutip does not take."""


class CorpusError(KutipError):
    """A folder of the corpus cannot be read as it is."""


class SourceError(KutipError):
    """The bytes of a source are not of the form that its reader reads; the message goes on from the file's name."""


class ReadingError(KutipError):
    """A text claims to be a reading of spans that do not hold it."""


class ModelError(KutipError):
    """The sentence encoder is missing or is not the one that was asked for."""


class NotInstalledError(KutipError):
    """A command needs libraries that an extra of Kutip brings, and they are not installed."""

    def __init__(self, task: str, missing: Iterable[str], extra: str) -> None:
        super().__init__(f"{task} needs {', '.join(missing)}, not installed here; run: pip install 'kutip[{extra}]'")


class IndexMissingError(KutipError):
    """There is no index where one was looked for."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"there is no index in {folder}; build it: kutip index")


class IndexDamagedError(KutipError):
    """A file of the index is not the one that was written."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(f"{path} is damaged: {what}; build the index again: kutip index --force")


class IndexFormatError(KutipError):
    """The index was written by a version of Kutip with another format."""

    def __init__(self, on_disk: object, wanted: object) -> None:
        super().__init__(f"the index has format {on_disk!r}, this Kutip reads {wanted!r}; rebuild it: kutip index")


class QueryError(KutipError):
    """A query that cannot be searched."""


class LanguageModelError(KutipError):
    """The language model that was to word an answer cannot be used."""


class NotFoundError(KutipError):
    """A document or a passage that the index does not hold."""

    def __init__(self, what: str, identifier: str) -> None:
        super().__init__(f"the index holds no {what} {identifier!r}")
        self.what = what
        self.identifier = identifier
