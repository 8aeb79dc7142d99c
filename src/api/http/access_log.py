"""The access log: one line of JSON for each request, written by a thread of its own."""

import json
import queue
import threading
from datetime import UTC, datetime
from typing import TextIO

from api.http.record import RequestRecord

_LONGEST_QUEUE = 10_000  # lines that wait to be written; beyond, they are dropped rather than let requests wait
_PATIENCE = 2.0  # seconds that `close` waits for the last lines


class AccessLog:
    """Writes records of requests to a stream; a stream that nobody reads never holds up a request.

    Attributes:
        lost: How many lines were dropped because the stream took no more.
    """

    def __init__(self, stream: TextIO) -> None:
        """Begin to write to a stream."""
        self.lost = 0
        self._stream = stream
        self._lines: queue.Queue[str | None] = queue.Queue(_LONGEST_QUEUE)
        self._thread = threading.Thread(target=self._write, name="kutip-access-log", daemon=True)
        self._thread.start()

    def __call__(self, record: RequestRecord) -> None:
        """Write one record."""
        try:
            self._lines.put_nowait(line_of(record))
        except queue.Full:
            self.lost += 1

    def close(self) -> None:
        """Write the lines that wait, for two seconds at most."""
        try:
            self._lines.put(None, timeout=_PATIENCE)
        except queue.Full:
            return
        self._thread.join(_PATIENCE)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                self._stream.write(line + "\n")
                self._stream.flush()
            except (OSError, ValueError):  # a closed pipe, a full disk
                self.lost += 1


def line_of(record: RequestRecord) -> str:
    """A record as a line of JSON in ASCII: no text of a client can begin a new line or steer a terminal.

    >>> line_of(RequestRecord("7f", "GET", "127.0.0.1", began=0, status=200))[:70]
    '{"time": "1970-01-01T00:00:00.000Z", "id": "7f", "client": "127.0.0.1"'
    """
    time = datetime.fromtimestamp(record.began, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    values: dict[str, object] = {
        "time": time,
        "id": record.request_id,
        "client": record.client,
        "method": record.method,
        "route": record.route,
        "status": record.status,
        "bytes": record.size,
        "ms": round(record.seconds * 1000, 1),
    }
    if record.problem is not None:
        values["problem"] = record.problem
    if record.query is not None:
        values["query"] = record.query
    return json.dumps(values)
