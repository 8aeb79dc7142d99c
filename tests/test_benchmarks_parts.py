"""The costs of learned parts: calls are timed by turns and by stage, and sizes add up."""

from pathlib import Path

import pytest

from benchmarks.parts import CPU, WHOLE, interleaved, measure_sizes, table, variables
from eval.studies.parts import PARTS, part_variants, without
from kutip.settings import Settings
from retriever.stages import stage


def test_each_question_goes_to_all_before_the_next_and_the_first_changes() -> None:
    asked: list[str] = []
    calls = {name: lambda text, own=name: asked.append(f"{own}{text}") for name in "ab"}
    medians = interleaved(calls, ["1", "2", "3"], rounds=1)  # type: ignore[arg-type]
    assert asked == ["a1", "b1", "b2", "a2", "a3", "b3", "b1", "a1", "a2", "b2", "b3", "a3"]
    assert medians.keys() == {"a", "b"}


def test_stages_are_summed_within_a_call() -> None:
    def search(_: str) -> None:
        for _unused in range(2):
            with stage("encoding"):
                sum(range(20_000))

    own = interleaved({"a": search, "idle": lambda _: None}, ["1"], rounds=3)
    assert own["a"].keys() == {"encoding", WHOLE, CPU}
    assert own["idle"].keys() == {WHOLE, CPU}
    assert 0 < own["a"]["encoding"] <= own["a"][WHOLE]
    assert own["a"][CPU] > own["idle"][CPU]


def test_a_table_has_a_row_for_each_stage_that_took_part_in_any() -> None:
    assert table({"all": {"encoding": 4.26, WHOLE: 9.0}, "without": {WHOLE: 1.0}}) == [
        "| p50, ms | all | without |",
        "| --- | --- | --- |",
        "| encoding | 4.3 |  |",
        "| in all | 9.0 | 1.0 |",
    ]


def test_the_environment_leaves_out_what_a_variant_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUTIP_MULTILINGUAL", raising=False)  # which other tests set
    settings = Settings()
    assert variables(settings) == {}
    for _, own in (*part_variants(settings), ("none", without(settings, PARTS))):
        with monkeypatch.context() as patched:
            for name, value in variables(own).items():
                patched.setenv(name, value)
            assert Settings() == own


def test_sizes_of_folders_add_up_to_the_index(settings: Settings) -> None:
    whole, *parts = measure_sizes(settings.index)
    assert whole.value == pytest.approx(sum(one.value for one in parts))
    generation = next(Path(settings.index).glob("gen-*"))
    sources = sum(path.stat().st_size for path in (generation / "sources").rglob("*") if path.is_file())
    sizes = {one.name: one.value * 2**20 for one in parts}
    assert sizes["size of the index, sources"] == pytest.approx(sources)
    assert sizes["size of the index, ."] > sources
