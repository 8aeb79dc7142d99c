"""A paper in Markdown that cites a file's entries in all of Pandoc's ways: what is found and tied, and nothing else."""

from pathlib import Path

import pytest

from indexer.bibliography.read import read_bibliography
from indexer.parsing.corpus import read_document
from kutip.types import Bibliography, Form

PAPER = r"""---
title: "Salt pans of the north coast"
author: [Ina Tide]
date: 2024-03-01
bibliography: refs.bib
nocite: |
  @unread1999
---

# Introduction

Salt has been raked on the coast for long [@hart1998; @vandijk2004, pp. 3--5; see also @oster:2011]. As @lim2016 [p. 12]
argues, wages fell; @lim2016 repeats it. Pans were let yearly [-@ford2009, ch. 2] and counted by the office
[@bps2020]. Others disagree [for a longer view, see @muller2013; but cf. @doi_10.1000/salt.7, fig. 2]. In *The pans*,
_@nash2001_ has another count. Braces work too [@{https://salt.example/a?b=1}], as does -@{quinn2018}.

Write to ina@tide.example or follow @saltpans; the decorator `@cache` is code, and so is `[@hart1998]`. Prices at 3 @ 5
are shown in @fig:prices and [@tbl-wages]. The site https://salt.example/@user has more. An escaped \@hart1998 is none.

> "The rakers went home" [@king1965, p. 77].

- first pan [@alvarez2019]
- second pan [@RAO2003; @stone_2007a]

Two papers differ [@zhao2022a; @zhao2022b]. It is not listed [@gone2000]. Later work [see @tan2021 and references
therein; @ueda2010, sec. 4.1, *passim*].

```python
@property
def hart(self): "[@hart1998]"
```

<!-- [@hart1998] is left out -->
"""
BIB = r"""@string{js = "Journal of Salt"}
@article{hart1998, author={Hart, Ann}, title={Raking}, journal=js, year=1998}
@book{vandijk2004, author={van Dijk, Jan and de la Cruz, Ana}, title={Pans}, publisher={Sea}, year=2004}
@article{oster:2011, author={{\O}ster, K{\aa}re}, title={Brine}, journal=js # " B", year=2011}
@article{lim2016, author={Lim, Bo and Oey, Ci and Tan, Di}, title={Wages}, journal=js, date={2016-02}}
@inbook{ford2009, author={Ford, E.}, title={Lets}, crossref={book}, pages={1-9}}
@techreport{bps2020, author={{Badan Pusat Statistik}}, title={Garam}, institution={BPS}, year=2020}
@article{muller2013, author={M{\"u}ller, Eva and others}, title={Long view}, journal=js, year=2013}
@article{doi_10.1000/salt.7, author={Doe, Jo}, title={Seven}, journal=js, year=2007, doi={10.1000/salt.7}}
@book{nash2001, author={Nash, Jr., Fred}, title={The pans}, publisher={Sea}, year=2001}
@online{https://salt.example/a?b=1, author={{Salt Office}}, title={Page}, year=2012}
@article{quinn2018, author={Quinn, G.}, title={Quay}, journal=js, year=2018}
@book{king1965, author={King, H.}, title={Kin}, publisher={Sea}, year=1965}
@misc{alvarez2019, author={{\'A}lvarez, I.}, title={Arid}, year=2019}
@misc{rao2003, author={Rao, J.}, title={Rakes}, year=2003}
@misc{stone_2007a, author={Stone, K.}, title={Stone}, year={2007a}}
@misc{zhao2022a, author={Zhao, M.}, title={Zone one}, year=2022}
@misc{zhao2022b, author={Zhao, M.}, title={Zone two}, year=2022}
@misc{tan2021, author={Tan, N.}, title={Tides}, year=2021}
@misc{ueda2010, author={Ueda, O.}, title={Uplift}, year=2010}
@misc{unread1999, author={Unread, R.}, title={Nothing}, year=1999}
@misc{never2000, author={Never, S.}, title={Never}, year=2000}
@book{book, title={Book of lets}, editor={Ed, T.}, publisher={Sea}, year=2009}
"""
CITED = [
    ("hart1998", "Hart", "1998"),
    ("vandijk2004", "van Dijk & de la Cruz", "2004"),
    ("oster:2011", "Øster", "2011"),
    ("lim2016", "Lim et al.", "2016"),
    ("lim2016", "Lim et al.", "2016"),
    ("ford2009", "Ford", "2009"),
    ("bps2020", "Badan Pusat Statistik", "2020"),
    ("muller2013", "Müller et al.", "2013"),
    ("doi_10.1000/salt.7", "Doe", "2007"),
    ("nash2001", "Nash", "2001"),
    ("https://salt.example/a?b=1", "Salt Office", "2012"),
    ("quinn2018", "Quinn", "2018"),
    ("king1965", "King", "1965"),
    ("alvarez2019", "Álvarez", "2019"),
    ("RAO2003", "Rao", "2003"),
    ("stone_2007a", "Stone", "2007a"),
    ("zhao2022a", "Zhao", "2022"),
    ("zhao2022b", "Zhao", "2022"),
    ("gone2000", "", "gone2000"),
    ("tan2021", "Tan", "2021"),
    ("ueda2010", "Ueda", "2010"),
]


@pytest.fixture
def salt(tmp_path: Path) -> Bibliography:
    folder = tmp_path / "salt"
    folder.mkdir()
    (folder / "source.md").write_text(PAPER, encoding="utf-8")
    (folder / "refs.bib").write_text(BIB, encoding="utf-8")
    document, blocks, keyed = read_document(folder)
    return read_bibliography(document, blocks, keyed)


def test_every_citation_is_found_with_the_words_of_its_entry_and_nothing_else(salt: Bibliography) -> None:
    assert [(one.key, one.who, one.year) for one in salt.mentions] == CITED


def test_every_citation_but_one_is_tied_to_the_entry_of_its_key(salt: Bibliography) -> None:
    keys = {one.id: one.key for one in salt.references}
    tied = [(one.key, keys[one.reference_id]) for one in salt.mentions if one.reference_id is not None]
    assert [key.casefold() for key, _ in tied] == [entry.casefold() for _, entry in tied]
    assert len(tied) == len(CITED) - 1
    assert [(problem.kind.value, len(problem.mention_ids)) for problem in salt.problems] == [("not_listed", 1)]


def test_the_list_has_what_is_cited_and_what_is_listed_only(salt: Bibliography) -> None:
    wanted = [*dict.fromkeys(key.casefold() for key, who, _ in CITED if who), "unread1999"]
    assert [one.key.casefold() for one in salt.references] == wanted


def test_keys_in_the_running_text_are_narrative(salt: Bibliography) -> None:
    narrative = [one.key for one in salt.mentions if one.form is Form.NARRATIVE]
    assert narrative == ["lim2016", "lim2016", "nash2001", "quinn2018"]
