"""A camera at the seam where OpenCV's capture is called, which does what a test wants."""

import threading
import time

import numpy as np


def bgr(value=0, width=64, height=48):
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = value
    return picture


class FakeCapture:
    """Delivers what `read_next` returns."""

    def __init__(self, read_next, *, opened=True):
        self.read_next = read_next
        self.opened = opened
        self.released = threading.Event()
        self.asked = {}

    def isOpened(self):
        return self.opened

    def read(self):
        picture = self.read_next()
        return picture is not None, picture

    def get(self, property_id):
        return 0.0

    def set(self, property_id, value):
        self.asked[property_id] = value
        return False

    def release(self):
        self.released.set()


class Opener:
    """Opens a new fake each time and counts."""

    def __init__(self, read_next):
        self.read_next = read_next
        self.n_calls = 0

    def __call__(self, device):
        self.n_calls += 1
        return FakeCapture(self.read_next)


def paced(fps, picture=None):
    def read_next():
        time.sleep(1 / fps)
        return bgr() if picture is None else picture

    return read_next
