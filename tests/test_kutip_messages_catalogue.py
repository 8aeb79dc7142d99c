"""Sentences of codes: values, plural forms, lists, parts of sentences, and what is refused."""

import os
from pathlib import Path

import pytest

from kutip.errors import CatalogueError
from kutip.messages import catalogue as catalogues
from kutip.messages.catalogue import Catalogue, is_stale, languages
from kutip.messages.compiling import compile_catalogues
from kutip.types import Message

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={forms};\\n"

"""
ENGLISH = (
    HEADER.format(forms="2; plural=(n != 1)")
    + """
msgid "found.one"
msgstr "It is {what}."

msgid "found.many"
msgid_plural "found.many"
msgstr[0] "One place: {what}"
msgstr[1] "{n} places: {what}"

msgid "found.share"
msgstr "{share:.0%} of {path!r}"

msgid "found.list"
msgstr "{items} | {items:and} | {items:semicolons} | {items:quoted}"

msgid "list.and"
msgstr "{others} and {last}"
"""
)
POLISH = (
    HEADER.format(forms="3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)")
    + """
msgid "found.many"
msgid_plural "found.many"
msgstr[0] "{n} miejsce: {what}"
msgstr[1] "{n} miejsca: {what}"
msgstr[2] "{n} miejsc: {what}"
"""
)


def write(locales: Path, language: str, text: str) -> Path:
    """A catalogue as a translator edits it."""
    folder = locales / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kutip.po").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an English and a Polish catalogue, compiled, in place of Kutip's own."""
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    write(tmp_path, "en", ENGLISH)
    write(tmp_path, "pl", POLISH)
    compile_catalogues(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("locales")
class TestSentences:
    def test_values_are_filled_in_by_name(self) -> None:
        english = Catalogue.of("en")
        assert english.text("found.one", what="here") == "It is here."
        assert english.text(Message("found.one", {"what": "{n}"})) == "It is {n}."
        assert english.text("found.share", share=0.567, path="a b") == "57% of 'a b'"

    @pytest.mark.parametrize(("n", "said"), [(0, "0 places: x"), (1, "One place: x"), (2, "2 places: x")])
    def test_n_chooses_the_plural_form_of_the_language(self, n: int, said: str) -> None:
        assert Catalogue.of("en").text("found.many", n=n, what="x") == said

    def test_a_language_may_have_other_plural_forms_than_english(self) -> None:
        polish = Catalogue.of("pl")
        told = [polish.text("found.many", n=n, what="x") for n in (1, 2, 5, 22)]
        assert told == ["1 miejsce: x", "2 miejsca: x", "5 miejsc: x", "22 miejsca: x"]

    def test_a_message_may_be_a_part_of_a_sentence(self) -> None:
        inner = Message("found.many", {"n": 2, "what": "x"})
        assert Catalogue.of("en").text("found.one", what=inner) == "It is 2 places: x."

    @pytest.mark.parametrize(
        ("items", "said"),
        [
            ((), " |  |  | "),
            (("a",), "a | a | a | “a”"),
            (("a", "b"), "a, b | a and b | a; b | “a”, “b”"),
            (("a", Message("found.one", {"what": "b"}), "c"),
             "a, It is b., c | a, It is b. and c | a; It is b.; c | “a”, “It is b.”, “c”"),
        ],
    )  # fmt: skip
    def test_a_tuple_is_a_list_joined_as_its_place_says(self, items: tuple[str | Message, ...], said: str) -> None:
        assert Catalogue.of("en").text("found.list", items=items) == said

    def test_sentences_follow_one_another(self) -> None:
        codes = [Message("found.one", {"what": what}) for what in "ab"]
        assert Catalogue.of("en").texts(codes) == "It is a. It is b."
        assert Catalogue.of("en").texts([]) == ""

    @pytest.mark.parametrize("code", ["found.two", "found", "", "found.one "])
    def test_a_code_without_a_sentence_is_an_error(self, code: str) -> None:
        with pytest.raises(KeyError):
            Catalogue.of("en").text(code)
        assert code not in Catalogue.of("en")

    def test_a_value_that_is_missing_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="what"):
            Catalogue.of("en").text("found.one")

    def test_the_codes_of_a_catalogue_are_in_it(self) -> None:
        assert "found.one" in Catalogue.of("en")
        assert "found.many" in Catalogue.of("pl")
        assert "found.one" not in Catalogue.of("pl")


def test_english_is_the_first_language_and_the_others_are_those_with_a_folder(locales: Path) -> None:
    assert languages() == ("en", "pl")
    (write(locales, "de", ENGLISH) / "kutip.po").rename(locales / "de" / "LC_MESSAGES" / "other.po")
    assert languages() == ("en", "pl")


def test_a_catalogue_that_is_not_compiled_is_refused_with_what_to_run(locales: Path) -> None:
    write(locales, "fr", ENGLISH)
    with pytest.raises(CatalogueError, match=r"fr/LC_MESSAGES/kutip\.po .*; run: make setup, or pip install"):
        Catalogue.of("fr")


def test_a_catalogue_that_was_changed_since_it_was_compiled_is_refused(locales: Path) -> None:
    folder = write(locales, "pl", ENGLISH)
    os.utime(folder / "kutip.mo", (0, 0))
    with pytest.raises(CatalogueError):
        Catalogue.of("pl")
    assert compile_catalogues(locales) == [folder / "kutip.mo"]
    assert Catalogue.of("pl").text("found.one", what="x") == "It is x."


def test_an_installed_catalogue_needs_no_source(locales: Path) -> None:
    (locales / "pl" / "LC_MESSAGES" / "kutip.po").unlink()
    assert not is_stale(locales / "pl" / "LC_MESSAGES")
    assert "found.many" in Catalogue.of("pl")
    assert languages() == ("en", "pl")


def test_kutip_s_own_catalogues_are_compiled_as_they_stand() -> None:
    assert languages() == ("en", "id")
    for language in languages():
        assert not is_stale(catalogues.LOCALES / language / "LC_MESSAGES")
        assert Catalogue.of(language).language == language
