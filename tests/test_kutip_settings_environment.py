"""Settings from the environment and from Python: which goes first, and how a wrong name or value is refused."""

from pathlib import Path

import pytest

from kutip.errors import SettingsError
from kutip.settings import LanguageModelSettings, LimitSettings, SearchSettings, Settings
from kutip.settings.environment import allowed, fields, variable


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for group, field in fields(Settings):
        monkeypatch.delenv(variable(group, field), raising=False)


@pytest.mark.parametrize(
    ("name", "value", "path", "expected"),
    [
        ("KUTIP_INDEX", "/srv/index", "index", Path("/srv/index")),
        ("KUTIP_CORPUS", "papers", "corpus", Path("papers")),
        ("KUTIP_MODEL", "folder/of/a/model", "indexing.model", "folder/of/a/model"),
        ("KUTIP_K1", "0.9", "indexing.k1", 0.9),
        ("KUTIP_FUSION", "rrf", "search.fusion", "rrf"),
        ("KUTIP_WEIGHTS", "[0.5, 0.3, 0.2]", "search.weights", (0.5, 0.3, 0.2, 0, 0)),
        ("KUTIP_WEIGHTS_TRANSLATED", "[1, 0, 0]", "search.weights_translated", (1, 0, 0, 0, 0)),
        ("KUTIP_WEIGHTS_MULTILINGUAL", "[0, 0, 0, 0, 1]", "search.weights_multilingual", (0, 0, 0, 0, 1)),
        ("KUTIP_MULTILINGUAL", "off", "indexing.multilingual", "off"),
        ("KUTIP_LATE_EXACT_UP_TO", "0", "search.late_exact_up_to", 0),
        ("KUTIP_ABBREVIATIONS", "false", "search.abbreviations", False),
        ("KUTIP_NUMBER_FORMS", "0", "search.number_forms", False),
        ("KUTIP_SPELLING", "no", "search.spelling", False),
        ("KUTIP_SUPPLEMENTS_LAST", "off", "search.supplements_last", False),
        ("KUTIP_PAPERS_IN_TURN", "False", "search.papers_in_turn", False),
        ("KUTIP_LLM_BASE_URL", "http://127.0.0.1:1/v1", "language_model.base_url", "http://127.0.0.1:1/v1"),
        ("KUTIP_ANSWER_ENOUGH", "0.5", "answers.enough", 0.5),
        ("KUTIP_LLM_MODEL", "small", "language_model.model", "small"),
        ("KUTIP_REQUEST_SECONDS", "2.5", "limits.request_seconds", 2.5),
        ("kutip_max_k", "50", "limits.max_k", 50),
    ],
)
def test_a_setting_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, path: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    read: object = Settings()
    for field in path.split("."):
        read = getattr(read, field)
    assert read == expected


def test_python_goes_before_the_environment_field_by_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_INDEX", "/srv/index")
    monkeypatch.setenv("KUTIP_FUSION", "rrf")
    monkeypatch.setenv("KUTIP_RRF_K", "10")
    given = Settings(index=Path("mine"), search={"fusion": "sum"})
    assert (given.index, given.search.fusion, given.search.rrf_k) == (Path("mine"), "sum", 10)
    assert SearchSettings(fusion="sum") == given.search
    assert Settings(search=SearchSettings(fusion="sum")).search == given.search


def test_changed_settings_keep_the_rest_whatever_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings(search={"rrf_k": 7})
    monkeypatch.setenv("KUTIP_CANDIDATES", "3")
    after = before.changed(index=Path("other"), search={"fusion": "rrf"})
    assert after.search == SearchSettings(fusion="rrf", rrf_k=7, candidates=100)
    assert (after.index, after.limits) == (Path("other"), before.limits)
    assert before.search.fusion == "sum"
    assert before.changed(limits=LimitSettings(max_k=2)).limits.max_k == 2


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("KUTIP_WEIGTHS", "did you mean KUTIP_WEIGHTS? "),
        ("KUTIP_MAXK", "did you mean KUTIP_MAX_K? "),
        ("KUTIP_LLM_URL", "did you mean KUTIP_LLM_BASE_URL? "),
        ("kutip_indeks", "did you mean KUTIP_INDEX? "),
        ("KUTIP_SEARCH", ""),  # a group is set by its fields
        ("KUTIP_COLOUR", ""),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError) as refused:
        Settings()
    assert str(refused.value) == f"unknown setting {name}; {hint}docs/settings.md lists all"


def test_variables_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    monkeypatch.setenv("MAX_K", "many")
    monkeypatch.setenv("KUTIPAN", "1")
    assert Settings() == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "KUTIP_K1",
            "much",
            (
                "KUTIP_K1 is 'much': input should be a valid number, unable to parse string as a number;"
                " allowed: a number, 0 or more"
            ),
        ),
        (
            "KUTIP_LLM_RETRIES",
            "9",
            (
                "KUTIP_LLM_RETRIES is '9': input should be less than or equal to 5;"
                " allowed: a whole number, 0 or more, 5 at most"
            ),
        ),
        ("KUTIP_FUSION", "average", "KUTIP_FUSION is 'average': input should be 'rrf' or 'sum'; allowed: rrf or sum"),
        (
            "KUTIP_WEIGHTS",
            "[2, 0, 0]",
            (
                "KUTIP_WEIGHTS has 2: input should be less than or equal to 1; allowed: three or five numbers from 0"
                " to 1, at least one above 0, as a JSON list: [0.2, 0.2, 0.6]"
            ),
        ),
        (
            "KUTIP_WEIGHTS",
            "0.2,0.2,0.6",
            (
                "KUTIP_WEIGHTS is '0.2,0.2,0.6': it is no JSON list; allowed: three or five numbers from 0"
                " to 1, at least one above 0, as a JSON list: [0.2, 0.2, 0.6]"
            ),
        ),
        (
            "KUTIP_LLM_BASE_URL",
            "localhost/v1",
            (
                "KUTIP_LLM_BASE_URL is 'localhost/v1': input should be a valid URL, relative URL without a base;"
                " allowed: an http or https address, or nothing"
            ),
        ),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_says_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        Settings()
    assert str(refused.value) == message


def test_all_bad_values_of_a_group_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"^KUTIP_CANDIDATES is 0: .*; KUTIP_RRF_K is -1: .*$"):
        Settings(search={"rrf_k": -1, "candidates": 0})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"fusion": "rrf"}, "Settings has no setting 'fusion'; did you mean search.fusion? docs/settings.md lists all"),
        (
            {"search": {"fushion": "rrf"}},
            "SearchSettings has no setting 'fushion'; did you mean fusion? docs/settings.md lists all",
        ),
        ({"colour": "red"}, "Settings has no setting 'colour'; docs/settings.md lists all"),
        (
            {"search": 5},
            (
                "search is 5: input should be a valid dictionary or instance of SearchSettings;"
                " allowed: a SearchSettings, or its fields by name"
            ),
        ),
    ],
)
def test_an_unknown_name_in_python_is_refused_too(given: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(**given)
    assert str(refused.value) == message


def test_a_refused_key_is_not_shown() -> None:
    with pytest.raises(SettingsError, match=r"^KUTIP_LLM_API_KEY is hidden: "):
        LanguageModelSettings(api_key=["secret"])


def test_allowed_values_are_told_in_words() -> None:
    assert allowed(SearchSettings.model_fields["glossary"]) == "true or false"
    assert allowed(LanguageModelSettings.model_fields["seconds"]) == "a number, more than 0"
    assert allowed(LanguageModelSettings.model_fields["model"]) == "any text"
    assert allowed(Settings.model_fields["corpus"]) == "a path"
