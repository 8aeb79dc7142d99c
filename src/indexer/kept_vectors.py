"""Keeps the vectors that a build has encoded, so that a build that is killed need not encode them again.

They lie in the index folder beside the generations, in parts of some passages each, and are removed when a generation
comes into force. A part is a file whose name holds the hash of its content: one that a power cut has damaged is not
used. Nothing but a build reads them.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np

from indexer.embeddings import Embedding, Plan, TextEncoder, embed
from indexer.late_encoder import LateEncoder
from indexer.late_vectors import TextPieces, embed_late, key_of
from kutip.index.disk import write_synced
from kutip.index.token_vectors import TokenVectors

_FOLDER = "encoding"  # in the index folder
_FORMAT = 1  # of a part
_MOST_PENDING = 64  # passages encoded before they are kept
_SECONDS = 5  # after which they are, too


def forget_kept(index: Path) -> None:
    """Remove all kept vectors of an index folder."""
    shutil.rmtree(index / _FOLDER, ignore_errors=True)


@dataclass(slots=True)
class KeptVectors:
    """The vectors of one encoder that a build which did not end has encoded.

    Attributes:
        folder: Where they lie.
    """

    folder: Path
    _pending: dict[str, Embedding] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, generation: Path, fingerprint: str) -> "KeptVectors":
        """Those of an encoder, by a hash of its model and code, beside the generation that is being written."""
        return cls(generation.parent / _FOLDER / f"{fingerprint[:32]}-{_FORMAT}")

    def read(self) -> dict[str, Embedding]:
        """Read what was kept, by the key of the passage; a damaged part counts as not there."""
        found: dict[str, Embedding] = {}
        for path in sorted(self.folder.glob("*.npz")):
            with suppress(OSError):
                data = path.read_bytes()
                if path.stem == _name_of(data):
                    found.update(_unpacked(data))
        return found

    def add(self, key: str, embedding: Embedding) -> None:
        """Keep the vectors of a passage, at the latest with those of some more."""
        self._pending[key] = embedding
        if len(self._pending) >= _MOST_PENDING or time.monotonic() - self._since > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what is not yet written. Where the system refuses, it is not kept, and the build goes on."""
        pending, self._pending = self._pending, {}
        self._since = time.monotonic()
        if not pending:
            return
        data = _packed(pending)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{_name_of(data)}.npz"
            write_synced(path.with_suffix(".tmp"), data)
            os.replace(path.with_suffix(".tmp"), path)


def embed_keeping(
    plans: Sequence[Plan],
    encoder: TextEncoder,
    known: Mapping[str, Embedding],
    kept: KeptVectors,
    progress: Callable[[int, int], None],
) -> tuple[list[Embedding], int]:
    """Do the same as `embed`, and keep what is encoded as it is; what was kept is known."""
    known = {**kept.read(), **known}
    new = {plan.key: plan for plan in plans if plan.key not in known}
    encoded: dict[str, Embedding] = {}
    try:
        for done, (key, plan) in enumerate(new.items(), start=1):
            (encoded[key],), _ = embed([plan], encoder, {}, lambda *_: None)
            kept.add(key, encoded[key])
            progress(done, len(new))
    finally:
        kept.flush()
    by_key = {**known, **encoded}
    return [by_key[plan.key] for plan in plans], len(new)


def embed_late_keeping(
    passages: Sequence[TextPieces],
    encoder: LateEncoder,
    known: Mapping[str, TokenVectors],
    kept: KeptVectors,
    progress: Callable[[int, int], None],
) -> tuple[list[TokenVectors], int]:
    """Do the same as `embed_late`, and keep what is encoded as it is; what was kept is known."""
    known = {**{key: one.tokens for key, one in kept.read().items()}, **known}
    new = {key: pieces for pieces in passages if (key := key_of(pieces)) not in known}
    encoded: dict[str, TokenVectors] = {}
    try:
        for done, (key, pieces) in enumerate(new.items(), start=1):
            (encoded[key],), _ = embed_late([pieces], encoder, {}, lambda *_: None)
            kept.add(key, Embedding(np.zeros((0, 1), dtype=np.float32), encoded[key], ()))
            progress(done, len(new))
    finally:
        kept.flush()
    by_key = {**known, **encoded}
    return [by_key[key_of(pieces)] for pieces in passages], len(new)


def _name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:40]


def _packed(embedded: Mapping[str, Embedding]) -> bytes:
    """The vectors of some passages as the bytes of one file."""
    own = list(embedded.values())
    tokens = TokenVectors.join([one.tokens for one in own])
    file = BytesIO()
    np.savez(
        file,
        keys=np.asarray(list(embedded)),
        sentences=np.concatenate([one.sentences for one in own]),
        sentence_counts=np.asarray([len(one.sentences) for one in own], dtype=np.int64),
        sizes=np.asarray([size for one in own for size in one.sizes], dtype=np.int64),
        codes=tokens.codes[:],
        scales=tokens.scales,
        token_counts=np.asarray([len(one.tokens) for one in own], dtype=np.int64),
    )
    return file.getvalue()


def _unpacked(data: bytes) -> Iterator[tuple[str, Embedding]]:
    with np.load(BytesIO(data), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    tokens = TokenVectors(arrays["codes"], arrays["scales"])
    sentence = token = 0
    counts = zip(arrays["keys"], arrays["sentence_counts"], arrays["token_counts"], strict=True)
    for key, sentences, own in counts:
        rows = slice(sentence, sentence + int(sentences))
        sizes = tuple(int(size) for size in arrays["sizes"][rows])
        yield str(key), Embedding(arrays["sentences"][rows], tokens.at(slice(token, token + int(own))), sizes)
        sentence, token = rows.stop, token + int(own)
