"""What `kutip index` shows while it builds: a bar with a rate, or a line now and then."""

from io import StringIO

from kutip.cli.build_progress import BuildProgress
from kutip.cli.terminal import VisibleConsole


def shown(*, terminal: bool, seconds: float) -> tuple[str, str]:
    """What is printed for 100 passages, so many seconds each: on the console, and beside it."""
    out, log, now = StringIO(), StringIO(), [0.0]
    console = VisibleConsole(file=out, force_terminal=terminal, width=100)
    with BuildProgress(console, VisibleConsole(file=log, width=100), clock=lambda: now[0]) as progress:
        for done in range(1, 101):
            progress("encode", done, 100)
            now[0] += seconds
    return out.getvalue(), log.getvalue()


def test_without_a_terminal_a_line_tells_the_rate_every_half_minute() -> None:
    out, log = shown(terminal=False, seconds=0.5)
    assert out == ""
    assert log == "encode: 61 of 100, 2.0 a second\n"
    assert shown(terminal=False, seconds=10)[1].splitlines()[:2] == [
        "encode: 4 of 100, 0.13 a second",
        "encode: 7 of 100, 0.12 a second",
    ]


def test_a_short_build_says_nothing_without_a_terminal() -> None:
    assert shown(terminal=False, seconds=0.1) == ("", "")


def test_a_terminal_shows_a_bar_and_no_lines() -> None:
    out, log = shown(terminal=True, seconds=0.5)
    assert "encode" in out
    assert log == ""


def left_of(stage: str, *, is_encoding: bool) -> str:
    """The time left that a terminal shows after half of 20 papers, a second each."""
    now = [0.0]
    console = VisibleConsole(file=StringIO(), force_terminal=True, width=40)
    with BuildProgress(console, is_encoding=is_encoding) as progress:
        progress._bar.get_time = lambda: now[0]
        for done in range(11):
            progress(stage, done, 20)
            now[0] += 1
        (task,) = progress._bar.tasks
        return str(progress._bar.columns[-1].render(task))


def test_the_time_left_counts_the_encoding_of_papers_that_are_read() -> None:
    assert left_of("add", is_encoding=False) == "0:00:10"
    assert left_of("encode", is_encoding=True) == "0:00:10"
    assert left_of("add", is_encoding=True).startswith("about 0:02:")


def test_a_person_is_asked_without_the_bar() -> None:
    out = StringIO()
    with BuildProgress(VisibleConsole(file=out, force_terminal=True, width=40)) as progress:
        progress("add", 1, 2)
        with progress.paused():
            assert not progress._bar.live.is_started
        assert progress._bar.live.is_started
    assert "left:" in out.getvalue()
