import threading
import time

import pytest

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from tests.patience import WAIT_S


def test_only_the_newest_item_is_taken():
    mailbox: Mailbox[int] = Mailbox()
    for item in range(100):
        mailbox.put(item)
    assert mailbox.take(0) == 99
    with pytest.raises(TimeoutError):
        mailbox.take(0)


def test_none_is_an_item():
    mailbox: Mailbox[int | None] = Mailbox()
    mailbox.put(None)
    assert mailbox.take(0) is None


def test_take_times_out():
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        Mailbox[int]().take(0.05)
    assert time.monotonic() - started >= 0.05


def test_a_waiting_taker_gets_the_item():
    mailbox: Mailbox[str] = Mailbox()
    taken: list[str] = []
    taker = threading.Thread(target=lambda: taken.append(mailbox.take(WAIT_S)))
    taker.start()
    mailbox.put("frame")
    taker.join(WAIT_S)
    assert taken == ["frame"]


def test_close_wakes_every_taker():
    mailbox: Mailbox[int] = Mailbox()
    woken = threading.Semaphore(0)

    def take():
        with pytest.raises(MailboxClosed):
            mailbox.take()
        woken.release()

    takers = [threading.Thread(target=take) for _ in range(3)]
    for taker in takers:
        taker.start()
    mailbox.close()
    for taker in takers:
        taker.join(WAIT_S)
    assert all(woken.acquire(blocking=False) for _ in takers)


def test_a_closed_mailbox_drops_items():
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.close()
    mailbox.put(2)
    assert mailbox.closed
    with pytest.raises(MailboxClosed):
        mailbox.take(0)


def test_a_slow_taker_never_sees_an_older_item():
    mailbox: Mailbox[int] = Mailbox()
    seen: list[int] = []

    def take():
        while True:
            try:
                seen.append(mailbox.take(WAIT_S))
            except MailboxClosed:
                return
            time.sleep(0.001)

    taker = threading.Thread(target=take)
    taker.start()
    for item in range(1000):
        mailbox.put(item)
    deadline = time.monotonic() + WAIT_S
    while (not seen or seen[-1] != 999) and time.monotonic() < deadline:
        time.sleep(0.001)
    mailbox.close()
    taker.join(WAIT_S)
    assert seen == sorted(seen)
    assert seen[-1] == 999


def test_polling_takes_the_newest_item_and_never_waits():
    mailbox = Mailbox[int]()
    assert mailbox.poll() is None
    mailbox.put(1)
    mailbox.put(2)
    assert mailbox.poll() == 2
    assert mailbox.poll() is None
    mailbox.put(3)
    mailbox.close()
    assert mailbox.poll() is None
