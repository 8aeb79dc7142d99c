"""Pictures come from memory or from a process under limits; a hostile page costs its own picture alone."""

import hashlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import english
from made_pdfs import drawn, paper
from page_pictures import ink, many_blanks, many_letters, nested_forms, opened

from kutip.errors import BusyError, PictureError
from kutip.pictures.drawing import PictureForm
from kutip.pictures.picture_cache import PagePicture
from kutip.pictures.picture_maker import PictureMaker
from kutip.settings import PictureSettings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process can be limited there")
PAPER = paper(columns=2)


@pytest.fixture(scope="module")
def maker() -> Iterator[PictureMaker]:
    made = PictureMaker(PictureSettings(picture_seconds=1))
    yield made
    made.stop()


def of(data: bytes, width: int = 400, page: int = 1, form: PictureForm = PictureForm.WEBP) -> PagePicture:
    return PagePicture(hashlib.sha256(data).hexdigest(), page, width, form)


def never() -> bytes:
    raise AssertionError("the PDF is read again")


def processes(maker: PictureMaker) -> list[int]:
    running = [artist._worker._process for artist in maker._artists]
    return [process.running.pid for process in running if process is not None]


@pytest.mark.parametrize("form", PictureForm)
def test_a_picture_is_drawn_once_and_kept(maker: PictureMaker, form: PictureForm) -> None:
    wanted = of(PAPER, 450, form=form)
    assert maker.kept(wanted) is None
    first = maker.draw(wanted, lambda: PAPER)
    assert opened(first).width == 450
    assert maker.kept(wanted) == first
    assert maker.draw(wanted, never) == first


BOMBS: dict[str, Callable[[], bytes]] = {
    "forms in forms": lambda: nested_forms(9),
    "eight million letters": lambda: many_letters(8_000_000),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_stopped_and_the_next_picture_is_drawn(maker: PictureMaker, make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < 100_000
    with pytest.raises(PictureError) as caught:
        maker.draw(of(data), lambda: data)
    which = "page 1 is not drawn, since it (takes more than 1 seconds|needs more than 400 MB)"  # whichever comes first
    assert re.match(which, english(caught.value.message))
    with pytest.raises(PictureError):  # it is not tried again, whatever the width
        maker.draw(of(data, 900), lambda: PAPER)
    assert maker.draw(of(PAPER, 410), lambda: PAPER)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
def test_a_page_that_needs_too_much_memory_is_told_so() -> None:
    maker = PictureMaker(PictureSettings(picture_seconds=20, picture_megabytes=100))
    data = many_blanks(200_000_000)
    with pytest.raises(PictureError, match="needs more than 100 MB of memory"):
        maker.draw(of(data), lambda: data)
    assert maker.draw(of(PAPER), lambda: PAPER)
    maker.stop()


@pytest.mark.parametrize("data", [b"", PAPER[:700], b"%PDF-1.4\n%%EOF"])
def test_a_broken_file_has_no_picture_and_is_not_read_again(maker: PictureMaker, data: bytes) -> None:
    with pytest.raises(PictureError, match="page 1 cannot be drawn, since the PDF is damaged there"):
        maker.draw(of(data), lambda: data)
    with pytest.raises(PictureError):
        maker.draw(of(data), never)


def test_one_process_draws_one_picture_after_another(maker: PictureMaker) -> None:
    maker.draw(of(PAPER, 420), lambda: PAPER)
    first = processes(maker)
    for width in (430, 440):
        maker.draw(of(PAPER, width), lambda: PAPER)
    assert processes(maker) == first


def test_a_process_that_something_else_ended_is_replaced_and_the_page_drawn(maker: PictureMaker) -> None:
    maker.draw(of(PAPER, 421), lambda: PAPER)
    for artist in maker._artists:
        if artist._worker._process is not None:
            artist._worker._process.running.kill()
            artist._worker._process.running.wait()
    assert maker.draw(of(PAPER, 422), lambda: PAPER)


def test_a_process_that_drew_many_pages_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kutip.pictures.picture_maker._MOST_DRAWN", 2)
    maker = PictureMaker(PictureSettings(picture_processes=1))
    seen = []
    for width in (300, 310, 320, 330):
        maker.draw(of(PAPER, width), lambda: PAPER)
        seen += processes(maker)
    maker.stop()
    assert seen[0] == seen[1] != seen[2] == seen[3]
    assert processes(maker) == []


def test_a_hostile_page_holds_up_no_other_where_there_are_two_processes() -> None:
    maker = PictureMaker(PictureSettings(picture_seconds=3, picture_processes=2))
    bomb, begun = nested_forms(9), threading.Event()

    def read() -> bytes:
        begun.set()
        return bomb

    maker.draw(of(PAPER, 500), lambda: PAPER)
    with ThreadPoolExecutor(1) as threads:
        hostile = threads.submit(maker.draw, of(bomb), read)
        assert begun.wait(20)
        for width in (510, 520, 530):
            assert maker.draw(of(PAPER, width), lambda: PAPER)
        assert not hostile.done()
        assert isinstance(hostile.exception(), PictureError)
    maker.stop()


def test_many_threads_get_the_pictures_that_they_ask_for(maker: PictureMaker) -> None:
    data = drawn(*[lambda canvas, at=at: canvas.rect(100, 60 * at + 50, 50, 20, fill=1) for at in range(8)])
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda page: maker.draw(of(data, 300, page), lambda: data), range(1, 9)))
    tops = [ink(one)[1] for one in found]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 8


def test_where_no_process_starts_no_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kutip.limited_worker._START", "raise SystemExit(3)  # {path} {ends}")
    maker = PictureMaker(PictureSettings())
    for _ in range(2):  # and that is not remembered of the page
        with pytest.raises(PictureError, match="does not let Kutip start the process"):
            maker.draw(of(PAPER), lambda: PAPER)
    assert maker.kept(of(PAPER)) is None


def test_a_page_that_only_took_long_on_the_clock_may_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = PictureMaker(PictureSettings(picture_seconds=1))
    maker.draw(of(PAPER, 300), lambda: PAPER)
    bomb = nested_forms(9)
    for artist in maker._artists:
        monkeypatch.setattr(artist._worker, "_patience", 0.1)
    with pytest.raises(BusyError):
        maker.draw(of(bomb), lambda: bomb)
    assert maker.kept(of(bomb)) is None
    maker.stop()


def test_what_reads_the_pdf_may_fail_and_the_process_is_free_again() -> None:
    maker = PictureMaker(PictureSettings(picture_processes=1))

    def failing() -> bytes:
        raise OSError("the disk fails")

    with pytest.raises(OSError, match="the disk fails"):
        maker.draw(of(PAPER), failing)
    assert maker.draw(of(PAPER), lambda: PAPER)
    maker.stop()


def test_the_service_does_not_load_what_draws(maker: PictureMaker) -> None:
    source = Path(sys.modules[PictureMaker.__module__].__file__ or "").parent / "drawing.py"
    top = [line for line in source.read_text(encoding="utf-8").splitlines() if line.startswith(("import", "from"))]
    assert not any("PIL" in line or "pypdfium2" in line for line in top)
