"""What the window can do, in one word."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the window can do now."""

    LOADING_MODEL = "loading model"
    NO_MODEL = "no model"
    NO_PHOTO = "no photo"
    LOOKING_FOR_FACES = "looking for faces"
    NO_FACE = "no face"
    READY = "ready"
    DRIVEN = "driven by a camera"
