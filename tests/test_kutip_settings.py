"""Settings: from the environment, within bounds, not to be changed once read."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

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
        ("KUTIP_WEIGHTS", "[0.5, 0.3, 0.2]", "weights", (0.5, 0.3, 0.2)),
        ("KUTIP_WEIGHTS_INDONESIAN", "[1, 0, 0]", "weights_indonesian", (1, 0, 0)),
        ("KUTIP_LATE_EXACT_UP_TO", "0", "late_exact_up_to", 0),
        ("KUTIP_ABBREVIATIONS", "false", "abbreviations", False),
        ("KUTIP_NUMBER_FORMS", "0", "number_forms", False),
        ("KUTIP_SPELLING", "no", "spelling", False),
        ("KUTIP_SUPPLEMENTS_LAST", "off", "supplements_last", False),
        ("KUTIP_BOTH_PAPERS", "False", "both_papers", False),
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
        ("KUTIP_WEIGHTS", "[1.5, 0, 0]"),
        ("KUTIP_WEIGHTS", "[0.5, 0.5]"),
        ("KUTIP_WEIGHTS", "[0.2, 0.2, 0.2, 0.4]"),
        ("KUTIP_WEIGHTS", "0.5"),
        ("KUTIP_WEIGHTS_INDONESIAN", "[0.5, 1, -0.5]"),
        ("KUTIP_WEIGHTS_INDONESIAN", "[NaN, 0, 0]"),
        ("KUTIP_LATE_EXACT_UP_TO", "-1"),
        ("KUTIP_SPELLING", "British"),
        ("KUTIP_RRF_K", "0"),
        ("KUTIP_CANDIDATES", "0"),
        ("KUTIP_MAX_K", "0"),
        ("KUTIP_MAX_QUERY_CHARACTERS", "0"),
        ("KUTIP_PASSAGE_TOKENS", "15"),
        ("KUTIP_PASSAGE_TOKENS", "100.5"),
        ("KUTIP_LLM_BASE_URL", "localhost/v1"),
        ("KUTIP_LLM_BASE_URL", "http://[::1"),
        ("KUTIP_LLM_BASE_URL", "ftp://127.0.0.1/v1"),
        ("KUTIP_LLM_SECONDS", "0"),
        ("KUTIP_LLM_RETRIES", "-1"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.removeprefix("KUTIP_").lower()):
        Settings()


def test_weights_that_are_no_list_are_refused_by_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_WEIGHTS", "0.2,0.2,0.6")
    with pytest.raises(SettingsError, match='"weights"'):
        Settings()


def test_the_weights_share_out_the_whole() -> None:
    for weights in (Settings().weights, Settings().weights_indonesian):
        assert sum(weights) == pytest.approx(1)


def test_settings_do_not_change_once_read() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.max_k = 5


def test_every_setting_says_what_it_is_for_or_names_a_limit() -> None:
    silent = {name for name, field in Settings.model_fields.items() if not field.description}
    assert {name for name in silent if not name.startswith("max_")} == set()
