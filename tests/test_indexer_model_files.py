"""Where a model's files come from, what identifies them, and which need code of their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny_models import write_late_model, write_stanford_colbert, write_tiny_model

from indexer.model_files import DEFAULT_MODEL, ModelFiles
from indexer.passage_encoder import PassageEncoder
from kutip.errors import ModelError
from kutip.settings import IndexSettings
from retriever.answers.calibration import Calibration

COMMIT, OTHER = "0" * 39 + "1", "0" * 39 + "2"


def change(path: Path, **entries: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **entries}), encoding="utf-8")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny"))


def test_the_calibration_was_fitted_for_the_default_model_with_its_adapter() -> None:
    encoder = PassageEncoder(DEFAULT_MODEL, adapter=IndexSettings().adapter)
    assert Calibration.read().encoder == encoder.fingerprint != ModelFiles(DEFAULT_MODEL).fingerprint


def test_each_file_that_says_what_a_model_does_has_its_hash(tiny: Path) -> None:
    files = ModelFiles(str(tiny))
    assert {"config.json", "model.safetensors", "modules.json", "1_Pooling/config.json"} <= files.hashes.keys()
    assert "README.md" not in files.hashes
    assert all(len(digest) == 64 for digest in files.hashes.values())
    assert files.revision == ""


# --- Late models ----------------------------------------------------------------------------------------------------


def pylate(folder: Path) -> Path:
    """A model as PyLate 1 wrote it: its head is of PyLate's class, and the configuration has its own entries."""
    model = write_tiny_model(folder)
    modules = json.loads((model / "modules.json").read_text(encoding="utf-8"))
    modules[1]["type"] = "pylate.models.Dense.Dense"
    (model / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return model


def with_prefixes(folder: Path) -> Path:
    model = write_tiny_model(folder)
    change(model / "config_sentence_transformers.json", query_prefix="[Q] ", document_prefix="[D] ")
    return model


@pytest.mark.parametrize("write", [write_late_model, write_stanford_colbert, pylate, with_prefixes])
def test_late_models_of_each_form_are_recognised(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    assert ModelFiles(str(write(tmp_path / "model"))).is_late


def test_sentence_encoders_are_not_taken_for_late_models(tiny: Path) -> None:
    assert not ModelFiles(str(tiny)).is_late
    assert not ModelFiles(DEFAULT_MODEL).is_late


# --- Code of their own ----------------------------------------------------------------------------------------------


@pytest.fixture
def own_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model whose last module is a class of its own, which turns vectors around."""
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    model = write_tiny_model(tmp_path / "of", normalised=False)
    (model / "turning.py").write_text(
        "from sentence_transformers.base.modules.module import Module\n\n\n"
        "class Turning(Module):\n"
        "    def forward(self, features, **kwargs):\n"
        "        features['sentence_embedding'] = -features['sentence_embedding']\n"
        "        return features\n\n"
        "    @classmethod\n"
        "    def load(cls, *args, **kwargs):\n"
        "        return cls()\n\n"
        "    def save(self, output_path, *args, **kwargs):\n"
        "        pass\n",
        encoding="utf-8",
    )
    modules = json.loads((model / "modules.json").read_text(encoding="utf-8"))
    modules.append({"idx": 2, "name": "2", "path": "", "type": "turning.Turning"})
    (model / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return model


def test_a_model_with_a_module_of_its_own_is_refused_unless_it_is_trusted(own_module: Path) -> None:
    with pytest.raises(
        ModelError, match=r"runs code of its own \(turning.Turning in modules.json\); .*TRUST_MODEL_CODE"
    ):
        PassageEncoder(str(own_module)).encode(["police"])
    plain = own_module.parent / "plain"
    own_module.rename(plain)
    trusted = PassageEncoder(str(plain), trust_code=True).encode(["police"])
    modules = json.loads((plain / "modules.json").read_text(encoding="utf-8"))
    (plain / "modules.json").write_text(json.dumps(modules[:2]), encoding="utf-8")
    assert trusted == pytest.approx(-PassageEncoder(str(plain)).encode(["police"]), abs=1e-6)


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json", "1_Pooling/config.json"])
def test_a_configuration_that_names_code_is_refused(tmp_path: Path, name: str) -> None:
    model = write_tiny_model(tmp_path)
    change(model / name, auto_map={"AutoModel": "modeling.Model"})
    with pytest.raises(ModelError, match=f"auto_map in {name}"):
        PassageEncoder(str(model)).encode(["a"])
    with pytest.raises(ModelError, match="KUTIP_TRUST_MODEL_CODE=true"):
        PassageEncoder(str(model)).refuse_other_kinds()


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    model = write_tiny_model(tmp_path)
    (model / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"modules\.json cannot be read"):
        PassageEncoder(str(model)).encode(["a"])


# --- Models of a hub ------------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hub's cache with two revisions of owner/tiny, of which main is the first; the hub itself is out of reach."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    folder = tmp_path / "models--owner--tiny"
    write_tiny_model(tmp_path / "made", seed=1).rename(tmp_path / "second")
    for commit, source in ((COMMIT, tiny), (OTHER, tmp_path / "second")):
        (folder / "snapshots").mkdir(parents=True, exist_ok=True)
        (folder / "snapshots" / commit).symlink_to(source)
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    return tmp_path


def test_a_name_means_the_revision_that_the_cache_has(cache: Path, tiny: Path) -> None:
    files = ModelFiles("owner/tiny")
    assert (files.revision, files.hashes) == (COMMIT, ModelFiles(str(tiny)).hashes)


def test_a_name_with_a_revision_means_that_one(cache: Path) -> None:
    files = ModelFiles(f"owner/tiny@{OTHER}")
    assert (files.revision, files.fingerprint) == (OTHER, ModelFiles(str(cache / "second")).fingerprint)
    encoded: Any = PassageEncoder(f"owner/tiny@{OTHER}").encode(["police"])
    assert encoded.tolist() == PassageEncoder(str(cache / "second")).encode(["police"]).tolist()


@pytest.mark.parametrize("name", ["owner/tiny@" + "0" * 40, "owner/none", "owner/none@main"])
def test_a_model_that_is_nowhere_is_refused(cache: Path, name: str) -> None:
    with pytest.raises(
        ModelError, match=f"^the model '{name}' cannot be loaded: it is no folder, and as a name on the"
    ):
        PassageEncoder(name).encode(["a"])
