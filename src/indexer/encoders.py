"""The encoders of an index: the main one in the generation's folder, further ones each in a folder below it."""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from indexer import (
    embeddings,
    encoder_export,
    exported_passages,
    late_adapter,
    late_encoder,
    late_vectors,
    model_files,
    passage_encoder,
)
from indexer.embeddings import Plan, TextEncoder, known_embeddings, plan, write_embeddings
from indexer.encoder_export import export
from indexer.exported_passages import ExportedPassages, is_same
from indexer.kept_vectors import KeptVectors, embed_keeping, embed_late_keeping
from indexer.late_encoder import LateEncoder
from indexer.late_vectors import known_late, pieces_of, write_late
from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.index import token_vectors
from kutip.index.layout import ENCODER, LATE, QUERY_INPUT, TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, GenerationWriter
from kutip.settings import IndexSettings
from kutip.types import Passage

MAIN = ""  # the name of the encoder whose files lie in the generation's own folder
_FURTHER = "further_encoders"  # the facts of all others, by name
_EXPORTED = "passages_by_export"  # fact: whether the exported encoder encodes the passages too
# A change in this code makes known vectors unusable.
CODE = (model_files, passage_encoder, late_adapter, encoder_export, exported_passages, embeddings, token_vectors)
_LATE_CODE = (*CODE, late_encoder, late_vectors)

Progressed = Callable[[int, int], None]  # called as progress(done, total) after each passage that had to be encoded
Written = tuple[dict[str, Any], int]  # facts about the encoder, for the manifest; number of passages encoded


class Place:
    """Where an encoder's files go, and where those of the same encoder lie in the generation before."""

    def __init__(self, name: str, encoder: PassageEncoder | LateEncoder, code: Sequence[ModuleType]) -> None:
        """Remember the encoder.

        Args:
            name: `MAIN`, or the folder below the generation's that holds its files.
            encoder: The encoder.
            code: The modules that encode with it.
        """
        self.name = name
        self._encoder = encoder
        self._code = code

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it."""
        digest = hashlib.sha256(self._encoder.fingerprint.encode("utf-8"))
        for module in self._code:
            digest.update(Path(str(module.__file__)).read_bytes())
        return digest.hexdigest()

    def folders(self, writer: GenerationWriter, previous: Generation | None) -> tuple[Path, Path | None]:
        """Return the folder in the new generation, and that of the one before if its vectors can be reused."""
        folder = writer.folder / self.name
        folder.mkdir(exist_ok=True)
        if previous is None or facts_of_encoder(previous.facts, self.name).get("model_fingerprint") != self.fingerprint:
            return folder, None
        copy_encoder(previous.folder / self.name, folder)
        return folder, previous.folder / self.name

    def kept(self, folder: Path) -> KeptVectors:
        """What a build that did not end has encoded, for the files of this encoder in a new generation's folder."""
        return KeptVectors.of(folder.parent if self.name else folder, self.fingerprint)

    def facts(self, passage_input: PassageInput, dimensions: int) -> dict[str, Any]:
        """Facts about the encoder, for the manifest."""
        return {
            "model": self._encoder.name,
            "adapter": self._encoder.adapter if isinstance(self._encoder, PassageEncoder) else 0.0,
            "revision": self._encoder.files.revision,
            "files": self._encoder.files.hashes,
            "model_fingerprint": self.fingerprint,
            "encoder": self._encoder.fingerprint,
            "max_tokens": passage_input.max_tokens,
            "passage_prompt": passage_input.prompt,
            "dimensions": dimensions,
        }


class IndexEncoder:
    """A sentence encoder of the index: exports it and writes its vectors, or takes both from the generation before."""

    def __init__(self, name: str, model: str, *, adapter: float = 0.0, trust_code: bool = False) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            name: As for `Place`.
            model: As for `PassageEncoder`.
            adapter: As for `PassageEncoder`.
            trust_code: As for `PassageEncoder`.

        Raises:
            ModelError: As for `PassageEncoder`.
        """
        self.name = name
        self._encoder = PassageEncoder(model, adapter=adapter, trust_code=trust_code)
        self._place = Place(name, self._encoder, CODE)

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it.

        Raises:
            ModelError: It is none that can be used here.
        """
        self._encoder.refuse_other_kinds()
        return self._place.fingerprint

    def place(self, writer: GenerationWriter, previous: Generation | None) -> "PlacedEncoder":
        """Put the encoder for queries into a new generation: exported, or copied from one with the same model.

        What is exported encodes the passages too if it gives the vectors of the model, which then is not loaded for
        a copy.
        """
        folder, known = self._place.folders(writer, previous)
        if known is None:
            export(self._encoder, folder)
            exported = self._exported(folder, self._encoder.passage_input)
            by_export = is_same(self._encoder, exported)
        else:
            exported = self._exported(folder, known_input(previous, self.name))
            by_export = bool(facts_of_encoder(previous.facts if previous else {}, self.name)[_EXPORTED])
        encoder = exported if by_export else self._encoder
        return PlacedEncoder(encoder, self._place, exported.passage_input, folder, known)

    def _exported(self, folder: Path, passage_input: PassageInput) -> ExportedPassages:
        return ExportedPassages(self._encoder.name, self._encoder.fingerprint, folder, passage_input)


class PlacedEncoder:
    """A sentence encoder whose query side is in the new generation; its vectors follow."""

    def __init__(
        self, encoder: TextEncoder, place: Place, passage_input: PassageInput, folder: Path, known: Path | None
    ) -> None:
        """Take over what is known of it.

        Args:
            encoder: Encodes passages: the model, or what was exported of it.
            place: Knows its facts.
            passage_input: What it reads for a passage.
            folder: Where its files go.
            known: Folder of the generation before with files of the same encoder.
        """
        self.passage_input = passage_input
        self.tokenizer = folder / TOKENIZER
        self._encoder = encoder
        self._place = place
        self._folder = folder
        self._known = known

    def write_all(self, passages: Sequence[Passage], progress: Progressed) -> Written:
        """Encode what is new, and write the vectors of all passages.

        Raises:
            CorpusError: The tokenizer finds no token in a passage.
        """
        tokenizer = load_tokenizer(self.tokenizer)
        return self.write([plan(passage, tokenizer, self.passage_input) for passage in passages], progress)

    def write(self, plans: Sequence[Plan], progress: Progressed) -> Written:
        """Do the same as `write_all` for passages that were planned already."""
        known = known_embeddings(self._known) if self._known is not None else {}
        kept = self._place.kept(self._folder)
        embedded, encoded = embed_keeping(plans, self._encoder, known, kept, progress)
        facts = self._place.facts(self.passage_input, write_embeddings(self._folder, plans, embedded))
        return {**facts, _EXPORTED: isinstance(self._encoder, ExportedPassages)}, encoded


class IndexLateEncoder:
    """A model for late interaction, which ranks instead of the main encoder's token vectors."""

    name = LATE

    def __init__(self, model: str, *, trust_code: bool = False) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            model: As for `LateEncoder`.
            trust_code: As for `LateEncoder`.

        Raises:
            ModelError: As for `LateEncoder`.
        """
        self._encoder = LateEncoder(model, trust_code=trust_code)
        self._place = Place(self.name, self._encoder, _LATE_CODE)

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it.

        Raises:
            ModelError: It is none that can be used here.
        """
        self._encoder.refuse_other_kinds()
        return self._place.fingerprint

    def place(self, writer: GenerationWriter, previous: Generation | None) -> "PlacedLateEncoder":
        """Put the encoder for queries into a new generation: exported, or copied from one with the same model."""
        folder, known = self._place.folders(writer, previous)
        if known is None:
            self._encoder.export(folder)
            return PlacedLateEncoder(self._encoder, self._place, self._encoder.passage_input, folder, None)
        return PlacedLateEncoder(self._encoder, self._place, known_input(previous, self.name), folder, known)


class PlacedLateEncoder:
    """A model for late interaction whose query side is in the new generation; its vectors follow."""

    def __init__(
        self, encoder: LateEncoder, place: Place, passage_input: PassageInput, folder: Path, known: Path | None
    ) -> None:
        """Take over what is known of it; the arguments are those of `PlacedEncoder`."""
        self._encoder = encoder
        self._place = place
        self._input = passage_input
        self._folder = folder
        self._known = known

    def write_all(self, passages: Sequence[Passage], progress: Progressed) -> Written:
        """Encode what is new, and write the vectors of all passages."""
        tokenizer = load_tokenizer(self._folder / TOKENIZER)
        pieces = [pieces_of(passage, tokenizer, self._input) for passage in passages]
        known = known_late(self._known) if self._known is not None else {}
        kept = self._place.kept(self._folder)
        vectors, encoded = embed_late_keeping(pieces, self._encoder, known, kept, progress)
        return self._place.facts(self._input, write_late(self._folder, pieces, vectors)), encoded


def copy_encoder(before: Path, folder: Path) -> None:
    """Copy the files of an encoder for queries."""
    for file in (ENCODER, TOKENIZER, QUERY_INPUT):
        shutil.copyfile(before / file, folder / file)


def known_input(previous: Generation | None, name: str) -> PassageInput:
    """Return what an encoder of the generation before reads for a passage."""
    facts = facts_of_encoder(previous.facts if previous is not None else {}, name)
    return PassageInput(int(facts["max_tokens"]), str(facts["passage_prompt"]))


class FurtherEncoder(Protocol):
    """An encoder of the index beside the main one."""

    name: str

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it."""

    def place(self, writer: GenerationWriter, previous: Generation | None) -> "PlacedFurtherEncoder":
        """Put the encoder for queries into a new generation."""


class PlacedFurtherEncoder(Protocol):
    """Such an encoder whose query side is in the new generation; its vectors follow."""

    def write_all(self, passages: Sequence[Passage], progress: Progressed) -> Written:
        """Encode what is new, and write the vectors of all passages."""


def encoders_of(settings: IndexSettings) -> tuple[IndexEncoder, list[FurtherEncoder]]:
    """Return the encoders that the settings ask for: the main one, in whose tokens passages are measured, and others.

    Raises:
        ModelError: As for `PassageEncoder` and `LateEncoder`.
    """
    trust = settings.trust_model_code
    further: list[FurtherEncoder] = []
    if settings.late_model:
        further.append(IndexLateEncoder(settings.late_model, trust_code=trust))
    from indexer.multilingual_encoder import multilingual_encoder  # it builds on this module

    multilingual = multilingual_encoder(settings.multilingual)
    further += [multilingual] if multilingual is not None else []
    return IndexEncoder(MAIN, settings.model, adapter=settings.adapter, trust_code=trust), further


def facts_of_all(main: Mapping[str, Any], further: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Join the facts of all encoders for the manifest: those of the main one lie beside the build's own."""
    return {**main, _FURTHER: {name: dict(own) for name, own in further.items()}}


def facts_of_encoder(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the facts of one encoder from a manifest; {} if the generation has none of that name."""
    own: Mapping[str, Any] = facts if name == MAIN else facts.get(_FURTHER, {}).get(name, {})
    return own
