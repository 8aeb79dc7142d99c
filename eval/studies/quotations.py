"""Measures how well quotations and claims are checked, on hand-written sets: python -m eval.studies.quotations.

eval/sets/quotations.jsonl has faithful and altered quotations from both papers, each with the verdicts that a person
would give. eval/sets/claims.jsonl has sentences about the papers, each with its label. Both were written before
anything was measured.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from kutip.settings import Settings
from kutip.types import Verdict
from retriever.claims import check_text
from retriever.quotations.checker import QuoteChecker
from retriever.search import Retriever

_QUOTATIONS = Path("eval/sets/quotations.jsonl")
_CLAIMS = Path("eval/sets/claims.jsonl")
_ACCEPTED = (Verdict.EXACT, Verdict.NORMALISED)


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """A row of a set with the verdict or label that Kutip gave.

    Attributes:
        row: The row of the set.
        got: Kutip's verdict or label, for example "exact".
        wanted: The verdicts or labels that a person would give.
        seconds: Time that the check took.
    """

    row: Mapping[str, Any]
    got: str
    wanted: tuple[str, ...]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether a person would give this verdict or label too."""
        return self.got in self.wanted


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file with one object per line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(
    rows: Iterable[Mapping[str, Any]],
    check: Callable[[Mapping[str, Any]], str],
    wanted: Callable[[Mapping[str, Any]], Sequence[str]],
) -> list[JudgedCheck]:
    """Check each row, and pair the result with the verdicts or labels that `wanted` reads from the row."""
    judged = []
    for row in rows:
        start = time.perf_counter()
        got = check(row)
        judged.append(JudgedCheck(row, got, tuple(wanted(row)), time.perf_counter() - start))
    return judged


def show(console: Console, judged: Sequence[JudgedCheck], by: str) -> None:
    """Print how many rows are right for each value of the field `by`, the times, and every wrong row."""
    table = Table(by, "n", "right", "else taken for")
    groups: dict[str, list[JudgedCheck]] = defaultdict(list)
    for one in judged:
        groups[str(one.row[by])].append(one)
    for name, group in sorted(groups.items()):
        others = Counter(one.got for one in group if not one.right)
        taken = ", ".join(f"{got} {n}" for got, n in others.most_common())
        table.add_row(name, str(len(group)), str(sum(one.right for one in group)), taken)
    table.add_row("all", str(len(judged)), f"{np.mean([one.right for one in judged]):.3f}", "")
    console.print(table)
    seconds = np.asarray([one.seconds for one in judged]) * 1000
    console.print(f"p50 {np.median(seconds):.1f} ms, p95 {np.percentile(seconds, 95):.1f} ms", highlight=False)
    for one in judged:
        if not one.right:
            text = one.row.get("quote") or one.row.get("text")
            line = f"{one.row['id']}: {one.got} for {'/'.join(one.wanted)}: {str(text)[:110]!r}"
            console.print(line, highlight=False, markup=False, soft_wrap=True)


def main() -> None:
    """Print how well quotations and claims are checked."""
    console = Console(width=150)
    settings = Settings()
    retriever = Retriever.open(settings.index, settings)
    checker = QuoteChecker(retriever.documents, retriever.passages)
    quotations = judge(
        read_rows(_QUOTATIONS), lambda row: checker.check(row["quote"]).verdict, lambda row: row["expected"]
    )
    show(console, quotations, "edit")
    faithful = [one.got in _ACCEPTED for one in quotations if one.row["faithful"]]
    unfaithful = [one.got in _ACCEPTED for one in quotations if not one.row["faithful"]]
    console.print(
        f"faithful ones that pass: {np.mean(faithful):.3f} of {len(faithful)};"
        f" others that pass: {sum(unfaithful)} of {len(unfaithful)}",
        highlight=False,
    )
    claims = judge(
        read_rows(_CLAIMS),
        lambda row: check_text(row["text"], retriever, checker)[0].label,
        lambda row: [row["label"], *([row["also"]] if row.get("also") else [])],
    )
    show(console, claims, "label")


if __name__ == "__main__":
    typer.run(main)
