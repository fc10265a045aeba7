"""A document: one photo or video together with everything that was done to it. Frozen, so that any thread may write it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.target_json import target_object
from ganimation_desktop.core.documents.history import History, PictureSide
from ganimation_desktop.core.edit.recipe import FaceEdit
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, keyframe_object
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.video.video_request import VideoRequest

MOST_SAVED = 20
"""So many saved states of a document are remembered."""
MOST_SNAPSHOTS = 50
"""So many snapshots a document has."""
MOST_NAME = 40
"""Letters in the name of a snapshot."""


@dataclass(frozen=True)
class Source:
    """The picture or video that a document is about.

    Attributes
    ----------
    file
        Its file; None for a picture that was pasted.
    digest
        Digest of its content in hexadecimal, as `core.documents.content` makes it; empty where it is not known.
    width, height
        Its size when upright, in pixels.
    """

    file: Path | None
    digest: str
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class DocumentFace:
    """A face of a photo and its edit.

    Attributes
    ----------
    edit
        Its box, detected AUs and target.
    origin
        The expression at full strength, the strength and the seed that the target was made from; None without one.
    """

    edit: FaceEdit
    origin: ExpressionOrigin | None = None

    @property
    def target(self) -> FaceTarget:
        """The target."""
        return self.edit.target

    @property
    def is_edited(self) -> bool:
        """Whether it is edited."""
        return self.target != FaceTarget.of(self.edit.source_aus)


@dataclass(frozen=True)
class ViewPlace:
    """What part of a picture was shown: device pixels per picture pixel, and the picture position in the middle of the canvas."""

    zoom: float
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class VideoState:
    """The edit and the view of a video.

    Attributes
    ----------
    request
        The edit of its faces.
    baseline_known
        Whether `request.baseline` was measured.
    face
        Which faces.
    time_s
        The time that was shown.
    part
        Start and end of the part that is played and exported; the end is None for the end of the video.
    loop
        Whether it is played in a loop.
    speed
        Multiple of its own speed.
    """

    request: VideoRequest = field(default_factory=VideoRequest)
    baseline_known: bool = False
    face: FaceChoice = "largest"
    time_s: float = 0.0
    part: tuple[float, float | None] = (0.0, None)
    loop: bool = False
    speed: float = 1.0


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An edit of a document that was given a name, to come back to.

    Attributes
    ----------
    name
        Its name, at most `MOST_NAME` letters.
    faces
        Of a photo: its faces with their edits.
    sliders, track, protection
        Of a video: the target of its faces, the keyframes, and what may not change; `sliders` is None for a photo.
    """

    name: str
    faces: tuple[DocumentFace, ...] = ()
    sliders: FaceTarget | None = None
    track: KeyframeTrack = field(default_factory=KeyframeTrack)
    protection: Protection = UNPROTECTED


@dataclass(frozen=True, eq=False)
class Document:
    """A photo or video with its edit.

    Attributes
    ----------
    source
        What it is about.
    faces
        Of a photo: its faces in the order in which they were found.
    selected_face
        The face whose sliders were shown.
    video
        Of a video: its edit and view; None for a photo.
    view
        What part was shown; None for the whole picture.
    searched
        Whether `faces` are all that a search finds; otherwise the search continues when the document is opened.
    pixels
        Name of a copy of the picture where the file does not hold it: it was pasted, or a result was made the new source. Other pixels
        have another name. Else empty.
    saved
        The states, as `state` names them, that were exported or saved in a project, the last one last.
    history
        The steps that can be undone and redone.
    snapshots
        Edits to come back to, in the order in which they were taken.
    """

    source: Source
    faces: tuple[DocumentFace, ...] = ()
    selected_face: int = 0
    video: VideoState | None = None
    view: ViewPlace | None = None
    searched: bool = False
    pixels: str = ""
    saved: tuple[str, ...] = ()
    history: History = field(default_factory=History)
    snapshots: tuple[Snapshot, ...] = ()

    @cached_property
    def is_edited(self) -> bool:
        """Whether it shows something else than its file."""
        if self.pixels and self.source.file is not None:
            return True
        if self.video is None:
            return any(face.is_edited for face in self.faces)
        request = self.video.request
        amplified = request.mode is LiveMode.AMPLIFY and request.gain != 1.0
        return amplified or request.eye_contact > 0 or bool(request.track.keyframes) or request.sliders != FaceTarget.of(request.baseline)

    @property
    def pictures(self) -> frozenset[str]:
        """Names of the copies of pictures that it needs: its own, and those that undo and redo lead to."""
        return self.history.pictures | ({self.pixels} if self.pixels else frozenset())

    @property
    def is_unsaved(self) -> bool:
        """Whether it is edited and nothing that was exported or saved shows it so."""
        return self.is_edited and self.state not in self.saved

    def back_at_file(self) -> Document:
        """Return it as it was before another picture took the place of its file, as far as its history knows; later steps are left out."""
        history = self.history
        for number in reversed(range(history.n_done)):
            side = history.steps[number].picture(after=False)
            if side is not None and not side.pixels:
                faces = tuple(_unread_face(index, box, side) for index, box in enumerate(side.boxes or ()))
                history = History(history.steps[:number], number)
                return replace(
                    self, pixels="", faces=faces, searched=bool(faces), selected_face=max(side.selected_face, 0), history=history
                )
        return replace(self, pixels="", faces=(), searched=False, history=History())

    def snapshot(self, name: str) -> Snapshot:
        """Return the present edit under a name."""
        if self.video is None:
            return Snapshot(name, self.faces)
        request = self.video.request
        return Snapshot(name, sliders=request.sliders, track=request.track, protection=request.protection)

    def marked_saved(self, state: str = "") -> Document:
        """Return it with a state, its present one by default, among those that were saved."""
        state = state or self.state
        return replace(self, saved=(*(other for other in self.saved if other != state), state)[-MOST_SAVED:])

    @cached_property
    def state(self) -> str:
        """A digest of the current edit: equal for equal edits only."""
        if self.video is None:
            faces = [(target_object(face.target), *_kept(face.edit.protection)) for face in self.faces if face.is_edited]
            content: object = ("photo", self.pixels, faces)
        else:
            request = self.video.request
            content = (
                "video",
                target_object(request.sliders),
                request.mode.value,
                request.gain,
                self.video.face,
                self.video.part,
                _track(request.track),
                *([request.eye_contact] if request.eye_contact else []),
                *_kept(request.protection),
            )
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _kept(protection: Protection) -> tuple[object, ...]:
    return (protection.digest, sorted(region.value for region in protection.only)) if protection else ()


def _unread_face(index: int, box: FaceBox, side: PictureSide) -> DocumentFace:
    """A face whose own expression is not known until it is read."""
    rest = np.zeros(N_AUS, np.float32)
    target, protection = side.targets.get(index, FaceTarget.of(rest)), side.protections.get(index, UNPROTECTED)
    return DocumentFace(FaceEdit(box, rest, target, protection), side.origins.get(index))


_track_names: WeakKeyDictionary[KeyframeTrack, str] = WeakKeyDictionary()


def _track(track: KeyframeTrack) -> str:
    """A name of keyframes, made once: a track made of an Action Unit table has thousands."""
    name = _track_names.get(track)
    if name is None:
        content = [keyframe_object(keyframe) for keyframe in track.keyframes]
        name = _track_names[track] = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return name
