"""Every error that Kutip raises; each message states what is wrong, what was expected and what to do."""

from collections.abc import Iterable


class KutipError(Exception):
    """Base class of all errors that Kutip raises on purpose."""


class SettingsError(KutipError):
    """A setting has a name or a value that Kutip does not take."""


class CorpusError(KutipError):
    """A folder of the corpus cannot be read."""


class SourceError(KutipError):
    """The bytes of a source are not of the form that its reader reads; the message goes on from the file's name."""


class ReadingError(KutipError):
    """A text is not the reading text of the spans it was given with: their characters differ from it."""


class ModelError(KutipError):
    """The sentence encoder is missing, or another one was found than the settings name."""


class NotInstalledError(KutipError):
    """A command needs libraries that an extra of Kutip brings, and they are not installed."""

    def __init__(self, task: str, missing: Iterable[str], extra: str) -> None:
        super().__init__(f"{task} needs {', '.join(missing)}, not installed here; run: pip install 'kutip[{extra}]'")


class IndexMissingError(KutipError):
    """The index folder holds no index."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"there is no index in {folder}; build it: kutip index")


class IndexDamagedError(KutipError):
    """A file of the index is missing, cannot be read or differs from what the build wrote."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(f"{path} is damaged: {what}; build the index again: kutip index --force")


class IndexFormatError(KutipError):
    """The index was written by a version of Kutip that uses another format."""

    def __init__(self, on_disk: object, wanted: object) -> None:
        super().__init__(f"the index has format {on_disk!r}, this Kutip reads {wanted!r}; rebuild it: kutip index")


class QueryError(KutipError):
    """The query cannot be searched; the message gives the reason."""


class LanguageModelError(KutipError):
    """The language model that should word the answer is not configured or does not reply as it should."""


class NotFoundError(KutipError):
    """The index holds no document, passage or other item with this id."""

    def __init__(self, what: str, identifier: str) -> None:
        super().__init__(f"the index holds no {what} {identifier!r}")
        self.what = what
        self.identifier = identifier
