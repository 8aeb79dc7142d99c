"""Keeps pictures in memory, up to a number of bytes; those that were not asked for longest go first."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from kutip.pictures.drawing import PictureForm
from kutip.types import Message

_ENTRY = 500  # bytes of an entry beside its picture, rounded up


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Which picture: of which page, and how large.

    Attributes:
        sha256: SHA-256 of the PDF, in hexadecimal.
        page: The page's number, from 1.
        width: As for `kutip.pictures.drawing.draw_page`.
        form: How it is encoded.
    """

    sha256: str
    page: int
    width: int
    form: PictureForm


class PictureCache:
    """Pictures by page, width and form, and the pages that cannot be drawn; any thread may use it.

    Attributes:
        size: Bytes that it holds.
    """

    def __init__(self, most: int) -> None:
        """Begin empty.

        Args:
            most: Bytes that it may hold.
        """
        self.size = 0
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, bytes | Message] = OrderedDict()

    def get(self, wanted: PagePicture) -> bytes | Message | None:
        """A picture, or why its page has none; None if neither is known."""
        with self._lock:
            for key in (wanted, _page_of(wanted)):
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
        return None

    def keep(self, wanted: PagePicture, found: bytes | Message) -> None:
        """Keep a picture, or why its page has none, whatever the width and form; one too large for all is not kept."""
        key: object = wanted if isinstance(found, bytes) else _page_of(wanted)
        with self._lock:
            if key in self._kept:
                self.size -= _bytes_of(self._kept.pop(key))
            if _bytes_of(found) > self._most:
                return
            self._kept[key] = found
            self.size += _bytes_of(found)
            while self.size > self._most:
                self.size -= _bytes_of(self._kept.popitem(last=False)[1])


def _page_of(wanted: PagePicture) -> tuple[str, int]:
    return wanted.sha256, wanted.page


def _bytes_of(found: bytes | Message) -> int:
    return _ENTRY + (len(found) if isinstance(found, bytes) else 0)
