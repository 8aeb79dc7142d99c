"""The multilingual encoder of an index: which one it is, and how it encodes, in 8 bits."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from indexer import multilingual_model, multilingual_weights, quantisation
from indexer.embeddings import known_embeddings, plan, write_embeddings
from indexer.encoder_export import export
from indexer.encoders import CODE, Progressed, Written, copy_encoder, facts_of_encoder, known_input
from indexer.exported_passages import ExportedPassages
from indexer.kept_vectors import KeptVectors, embed_keeping
from indexer.multilingual_model import PACKAGE, kept_pieces, packed_model, weights_file, write_model
from indexer.passage_encoder import PassageEncoder, PassageInput
from indexer.quantisation import quantise
from kutip.errors import ModelError
from kutip.index.arrays import Floats
from kutip.index.layout import ENCODER, MULTILINGUAL, TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, GenerationWriter
from kutip.types import Passage

_OWN_NAME = "multilingual-e5-small"
_CODE = (__file__, multilingual_model.__file__, multilingual_weights.__file__, quantisation.__file__)
_CHECKED = (
    "The 9th meeting was held in Manila in 1981, and 3,703 victims were sent home.",
    "Pertemuan ke-9 diadakan di Manila pada tahun 1981, dan 3.703 korban dipulangkan.",
)
_ALIKE_IN_8_BITS = 0.97  # least cosine; multilingual-e5-small has 0.99, and an encoder that 8 bits break far less
_ALIKE = 0.999


def is_installed() -> bool:
    """True if the package of multilingual-e5-small is installed."""
    try:
        metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        return False
    return True


def multilingual_encoder(setting: str) -> "MultilingualEncoder | None":
    """Return the encoder that the setting `multilingual` asks for; None for none.

    Raises:
        NotInstalledError: The setting is "on", and the model's package is not installed.
        ModelError: The model cannot be used.
    """
    if setting == "off" or (setting == "auto" and not is_installed()):
        return None
    return MultilingualEncoder("" if setting in ("auto", "on") else setting)


class MultilingualEncoder:
    """multilingual-e5-small, or another model: exported in 8 bits, and passages encoded by what was exported."""

    def __init__(self, model: str) -> None:
        """Remember which model to use.

        Args:
            model: A folder or a name that sentence-transformers knows; "" for multilingual-e5-small.

        Raises:
            NotInstalledError, ModelError: As for `weights_file`.
        """
        self.name = MULTILINGUAL
        self._model = model
        if not model:
            weights_file()  # refuses a wrong one before anything is written

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it."""
        digest = hashlib.sha256(self._weights.encode("utf-8"))
        for path in (*_CODE, *(module.__file__ for module in CODE)):
            digest.update(Path(str(path)).read_bytes())
        return digest.hexdigest()

    @property
    def _weights(self) -> str:
        return PassageEncoder(self._model).fingerprint if self._model else multilingual_model.fingerprint()

    def place(self, writer: GenerationWriter, previous: Generation | None) -> "PlacedMultilingualEncoder":
        """Put the encoder into a new generation: exported, in 8 bits if it loses little, or copied."""
        folder = writer.folder / self.name
        folder.mkdir(exist_ok=True)
        name, fingerprint = self._model or _OWN_NAME, self.fingerprint
        before = facts_of_encoder(previous.facts, self.name) if previous is not None else {}
        if previous is not None and before.get("model_fingerprint") == fingerprint:
            copy_encoder(previous.folder / self.name, folder)
            exported = ExportedPassages(name, self._weights, folder, known_input(previous, self.name))
            return PlacedMultilingualEncoder(exported, fingerprint, previous.folder / self.name)
        with self._folder() as model:
            encoder = PassageEncoder(model)
            export(encoder, folder)
            _put_into_8_bits(encoder, folder, encoder.passage_input)
            exported = ExportedPassages(name, self._weights, folder, encoder.passage_input)
        return PlacedMultilingualEncoder(exported, fingerprint, None)

    @contextmanager
    def _folder(self) -> Iterator[str]:
        """The model's folder or name; one made for the time of the `with` block for multilingual-e5-small."""
        if self._model:
            yield self._model
            return
        with tempfile.TemporaryDirectory() as folder:
            write_model(Path(folder), packed_model(), kept_pieces())
            yield folder


class PlacedMultilingualEncoder:
    """The encoder in a new generation; its vectors follow."""

    def __init__(self, exported: ExportedPassages, fingerprint: str, known: Path | None) -> None:
        """Take over what is known of it.

        Args:
            exported: Encodes passages.
            fingerprint: That of `MultilingualEncoder`.
            known: Folder of the generation before with files of the same encoder.
        """
        self._exported = exported
        self._fingerprint = fingerprint
        self._known = known

    def write_all(self, passages: Sequence[Passage], progress: Progressed) -> Written:
        """Encode what is new, and write the vectors of all passages.

        Raises:
            CorpusError: The tokenizer finds no token in a passage.
        """
        exported = self._exported
        tokenizer = load_tokenizer(exported.folder / TOKENIZER)
        plans = [plan(passage, tokenizer, exported.passage_input) for passage in passages]
        known = known_embeddings(self._known) if self._known is not None else {}
        kept = KeptVectors.of(exported.folder.parent, self._fingerprint)
        embedded, encoded = embed_keeping(plans, exported, known, kept, progress)
        facts = {
            "model": exported.name,
            "model_fingerprint": self._fingerprint,
            "encoder": exported.fingerprint,
            "max_tokens": exported.passage_input.max_tokens,
            "passage_prompt": exported.passage_input.prompt,
            "dimensions": write_embeddings(exported.folder, plans, embedded),
        }
        return facts, encoded


def _put_into_8_bits(encoder: PassageEncoder, folder: Path, passage_input: PassageInput) -> None:
    """Rewrite an exported encoder in 8 bits; it stays as it is if that changes what it says.

    Raises:
        ModelError: What was exported does not encode passages as sentence-transformers does.
    """
    wanted = encoder.encode(_CHECKED)
    whole = folder / f"whole-{ENCODER}"
    shutil.copyfile(folder / ENCODER, whole)
    quantise(folder / ENCODER)
    if _least_cosine(wanted, folder, passage_input) < _ALIKE_IN_8_BITS:
        whole.replace(folder / ENCODER)
        if (least := _least_cosine(wanted, folder, passage_input)) < _ALIKE:
            raise ModelError(
                f"the model {encoder.name!r} treats passages in a way that Kutip's export does not know: the exported"
                f" encoder's vectors have a cosine of {least:.3f} with its own; choose another model"
            )
    whole.unlink(missing_ok=True)


def _least_cosine(wanted: Floats, folder: Path, passage_input: PassageInput) -> float:
    found = ExportedPassages("", "", folder, passage_input).encode(_CHECKED)
    return float((found * wanted).sum(axis=1).min())
