"""The settings of the service are read from lists with commas, and wrong values are refused with an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.errors import SettingsError
from kutip.settings import ServiceSettings, Settings
from kutip.settings.authority import Authority, authority_of_origin


def test_lists_are_read_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_HOSTS", "Papers.example, 10.0.0.5:9000 ,")
    monkeypatch.setenv("KUTIP_ORIGINS", "https://Notes.example/,http://localhost:3000")
    monkeypatch.setenv("KUTIP_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("KUTIP_ROOT_PATH", "/kutip/")
    read = Settings().service
    assert read.hosts == ("papers.example", "10.0.0.5:9000")
    assert read.origins == ("https://notes.example", "http://localhost:3000")
    assert read.proxies == ("10.0.0.0/8", "::1")
    assert read.root_path == "/kutip"
    assert Settings().changed(service={"root_path": ""}).service.hosts == read.hosts


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("hosts", "https://papers.example", "not a host such as papers.example"),
        ("hosts", "*", "not a host"),
        ("hosts", "papers.example:99999", "not a host"),
        ("hosts", "papers.example/kutip", "not a host"),
        ("origins", "*", "not an origin such as https://papers.example"),
        ("origins", "null", "not an origin"),
        ("origins", "papers.example", "not an origin"),
        ("origins", "https://papers.example/notes", "not an origin"),
        ("proxies", "*", "not an IP address or a network"),
        ("proxies", "proxy.example", "not an IP address or a network"),
        ("proxies", "10.0.0.5/8", "not an IP address or a network"),
        ("root_path", "kutip", "not a path such as /kutip"),
        ("root_path", "//evil.example", "not a path"),
        ("root_path", "/a/../b", "not a path"),
        ("root_path", "/a b", "not a path"),
        ("root_path", '/"><script>', "not a path"),
    ],
)
def test_a_wrong_value_is_refused_with_an_example(field: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        ServiceSettings(**{field: value})


def test_an_empty_variable_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOSTS", "ORIGINS", "PROXIES", "ROOT_PATH", "TOKEN"):
        monkeypatch.setenv(f"KUTIP_{name}", "")
    assert Settings().service == ServiceSettings()


@pytest.mark.parametrize(
    ("text", "name", "port"),
    [
        ("Papers.Example:80", "papers.example", 80),
        ("papers", "papers", None),
        ("[FD00:0:0::7]:1", "fd00::7", 1),
        ("[::ffff:10.0.0.1]", "10.0.0.1", None),
        ("10.0.0.1", "10.0.0.1", None),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", None),
    ],
)
def test_an_authority_is_read_in_one_form(text: str, name: str, port: int | None) -> None:
    assert Authority.read(text) == Authority(name, port)


@given(st.text(max_size=40))
def test_any_text_is_an_authority_or_none(text: str) -> None:
    read = Authority.read(text)
    if read is not None:
        written = f"[{read.name}]" if ":" in read.name else read.name
        assert Authority.read(written if read.port is None else f"{written}:{read.port}") == read
    assert authority_of_origin(f"https://{text}") == (read if text and not {*"/?#"} & {*text} else None)
