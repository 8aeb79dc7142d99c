"""Tests for editors, editions and the dates on which pages of the web were read."""

import pytest

from indexer.bibliography.edited_parts import accessed, edition
from indexer.bibliography.entries import parse_reference
from indexer.bibliography.learned_parts import LearnedParts
from kutip.types import Block, Document, Kind, Reference, Span


def parse(text: str) -> Reference:
    document = Document("paper", text, "00" * 32, {})
    return parse_reference(document, Block(Kind.REFERENCE, (), (Span(0, len(text)),), text))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("A title. Accessed 12 March 2020. https://x.org", "12 March 2020"),
        ("A title. Retrieved March 12, 2020, from https://x.org", "March 12, 2020"),
        ("A title. Available at: https://x.org (Accessed: 5 May 2021).", "5 May 2021"),
        ("A title [Internet]. 2019 [cited 2020 Mar 12]. Available from: x.org", "2020 Mar 12"),
        ("Judul. Diakses pada 3 Mei 2021.", "3 Mei 2021"),
        ("Judul. Diakses dari https://x.example/a pada tanggal 12 Januari 2023.", "12 Januari 2023"),
        ("Título. Disponível em: https://x.org. Acesso em: 12 mar. 2020.", "12 mar. 2020"),
        ("A title, https://x.org (last visited Mar. 12, 2020).", "Mar. 12, 2020"),
        ("A title. Accessed: 2020-03-12.", "2020-03-12"),
    ],
)
def test_the_date_on_which_a_page_was_read_is_found(text: str, date: str) -> None:
    found = accessed(text)
    assert found is not None
    assert text[slice(*found)] == date


@pytest.mark.parametrize(
    "text",
    [
        "Retrieved from https://x.org",
        "Works cited in 2020 papers",
        "12 March 2020",
        "Most cited papers of 1999",
        "Diakses",
    ],
)
def test_other_dates_and_words_are_no_date_of_reading(text: str) -> None:
    assert accessed(text) is None


def test_the_date_of_reading_is_the_year_only_of_a_work_without_one() -> None:
    dated = parse("Holm, Ane. “Mills of the North.” Rural Works, 4 May 2019, https://x.org. Accessed 12 Mar. 2020.")
    assert dated.year is not None
    assert dated.year.text == "2019"


@pytest.mark.parametrize(
    ("text", "editors", "book"),
    [
        ("Lee, A. (2014). Ledgers. In I. Roe & S. R. Cole (Eds.), Rain and drought (pp. 8–17). Press.",
         ["Roe, I.", "Cole, S. R."], "Rain and drought"),
        ("Lee, Ann. “Ledgers.” Rain and Drought, edited by Ines Roe and Samuel R. Cole, North Press, 2014, pp. 8-17.",
         ["Roe, Ines", "Cole, Samuel R."], "Rain and Drought"),
        ("Lee A, Day B. Ledgers. In: Roe I, Cole SR, editors. Rain and drought. Leiden: North Press; 2014. p. 8-17.",
         ["Roe, I", "Cole, SR"], "Rain and drought"),
        ("A. Lee and B. Day, “Ledgers,” in Rain and Drought, I. Roe and S. R. Cole, Eds. Leiden: North Press, 2014.",
         ["Roe, I.", "Cole, S. R."], "Rain and Drought"),
        ("LEE, Ann; DAY, Bo. Ledgers. In: ROE, Ines; COLE, Samuel (org.). Rain and drought. Oslo: Sol, 2014. p. 8-17.",
         ["ROE, Ines", "COLE, Samuel"], "Rain and drought"),
        ("Hasan, M. (2015). Cerita. Dalam T. Roe & P. Cole (Ed.), Air dan hujan (hlm. 12–40). Pustaka Muara.",
         ["Roe, T.", "Cole, P."], "Air dan hujan"),
    ],
)  # fmt: skip
def test_editors_are_persons_and_the_book_stands_apart_from_them(text: str, editors: list[str], book: str) -> None:
    found = parse(text)
    assert [one.listed for one in found.editors] == editors
    assert found.container is not None
    assert found.container.text == book


@pytest.mark.parametrize(
    "text",
    [
        "Lee, A. (2014). Ledgers in Rome and Athens. Journal of Rain, 3(2), 8–17.",
        "Lee, A. In Search of Rain, a Study. North Press, 2014.",
        "Reed, Ed. (2011). Notes. Press.",
    ],
)
def test_a_work_without_editors_has_none(text: str) -> None:
    assert parse(text).editors == ()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Lee, A. (2014). Rain (2nd ed.). Press.", "2nd ed."),
        ("Lee A. Rain. 3rd rev. ed. Oslo: Press; 2014.", "3rd rev. ed."),
        ("Ann Lee. Rain. Press, second edition, 2014.", "second edition"),
        ("Lee, A. 2014. Hujan. Cetakan ke-2. Bandung: Pustaka.", "Cetakan ke-2"),
        ("Lee, A. 2014. Hujan. Edisi kedua. Bandung: Pustaka.", "Edisi kedua"),
    ],
)
def test_an_edition_is_kept_as_printed(text: str, printed: str) -> None:
    found = edition(text, LearnedParts.of(text))
    assert found is not None
    assert text[slice(*found)] == printed


@pytest.mark.parametrize(
    "text",
    ["Lee, A. (2014). This edition of rain. Press.", "Lee, A. (2014). Hujan. Jurnal, 3 Edisi 2, 1–2.", "Roe, B. (ed.)"],
)
def test_other_uses_of_the_word_are_no_edition(text: str) -> None:
    assert edition(text, LearnedParts(text, ())) is None
