"""Documents that hold something in every field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.core.base.face_target import FaceTarget, controls_of
from ganimation_desktop.core.documents.document import Document, DocumentFace, Source, VideoState, ViewPlace
from ganimation_desktop.core.documents.history import FaceChange, History, ProtectionChange, Step, TrackChange
from ganimation_desktop.core.edit.recipe import FaceEdit
from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe, KeyframeTrack
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.core.video.video_request import VideoRequest

SHOWN = au_vector({"AU12": 0.25, "AU06": 0.1})


def made_source(name: str = "a.png", folder: Path = Path("/photos"), digest: str = "ab" * 32) -> Source:
    return Source(folder / name, digest, 60, 40)


def made_face(wanted: Mapping[str, float], origin: ExpressionOrigin | None = None) -> DocumentFace:
    """A face on which these Action Units are wanted, the others as it shows them."""
    target = FaceTarget.of(SHOWN).with_aus(wanted)
    return DocumentFace(FaceEdit(FaceBox(1.5, 2.25, 30.0, 31.0, 1.5, -12.0), SHOWN, target, made_protection()), origin)


def made_protection(*only: Region) -> Protection:
    """A painted spot, and regions."""
    painted = np.zeros((MAP_PX, MAP_PX), np.uint8)
    painted[200:220, 100:160] = np.arange(195, 255)
    return Protection(painted, frozenset(only))


def made_origin(seed: int = 7) -> ExpressionOrigin:
    both = np.linspace(-0.3, 1.7, N_AUS)
    full = np.concatenate([both, both, (1.2, -0.4)])
    full[controls_of("AU12_R")[0]] = 0.1
    return ExpressionOrigin(full, 0.625, seed)


def made_photo(source: Source | None = None) -> Document:
    """An edited photo with two faces, a view and a history of which one step was taken back."""
    before = FaceTarget.of(SHOWN)
    after = before.with_aus({"AU12_L": 0.1}).with_gaze((0.25, -0.1))
    steps = (
        Step("Lächeln", (FaceChange(0, before, after, None, made_origin()), FaceChange(1, before, after))),
        Step("", (FaceChange(0, after, before, made_origin(), made_origin(8)), ProtectionChange(1, UNPROTECTED, made_protection()))),
    )
    faces = (made_face({"AU12": 0.1, "AU45_R": 1.0}, made_origin()), made_face({}))
    return Document(source or made_source(), faces, 1, view=ViewPlace(2.5, 10.25, 20.5), history=History(steps, 1))


def made_video(source: Source | None = None) -> Document:
    """An edited video with keyframes, a part, and a history."""
    track = KeyframeTrack([Keyframe(0.0, {"AU12": 0.0}), Keyframe(1.5, {"AU12": 1.0, "AU25": 0.3}, Easing.EASE_OUT, (0.5, 0.0))])
    target = FaceTarget.of(au_vector({"AU12": 0.7}), (-0.5, 0.25))
    request = VideoRequest(target, SHOWN, LiveMode.AMPLIFY, 1.5, track, 0.6, made_protection(Region.EYES))
    history = History((Step("Keyframe", (TrackChange(KeyframeTrack(), track),)),), 1)
    return Document(
        made_source("clip.mp4") if source is None else source,
        (),
        0,
        VideoState(request, True, 2, 0.5, (0.25, 2.0), True, 0.5),
        history=history,
    )
