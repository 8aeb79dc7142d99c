"""Tests for the entries of law: cases, and articles as lawyers cite them."""

import pytest

from indexer.bibliography.law_parts import law_parts


def read(text: str) -> str:
    found = law_parts(text)
    assert found is not None
    parts = (found.authors, found.title, found.volume, found.container, found.pages, found.year)
    return " | ".join(text[slice(*part)] if part is not None else "-" for part in parts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dunmore v. Pike, 347 U.S. 92 (1954).", "- | Dunmore v. Pike | 347 | U.S. | 92 | 1954"),
        ("Harlow v. Brandt, 512 F.3d 118, 120–21 (9th Cir. 2009).", "- | Harlow v. Brandt | 512 | F.3d | 118 | 2009"),
        (
            "In re Marsh Trust, 12 F. Supp. 2d 34 (D. Mass. 1980)",
            "- | In re Marsh Trust | 12 | F. Supp. 2d | 34 | 1980",
        ),
        ("[4] Lowe v Dunn [1932] AC 562.", "- | Lowe v Dunn | - | AC | 562 | 1932"),
        (
            "Ann Lee, Tides of Law, 12 Coast L. Rev. 34 (1999).",
            "Ann Lee | Tides of Law | 12 | Coast L. Rev. | 34 | 1999",
        ),
        (
            "Ann Lee, Bo Roe & Cy Day Jr., Rain, Bread, and Law, 7 J. Mills 34, 40 (May 2003).",
            "Ann Lee, Bo Roe & Cy Day Jr. | Rain, Bread, and Law | 7 | J. Mills | 34 | 2003",
        ),
    ],
)
def test_cases_and_articles_of_law_are_divided(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Lee, A. (2014). Rain v. sun in three towns. Journal of Rain, 12(3), 34–40.",
        "A. Lee, B. Day, Rain and bread, Phys. Rev. 12 (1999) 34.",
        "Lee, A. & Day, B. Rain. J. Coast. Bot. 42, 311–329 (2017).",
        "Lee A. Rain v. sun. Rain. 2004;12(3):45-67.",
        "Ministry of Rain, Annual Review (2016), https://rain.example/2016.pdf.",
        "v. 12, 3 A 4 (1999)",
    ],
)
def test_entries_of_other_styles_are_none_of_law(text: str) -> None:
    assert law_parts(text) is None
