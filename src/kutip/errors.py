"""Every error that Kutip raises; each message states what is wrong, what was expected and what to do."""

from collections.abc import Iterable

from kutip.refusals import advice, reason
from kutip.types.messages import Message


class KutipError(Exception):
    """Base class of all errors that Kutip raises on purpose.

    Its text, ``str(error)``, is English; logs, the command line and the API use it.

    Attributes:
        message: The message, for pages in another language; None for an error that only an operator can see.
    """

    def __init__(self, what: str | Message) -> None:
        super().__init__(what)
        self.message = what if isinstance(what, Message) else None

    def __str__(self) -> str:
        """Return the English sentence."""
        if self.message is None:
            return super().__str__()
        from kutip.messages.catalogue import Catalogue  # it raises errors itself

        return Catalogue.of("en").text(self.message)


class SettingsError(KutipError):
    """A setting has an unknown name or an invalid value."""


class CorpusError(KutipError):
    """A folder of the corpus cannot be read."""


class SourceError(KutipError):
    """The content of a source is not of the form that its reader reads; the message continues after the file's name."""


class ReadingError(KutipError):
    """A text is not the reading text of the spans it was given with: their characters differ from it."""


class ModelError(KutipError):
    """The sentence encoder is missing, or another one was found than the settings name."""


class ReaderError(KutipError):
    """The network that reads passages for a question is missing, or its files are not those that came with Kutip."""


class NotInstalledError(KutipError):
    """A command needs libraries that are not installed; an extra of Kutip installs them."""

    def __init__(self, task: str, missing: Iterable[str], extra: str) -> None:
        super().__init__(f"{task} needs {', '.join(missing)}, not installed here; run: pip install 'kutip[{extra}]'")


class CatalogueError(KutipError):
    """The catalogue of a language is not compiled, or was changed after it was compiled."""

    def __init__(self, source: object) -> None:
        super().__init__(f"{source} is not compiled as it stands; run: make setup, or pip install --editable .")


class IndexMismatchError(KutipError):
    """The index lacks what the settings require of it."""

    def __init__(self, setting: str, wanted: str, lacking: str) -> None:
        super().__init__(f"{setting} is {wanted!r}, but the index has no {lacking}; build it anew: kutip index")


class IndexMissingError(KutipError):
    """The index folder holds no index."""

    def __init__(self, folder: object) -> None:
        super().__init__(Message("index.missing", {"folder": str(folder)}))


class IndexDamagedError(KutipError):
    """A file of the index is missing, cannot be read or differs from what the build wrote."""

    def __init__(self, path: object, what: Message) -> None:
        super().__init__(Message("index.damaged", {"path": str(path), "what": what}))


class IndexUnreadableError(IndexDamagedError):
    """The system lets no one read a file of the index now, as without the right to; it need not be damaged."""

    def __init__(self, path: object, error: OSError) -> None:
        KutipError.__init__(self, Message("index.unreadable", {"path": str(path), "why": error.strerror or str(error)}))
        self.advice = advice(error)

    def __str__(self) -> str:
        """Return the English sentence with what to do about it."""
        return f"{super().__str__()}; {self.advice}"


class IndexUnwritableError(KutipError):
    """The operating system refuses to write the new index; the old one is as it was."""

    def __init__(self, folder: object, error: OSError) -> None:
        super().__init__(f"the index in {folder} cannot be written, and is as it was: {reason(error)}")


class IndexFormatError(KutipError):
    """The index was written by a version of Kutip that uses another format."""

    def __init__(self, on_disk: object, wanted: object) -> None:
        super().__init__(Message("index.other_format", {"found": repr(on_disk), "wanted": repr(wanted)}))


class OtherModelError(KutipError):
    """The index was built with another model than the settings ask for."""

    def __init__(self, setting: str, found: str, wanted: str) -> None:
        what = {"setting": setting, "found": repr(found), "wanted": repr(wanted)}
        super().__init__(Message("index.other_model", what))


class QueryError(KutipError):
    """The query cannot be searched; the message gives the reason."""


class OverBudgetError(KutipError):
    """A request would take more computing time than the setting `request_seconds` allows; smaller ones would not."""


class BusyError(KutipError):
    """The service cannot take or finish a request now; the same request may succeed later.

    Attributes:
        seconds: Seconds after which to try again.
    """

    def __init__(self, what: Message, *, seconds: int = 2) -> None:
        super().__init__(what)
        self.seconds = seconds


class PictureError(KutipError):
    """A page of a PDF cannot be drawn, now or at all; its text is there all the same."""


class AbandonedError(KutipError):
    """The client of a request went away, so nobody waits for the result."""

    def __init__(self) -> None:
        super().__init__("the client went away before the response was ready")


class LanguageModelError(KutipError):
    """The language model that should word the answer is not configured or does not reply as it should."""


_NOT_HELD = {
    "document": "missing.document",
    "page": "missing.page",
    "passage": "missing.passage",
    "reference": "missing.reference",
}

_NEAREST = {"document": "missing.document_nearest"}


class NotFoundError(KutipError):
    """The index holds no document, passage or other item with this id."""

    def __init__(self, what: str, identifier: str, nearest: tuple[str, ...] = ()) -> None:
        if nearest:
            super().__init__(Message(_NEAREST[what], {"id": identifier, "nearest": nearest}))
        else:
            super().__init__(Message(_NOT_HELD[what], {"id": identifier}))
        self.what = what
        self.identifier = identifier


class PicturesMissingError(NotFoundError):
    """A document is no PDF, so its pages cannot be drawn."""

    def __init__(self, document: str) -> None:
        KutipError.__init__(self, Message("missing.pictures", {"id": document}))
        self.what, self.identifier = "picture", document
