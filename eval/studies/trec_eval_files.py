"""trec_eval's own test files: judgements, runs, and what it printed for them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

from eval.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Command:
    """The command with which trec_eval printed a file.

    Attributes:
        printed: Name of the output file.
        qrels: Name of the file of judgements.
        run: Name of the file of rankings.
        rel: Lowest grade that counts as relevant (-l).
        depth: Only the first `depth` documents of a query count (-M); None: all.
        complete: Take means over all judged queries (-c), not only over those in the run.
    """

    printed: str
    qrels: str
    run: str
    rel: int = 1
    depth: int | None = None
    complete: bool = False

    @property
    def options(self) -> str:
        """The command's options, for example "-c -M 100". -q and -m are left out: the output shows them."""
        given = {f"-l {self.rel}": self.rel != 1, "-c": self.complete, f"-M {self.depth}": self.depth is not None}
        return " ".join(option for option, is_set in given.items() if is_set)


COMMANDS = (
    Command("out.test", "qrels.test", "results.test"),
    Command("out.test", "qrels.comment.test", "results.comment.test"),
    Command("out.test.a", "qrels.test", "results.test"),
    Command("out.test.aq", "qrels.test", "results.test"),
    Command("out.test.aqc", "qrels.test", "results.trunc", complete=True),
    Command("out.test.aqcM", "qrels.test", "results.trunc", complete=True, depth=100),
    Command("out.test.aql", "qrels.rel_level", "results.test", rel=2),
    Command("out.test.meas_params", "qrels.test", "results.test"),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that trec_eval printed, for example measure "map", query "all", value "0.2785"."""

    measure: str
    query: str
    value: str

    def agrees(self, value: float) -> bool:
        """Whether a number, rounded to the printed decimals, is the printed value."""
        return self.rounded(value) == self.value

    def rounded(self, value: float) -> str:
        """A number with as many decimals as the printed value."""
        return f"{value:.{len(self.value.partition('.')[2])}f}"


def _columns(path: Path, least: int) -> Iterator[list[str]]:
    """The columns of each line, without empty lines and comments; an error if a line has fewer than `least`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        columns = line.split()
        if not columns or columns[0].startswith("#"):
            continue
        if len(columns) < least:
            raise EvaluationError(f"{path} line {number} has {len(columns)} columns, not {least}; fetch the file again")
        yield columns


def _number(path: Path, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise EvaluationError(f"{path} has {text!r} where a number belongs; fetch the file again")
    return number


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements: query -> document -> grade.

    Raises:
        EvaluationError: A line is not in TREC's format.
    """
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for query, _, document, grade, *_ in _columns(path, 4):
        qrels[query][document] = int(_number(path, grade))
    return dict(qrels)


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Read rankings: query -> document -> score. Ranks, tags and further columns are ignored, as by trec_eval.

    Raises:
        EvaluationError: A line is not in TREC's format.
    """
    run: dict[str, dict[str, float]] = defaultdict(dict)
    for query, _, document, _, score, *_ in _columns(path, 6):
        run[query][document] = _number(path, score)
    return dict(run)


def read_printed(path: Path) -> list[Printed]:
    """Read trec_eval's output.

    Raises:
        EvaluationError: A line has fewer than three columns.
    """
    return [Printed(measure, query, value) for measure, query, value, *_ in _columns(path, 3)]
