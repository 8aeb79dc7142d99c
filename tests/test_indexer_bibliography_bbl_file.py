"""Lists of bibitem commands: keys, text without LaTeX, and the parts of each entry."""

import pytest

from indexer.bibliography.bbl_file import BblFile, bbl_entries

BBL = r"""\begin{thebibliography}{9}
\expandafter\ifx\csname natexlab\endcsname\relax\def\natexlab#1{#1}\fi

\bibitem[{Reed and M{\"u}ller(2019)}]{reed2019}
Reed, P., \& M{\"u}ller, A. (2019). Kites over the marsh.
\newblock \emph{Journal of Winds}, 3\penalty0 (2), 1--20.
\newblock \doi{10.1000/x.1}.

\bibitem{moss}% a comment
Moss, A. (2001). \textit{Tails}. Marsh Press.

\end{thebibliography}
Text behind the list.
"""


def test_entries_are_plain_text_by_key() -> None:
    found = dict(bbl_entries(BBL))
    assert list(found) == ["reed2019", "moss"]
    assert found["moss"] == "Moss, A. (2001). Tails. Marsh Press."
    assert found["reed2019"].startswith("Reed, P., & Müller, A. (2019). Kites over the marsh. Journal of Winds, 3")
    assert "behind" not in found["moss"]


def test_an_entry_has_parts_without_a_place() -> None:
    entry = BblFile(BBL).reference("reed2019", document_id="paper", sha256="00", file="paper.bbl")
    assert entry is not None
    assert [one.surname for one in entry.authors] == ["Reed", "Müller"]
    assert entry.year is not None
    assert (entry.year.text, entry.file, entry.key, entry.spans) == ("2019", "paper.bbl", "reed2019", ())
    assert {part.spans for part in (entry.year, entry.title, *entry.authors) if part is not None} == {()}


def test_a_blank_entry_is_none() -> None:
    assert (
        BblFile(r"\bibitem{a} \bibitem{b} Moss. Tails.").reference("a", document_id="p", sha256="0", file="f") is None
    )


@pytest.mark.parametrize("text", ["", r"\entry{a}{book}{}", r"\bibitem", r"\bibitem[x", r"\bibitem{}"])
def test_a_file_without_entries_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no bibitem"):
        BblFile(text)


@pytest.mark.parametrize(
    "text",
    [r"\bibitem[" * 100_000, r"\bibitem{a}" * 100_000, r"\bibitem{a} " + "{" * 500_000, r"\bibitem{a}" + "%" * 500_000],
)
def test_a_hostile_list_costs_little(text: str) -> None:
    assert all(len(entry) <= 20_000 for _, entry in bbl_entries(text))
