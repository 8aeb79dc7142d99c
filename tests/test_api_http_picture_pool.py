"""A picture is drawn once for all requests that wait for it, and not at all if none waits any more."""

import asyncio
import hashlib
import sys
import threading
from collections.abc import Iterator

import pytest
from made_pdfs import paper
from page_pictures import nested_forms, opened

from api.http.picture_pool import PicturePool
from kutip.errors import BusyError, PictureError
from kutip.pictures.drawing import PictureForm
from kutip.pictures.picture_cache import PagePicture
from kutip.settings import LimitSettings, PictureSettings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process can be limited there")
PAPER = paper()


def of(width: int, data: bytes = PAPER) -> PagePicture:
    return PagePicture(hashlib.sha256(data).hexdigest(), 1, width, PictureForm.WEBP)


class Held:
    """A PDF that is not given before it is let go, and how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = threading.Event()

    def __call__(self) -> bytes:
        self.asked += 1
        self.let_go.wait(30)
        return PAPER


@pytest.fixture
def pool() -> Iterator[PicturePool]:
    made = PicturePool(PictureSettings(picture_processes=1), LimitSettings(max_waiting=2))
    yield made
    made.close()


def test_many_requests_for_a_picture_draw_it_once(pool: PicturePool) -> None:
    held = Held()

    async def ask() -> list[bytes]:
        waiting = [asyncio.create_task(pool.picture(of(300), held)) for _ in range(20)]
        await asyncio.sleep(0.1)
        held.let_go.set()
        return await asyncio.gather(*waiting)

    pictures = asyncio.run(ask())
    assert held.asked == 1
    assert len(set(pictures)) == 1
    assert opened(pictures[0]).width == 300


def test_a_picture_that_nobody_waits_for_is_not_begun(pool: PicturePool) -> None:
    first, second = Held(), Held()

    async def ask() -> None:
        drawn = asyncio.create_task(pool.picture(of(300), first))
        given_up = [asyncio.create_task(pool.picture(of(310), second)) for _ in range(2)]
        await asyncio.sleep(0.1)
        for one in given_up:
            one.cancel()
        await asyncio.sleep(0)
        first.let_go.set()
        await drawn
        await pool.picture(of(320), lambda: PAPER)

    asyncio.run(ask())
    assert (first.asked, second.asked) == (1, 0)


def test_one_request_that_goes_away_leaves_the_picture_to_the_others(pool: PicturePool) -> None:
    held = Held()

    async def ask() -> bytes:
        gone, stays = (asyncio.create_task(pool.picture(of(300), held)) for _ in range(2))
        await asyncio.sleep(0.1)
        gone.cancel()
        await asyncio.sleep(0)
        held.let_go.set()
        return await stays

    assert opened(asyncio.run(ask())).width == 300
    assert held.asked == 1


def test_a_picture_that_is_being_drawn_is_kept_though_its_request_went_away(pool: PicturePool) -> None:
    held = Held()

    async def ask() -> bytes:
        gone = asyncio.create_task(pool.picture(of(300), held))
        await asyncio.sleep(0.1)
        gone.cancel()
        held.let_go.set()
        await pool.picture(of(320), lambda: PAPER)  # drawn after it
        return await pool.picture(of(300), held)

    assert asyncio.run(ask())
    assert held.asked == 1


def test_more_pictures_than_may_wait_are_refused(pool: PicturePool) -> None:
    held = Held()

    async def ask() -> None:
        waiting = [asyncio.create_task(pool.picture(of(width), held)) for width in (300, 310, 320)]
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError, match="too many requests"):
            await pool.picture(of(330), held)
        held.let_go.set()
        await asyncio.gather(*waiting)
        assert await pool.picture(of(330), lambda: PAPER)

    asyncio.run(ask())


def test_a_request_waits_only_so_long() -> None:
    pool, held = PicturePool(PictureSettings(), LimitSettings(waiting_seconds=0.2)), Held()

    async def ask() -> None:
        with pytest.raises(BusyError, match="waited too long"):
            await pool.picture(of(300), held)
        held.let_go.set()

    asyncio.run(ask())
    pool.close()


def test_a_page_that_cannot_be_drawn_fails_for_all_who_wait_and_come_later(pool: PicturePool) -> None:
    async def ask() -> list[bytes | BaseException]:
        waiting = [pool.picture(of(300, b"no PDF"), lambda: b"no PDF") for _ in range(3)]
        found = await asyncio.gather(*waiting, return_exceptions=True)
        return [*found, *await asyncio.gather(pool.picture(of(400, b"no PDF"), Held()), return_exceptions=True)]

    assert [type(one) for one in asyncio.run(ask())] == [PictureError] * 4


def test_what_is_drawn_is_given_up_when_the_service_ends() -> None:
    pool = PicturePool(PictureSettings(picture_seconds=60), LimitSettings())
    bomb = nested_forms(9)

    async def ask() -> None:
        await pool.picture(of(300), lambda: PAPER)
        drawn = asyncio.create_task(pool.picture(of(300, bomb), lambda: bomb))
        await asyncio.sleep(0.5)
        pool.close()
        with pytest.raises(BusyError, match="about to stop"):
            await drawn
        assert await pool.picture(of(310), lambda: PAPER)  # it can be used again
        pool.close()

    asyncio.run(ask())
