"""The encoders of an index: the main one in the generation's folder, further ones each in a folder below it."""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer import embeddings, encoder_export, late_adapter, passage_encoder
from indexer.embeddings import Plan, embed, known_embeddings, plan, write_embeddings
from indexer.encoder_export import export
from indexer.passage_encoder import PassageEncoder, PassageInput
from kutip.index import token_vectors
from kutip.index.layout import ENCODER, QUERY_INPUT, TOKENIZER
from kutip.index.query_encoder import load_tokenizer
from kutip.index.store import Generation, GenerationWriter
from kutip.settings import IndexSettings
from kutip.types import Passage

MAIN = ""  # the name of the encoder whose files lie in the generation's own folder
_FURTHER = "further_encoders"  # the facts of all others, by name
_CODE = (
    passage_encoder,
    late_adapter,
    encoder_export,
    embeddings,
    token_vectors,
)  # a change in it makes known vectors unusable


class IndexEncoder:
    """One encoder of the index: exports it and writes its vectors, or takes both from the generation before."""

    def __init__(self, name: str, model: str, *, adapter: float = 0.0) -> None:
        """Remember which model to use; nothing is loaded yet.

        Args:
            name: `MAIN`, or the folder below the generation's that holds its files.
            model: As for `PassageEncoder`.
            adapter: As for `PassageEncoder`.

        Raises:
            ModelError: As for `PassageEncoder`.
        """
        self.name = name
        self._encoder = PassageEncoder(model, adapter=adapter)

    @property
    def fingerprint(self) -> str:
        """A hash of the model and of the code that encodes with it."""
        digest = hashlib.sha256(self._encoder.fingerprint.encode("utf-8"))
        for module in _CODE:
            digest.update(Path(str(module.__file__)).read_bytes())
        return digest.hexdigest()

    def place(self, writer: GenerationWriter, previous: Generation | None) -> "PlacedEncoder":
        """Put the encoder for queries into a new generation: exported, or copied from one with the same model."""
        folder = writer.folder / self.name
        folder.mkdir(exist_ok=True)
        fingerprint = self.fingerprint
        known = facts_of_encoder(previous.facts, self.name) if previous is not None else {}
        if previous is None or known.get("model_fingerprint") != fingerprint:
            export(self._encoder, folder)
            return PlacedEncoder(self._encoder, self._encoder.passage_input, fingerprint, folder, None)
        before = previous.folder / self.name
        for file in (ENCODER, TOKENIZER, QUERY_INPUT):
            shutil.copyfile(before / file, folder / file)
        passage_input = PassageInput(int(known["max_tokens"]), str(known["passage_prompt"]))
        return PlacedEncoder(self._encoder, passage_input, fingerprint, folder, before)


class PlacedEncoder:
    """An encoder whose query side is in the new generation; its vectors follow."""

    def __init__(
        self, encoder: PassageEncoder, passage_input: PassageInput, fingerprint: str, folder: Path, known: Path | None
    ) -> None:
        """Take over what is known of it.

        Args:
            encoder: The model.
            passage_input: What it reads for a passage.
            fingerprint: That of `IndexEncoder`.
            folder: Where its files go.
            known: Folder of the generation before with files of the same encoder.
        """
        self.passage_input = passage_input
        self.tokenizer = folder / TOKENIZER
        self._encoder = encoder
        self._fingerprint = fingerprint
        self._folder = folder
        self._known = known

    def plans(self, passages: Sequence[Passage]) -> list[Plan]:
        """Plan what to encode of each passage.

        Raises:
            CorpusError: The tokenizer finds no token in a passage.
        """
        tokenizer = load_tokenizer(self.tokenizer)
        return [plan(passage, tokenizer, self.passage_input) for passage in passages]

    def write(self, plans: Sequence[Plan], progress: Callable[[int, int], None]) -> tuple[dict[str, Any], int]:
        """Encode what is new, and write the vectors of all passages.

        Returns:
            Facts about the encoder, for the manifest; and the number of passages that had to be encoded.
        """
        known = known_embeddings(self._known) if self._known is not None else {}
        embedded, encoded = embed(plans, self._encoder, known, progress)
        facts = {
            "model": self._encoder.name,
            "model_fingerprint": self._fingerprint,
            "encoder": self._encoder.fingerprint,
            "max_tokens": self.passage_input.max_tokens,
            "passage_prompt": self.passage_input.prompt,
            "dimensions": write_embeddings(self._folder, plans, embedded),
        }
        return facts, encoded


def encoders_of(settings: IndexSettings) -> tuple[IndexEncoder, ...]:
    """Return the encoders that the settings ask for, the main one first.

    Raises:
        ModelError: As for `PassageEncoder`.
    """
    return (IndexEncoder(MAIN, settings.model, adapter=settings.adapter),)


def facts_of_all(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Join the facts of all encoders, by name, for the manifest: those of the main one lie beside the build's own."""
    return {**facts[MAIN], _FURTHER: {name: dict(own) for name, own in facts.items() if name != MAIN}}


def facts_of_encoder(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the facts of one encoder from a manifest; {} if the generation has none of that name."""
    own: Mapping[str, Any] = facts if name == MAIN else facts.get(_FURTHER, {}).get(name, {})
    return own
