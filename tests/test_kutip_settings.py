"""Settings: from the environment, within bounds, not to be changed once read."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from kutip.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KUTIP_{name.upper()}", raising=False)


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("KUTIP_INDEX", "/srv/index", "index", Path("/srv/index")),
        ("KUTIP_CORPUS", "papers", "corpus", Path("papers")),
        ("KUTIP_FUSION", "rrf", "fusion", "rrf"),
        ("KUTIP_K1", "0.9", "k1", 0.9),
        ("kutip_max_k", "50", "max_k", 50),
    ],
)
def test_a_setting_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(Settings(), field) == expected


def test_what_is_passed_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_INDEX", "/srv/index")
    assert Settings(index=Path("mine")).index == Path("mine")


def test_a_variable_that_is_no_setting_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_COLOUR", "red")
    assert Settings() == Settings.model_construct(**{n: f.default for n, f in Settings.model_fields.items()})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KUTIP_FUSION", "average"),
        ("KUTIP_B", "1.1"),
        ("KUTIP_B", "-0.1"),
        ("KUTIP_K1", "-1"),
        ("KUTIP_K1", "much"),
        ("KUTIP_K1", "nan"),
        ("KUTIP_DENSE_WEIGHT", "1.5"),
        ("KUTIP_DENSE_WEIGHT_INDONESIAN", "-0.5"),
        ("KUTIP_RRF_K", "0"),
        ("KUTIP_CANDIDATES", "0"),
        ("KUTIP_MAX_K", "0"),
        ("KUTIP_MAX_QUERY_CHARACTERS", "0"),
        ("KUTIP_PASSAGE_TOKENS", "15"),
        ("KUTIP_PASSAGE_TOKENS", "100.5"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.removeprefix("KUTIP_").lower()):
        Settings()


def test_settings_do_not_change_once_read() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.max_k = 5


def test_every_setting_says_what_it_is_for_or_names_a_limit() -> None:
    silent = {name for name, field in Settings.model_fields.items() if not field.description}
    assert {name for name in silent if not name.startswith("max_")} == set()
