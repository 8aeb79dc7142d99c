"""Trains what finds and parts lists of references: python -m training.reference_lists FOLDER core.jsonl.gz.

FOLDER holds whole papers whose lines a person has tagged (*.ttx.gz). Each is trained with as it stands, without its
indentation, and without its blank lines too, since tools that read PDFs keep one, the other, or neither. Lists made of
labelled references, wrapped at some width, add the styles that the papers lack.
"""

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Annotated

import typer

from indexer.bibliography.list_features import list_features, plain_lines
from indexer.bibliography.list_lines import MODEL, Role, find_lists
from indexer.bibliography.sequence_model import SequenceModel, model_path
from indexer.parsing.lines import split_lines
from training.command import run_command
from training.errors import TrainingError
from training.labelled_entries import LabelledEntry, read_entries
from training.references import train_model

FIRST, FURTHER, OUTSIDE = "first", "further", "outside"
_HANGING = 0.2  # of the lines of a list: from so many indented ones on, indentation tells where entries begin
_AROUND = 120  # lines above and below a list that are trained with
_STRETCH = 200  # lines of the rest of a paper, of each _EVERY
_EVERY = 1000
_LISTS = 400  # lists made of references
_FURNITURE = 0.02  # of the lines of a made list: how often a page ends there
_STEPS = 100


@dataclass(frozen=True, slots=True)
class TaggedLines:
    """Lines of a paper, blank ones too, and the tag of each that is not blank."""

    lines: tuple[str, ...]
    tags: tuple[str, ...]

    def laid_out(self, *, indented: bool, blanks: bool) -> "TaggedLines":
        """Return the lines without their indentation, or without blank lines."""
        kept = [line if indented else line.strip() for line in self.lines if blanks or line.strip()]
        return TaggedLines(tuple(kept), self.tags)

    def described(self) -> list[list[str]]:
        """The lines as the model sees them."""
        return list_features(plain_lines(self.lines))


def read_tagged(path: Path) -> TaggedLines:
    """Read a tagged paper: each line a tag, "|" and the line; without a tag, that of the line above holds.

    Raises:
        TrainingError: A line has no "|".
    """
    rows: list[tuple[str, bool, str]] = []
    tag = ""
    for number, row in enumerate(gzip.decompress(path.read_bytes()).decode("utf-8").rstrip("\n").split("\n"), start=1):
        own, bar, line = row.partition("|")
        if not bar:
            raise TrainingError(f"{path}:{number} has no “|” between tag and line")
        tag = own.strip() or tag
        rows.append((tag, bool(own.strip()), line.removeprefix(" ")))
    listed = [line for tag, _, line in rows if tag == "ref" and line.strip()]
    hanging = sum(_indent(line) > 1 for line in listed) > _HANGING * len(listed)
    tags, ended = [], True
    for tag, said, line in rows:
        if not line.strip():
            continue
        first = _indent(line) == 0 or (said and _indent(line) == 1) if hanging else said and ended
        tags.append((FIRST if first else FURTHER) if tag == "ref" else OUTSIDE)
        ended = line.rstrip().endswith(".") if tag == "ref" else ended
    return TaggedLines(tuple(line for _, _, line in rows), tuple(tags))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def layouts(paper: TaggedLines) -> Iterator[TaggedLines]:
    """Yield a paper as different tools would have it: its list with what is around it, and stretches of the rest."""
    for indented, blanks in ((True, True), (False, True), (False, False)):
        for part in _parts(paper):
            yield part.laid_out(indented=indented, blanks=blanks)


def _parts(paper: TaggedLines) -> Iterator[TaggedLines]:
    places = [at for at, line in enumerate(paper.lines) if line.strip()]
    listed = [at for at, tag in enumerate(paper.tags) if tag != OUTSIDE]
    stretches = [(max(0, listed[0] - _AROUND), listed[-1] + _AROUND)] if listed else []
    end = listed[0] - _AROUND if listed else len(places)
    stretches += [(start, min(start + _STRETCH, end)) for start in range(0, max(0, end - _STRETCH), _EVERY)]
    for start, stop in stretches:
        lines = (
            paper.lines[places[start] : places[stop - 1] + 1] if stop <= len(places) else paper.lines[places[start] :]
        )
        yield TaggedLines(lines, paper.tags[start:stop])


def made_lists(entries: Sequence[LabelledEntry], number: int, chance: random.Random) -> Iterator[TaggedLines]:
    """Yield lists of neighbouring references, wrapped and laid out in some way."""
    texts = [one.text for one in entries]
    for _ in range(number):
        start, length = chance.randrange(len(texts)), chance.randint(5, 25)
        width, blanks, hanging = chance.choice((60, 75, 90, 110, 10_000)), chance.random() < 0.4, chance.random() < 0.2
        marks = chance.choice(("", "", "[{}] ", "{}. ", "({}) ", "- ", "[{key}] ", "[{key}]      "))
        heads = ("{}", "{}", "Page {}", texts[start][10:50].upper())
        lines: list[str] = []
        tags: list[str] = []
        for count, text in enumerate(texts[start : start + length], start=1):
            text = marks.format(count, key=_key(text)) + re.sub(r"^\W*\d{1,3}\W\s+", "", text) if marks else text
            for at, line in enumerate(wrap(text, width)):
                lines.append("    " * (hanging and at > 0) + line)
                tags.append(FURTHER if at else FIRST)
                if chance.random() < _FURNITURE:
                    lines += [
                        *[""] * chance.randint(0, 2),
                        chance.choice(heads).replace("{}", str(chance.randint(1, 400))),
                    ]
                    tags.append(OUTSIDE)
            lines += [""] * blanks
        yield TaggedLines(tuple(lines), tuple(tags))


def _key(text: str) -> str:
    """Return a key as BibTeX's style alpha makes it: "HV17", "HVN+17"."""
    letters = "".join(re.findall(r"\b[^\W\d_a-z](?=[^\W\d_]{2})", text)[:3]) or "Anon"
    years = re.findall(r"(?:19|20)(\d\d)", text)
    return f"{letters}{'+' * (len(letters) > 2)}{years[-1] if years else ''}"


def entries_of(tags: Sequence[str]) -> set[tuple[int, ...]]:
    """Return each entry of a list as the numbers of its lines.

    >>> entries_of(["outside", "first", "further", "outside", "further", "first"]) == {(1, 2, 4), (5,)}
    True
    """
    found: list[list[int]] = []
    for at, tag in enumerate(tags):
        if tag == FIRST:
            found.append([])
        if tag != OUTSIDE and found:
            found[-1].append(at)
    return {tuple(one) for one in found}


def found_tags(paper: TaggedLines, model: SequenceModel | None = None) -> list[str]:
    """Return the tags of a paper's lines as an index would have them; without a model by that of the package."""
    lines = split_lines("\n".join(paper.lines))
    roles = find_lists(lines, model).roles
    tags = {Role.FIRST: FIRST, Role.FURTHER: FURTHER}
    return [tags.get(roles.get(line.start, Role.OUTSIDE), OUTSIDE) for line in lines if line.content]


def held_out(papers: Sequence[TaggedLines], entries: Sequence[LabelledEntry], out: Path) -> Iterator[tuple[str, float]]:
    """Yield by layout the F1 of entries parted right, each paper tagged by a model that has not seen it."""
    right: dict[str, list[int]] = {"indented": [0, 0, 0], "blank lines": [0, 0, 0], "neither": [0, 0, 0]}
    for paper in papers:
        others = [one for one in papers if one is not paper]
        _train(others, entries, out)
        model = SequenceModel(out)
        for name, indented, blanks in (
            ("indented", True, True),
            ("blank lines", False, True),
            ("neither", False, False),
        ):
            laid = paper.laid_out(indented=indented, blanks=blanks)
            found = entries_of(found_tags(laid, model))
            wanted = entries_of(laid.tags)
            for at, count in enumerate((len(found), len(wanted), len(found & wanted))):
                right[name][at] += count
    yield from ((name, 2 * both / (found + wanted)) for name, (found, wanted, both) in right.items())


def _train(papers: Sequence[TaggedLines], entries: Sequence[LabelledEntry], out: Path) -> str:
    chance = random.Random(18)  # noqa: S311 - the same lists each time
    parts = [part for paper in papers for part in layouts(paper)]
    parts += made_lists(entries, _LISTS, chance)
    return train_model(((one.described(), one.tags) for one in parts), out, steps=_STEPS)


def main(
    folder: Annotated[Path, typer.Argument(help="Folder of tagged papers, *.ttx.gz.")],
    labelled: Annotated[Path, typer.Argument(help="Labelled references, of which lists are made.")],
    out: Annotated[Path | None, typer.Option(help="The model to write; by default the package's own.")] = None,
    check: Annotated[bool, typer.Option(help="Measure on each paper with a model of the others first.")] = False,
) -> None:
    """Train the model that tags the lines of a paper."""
    out = out if out is not None else model_path(MODEL)
    papers = [read_tagged(path) for path in sorted(folder.glob("*.ttx.gz"))]
    entries = read_entries(labelled)
    if check:
        for name, f1 in held_out(papers, entries, out.with_suffix(".held-out.crf")):
            print(f"held out, {name}: F1 of entries {f1:.3f}")
        out.with_suffix(".held-out.crf").unlink()
    digest = _train(papers, entries, out)
    print(f"{out}: {out.stat().st_size:,} bytes, SHA-256 {digest}: write it into indexer.bibliography.sequence_model")


if __name__ == "__main__":
    run_command(main)
