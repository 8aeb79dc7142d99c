"""The groups of settings: their bounds, their defaults, and what a person reads about each."""

import pytest
from pydantic import ValidationError

from kutip.errors import SettingsError
from kutip.settings import AnswerSettings, IndexSettings, LanguageModelSettings, LimitSettings, SearchSettings, Settings
from kutip.settings.environment import FromEnvironment, fields, variable

FIELDS = list(fields(Settings))


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for group, field in FIELDS:
        monkeypatch.delenv(variable(group, field), raising=False)


@pytest.mark.parametrize(
    ("group", "field", "values"),
    [
        (SearchSettings, "fusion", ["average"]),
        (IndexSettings, "b", [1.1, -0.1]),
        (IndexSettings, "k1", [-1, "much", float("nan")]),
        (
            SearchSettings,
            "weights",
            [(1.5, 0, 0), (0.5, 0.5), (0.2, 0.2, 0.2, 0.4), 0.5, "0.2,0.2,0.6", "[0, 0, 0]", (0, 0, 0)],
        ),
        (SearchSettings, "weights_translated", [(0.5, 1, -0.5), "[NaN, 0, 0]"]),
        (SearchSettings, "weights_multilingual", [(0.5, 1, 0, 0, -0.5), "[0, 0, 0, 0, 0]", (0.1,) * 6]),
        (SearchSettings, "late_exact_up_to", [-1]),
        (SearchSettings, "spelling", ["British"]),
        (SearchSettings, "rrf_k", [0]),
        (SearchSettings, "candidates", [0]),
        (LimitSettings, "max_k", [0]),
        (LimitSettings, "max_query_characters", [0]),
        (IndexSettings, "passage_tokens", [15, 100.5]),
        (AnswerSettings, "enough", [1.1, -0.1]),
        (AnswerSettings, "hits", [0]),
        (AnswerSettings, "most_words", [0, "ten"]),
        (LanguageModelSettings, "base_url", ["localhost/v1", "http://[::1", "ftp://127.0.0.1/v1"]),
        (LanguageModelSettings, "seconds", [0]),
        (LanguageModelSettings, "retries", [-1, 6]),
    ],
)
def test_a_value_out_of_bounds_is_refused(group: type[FromEnvironment], field: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(SettingsError, match=f"^{variable(group, field)} (is|has) "):
            group(**{field: value})


def test_default_weights_share_out_the_whole() -> None:
    defaults = SearchSettings()
    named = ("weights", "weights_translated", "weights_multilingual", "weights_untranslated")
    for weights in (getattr(defaults, name) for name in named):
        assert sum(weights) == pytest.approx(1)


def test_papers_are_never_compared_on_fewer_hits_than_answer() -> None:
    told = r"^KUTIP_ANSWER_HITS_WIDELY is (60|9): at least as many as KUTIP_ANSWER_HITS are needed, (70|10);"
    for given in ({"hits": 70}, {"hits_widely": 9}):
        with pytest.raises(SettingsError, match=told):
            AnswerSettings(**given)
    assert AnswerSettings(hits=70, hits_widely=70).hits == 70


def test_settings_do_not_change_once_read() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.limits.max_k = 5
    with pytest.raises(ValidationError, match="frozen"):
        settings.limits = LimitSettings()


def test_the_key_of_a_language_model_is_never_shown() -> None:
    settings = LanguageModelSettings(api_key="secret")
    assert settings.api_key.get_secret_value() == "secret"
    assert "secret" not in repr(settings) + str(settings.model_dump())


def test_every_setting_is_described_in_a_full_sentence() -> None:
    for group, field in FIELDS:
        description = group.model_fields[field].description or ""
        assert len(description.split()) > 3, field
        assert description.endswith("."), field


def test_no_two_settings_share_a_variable() -> None:
    names = [variable(group, field) for group, field in FIELDS]
    assert len(names) == len(set(names)) > 30
