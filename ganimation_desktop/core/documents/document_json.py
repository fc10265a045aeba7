"""Documents as JSON: the same fields in the program's own folder and in projects; faces as in recipes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import flag_of, list_of, name_of, number_of, object_of, text_of
from ganimation_desktop.core.base.target_json import controls_object, read_controls, read_target, target_object
from ganimation_desktop.core.documents.document import (
    MOST_NAME,
    MOST_SNAPSHOTS,
    Document,
    DocumentFace,
    Snapshot,
    Source,
    VideoState,
    ViewPlace,
)
from ganimation_desktop.core.documents.history import Change, FaceChange, History, ProtectionChange, Step, TrackChange
from ganimation_desktop.core.edit.recipe import face_object, read_digest, read_face
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, keyframe_object, read_keyframe
from ganimation_desktop.core.expressions.live_request import MAX_GAIN, LiveMode
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.faces.protection_json import protection_object, read_protection
from ganimation_desktop.core.video.video_request import VideoRequest

_MAX_PX: Final = 1e6
_MAX_FACES: Final = 10_000
_MAX_SEED: Final = 1 << 53
_MAX_FULL: Final = 1e6
_MAX_ZOOM: Final = 1e3
_MAX_VIDEO_S: Final = 1e7
_PIXELS: Final = re.compile(r"[0-9a-z-]{1,80}\.(png|tiff)")


def document_object(document: Document, place_of: Callable[[Path], str]) -> dict[str, Any]:
    """A document without its history.

    Parameters
    ----------
    document
        The document.
    place_of
        Says how its file is named in the JSON.
    """
    source, view, video = document.source, document.view, document.video
    content: dict[str, Any] = {
        "kind": "photo" if video is None else "video",
        "file": "" if source.file is None else place_of(source.file),
        "sha256": source.digest,
        "width": source.width,
        "height": source.height,
        "selected_face": document.selected_face,
        "saved": list(document.saved),
        "searched": document.searched,
    }
    if view is not None:
        content["view"] = {"zoom": view.zoom, "x": view.x, "y": view.y}
    if document.pixels:
        content["pixels"] = document.pixels
    if document.snapshots:
        content["snapshots"] = [_snapshot_object(snapshot) for snapshot in document.snapshots]
    if video is not None:
        return content | {"video": _video_object(video)}
    return content | {"faces": [_document_face_object(face) for face in document.faces]}


def read_document(content: object, path_of: Callable[[str], Path]) -> Document:
    """Read what `document_object` wrote.

    Parameters
    ----------
    content
        The JSON.
    path_of
        Says which file a name in it means; it may raise `UnreadableError`.

    Raises
    ------
    UnreadableError
        If a field is missing or has a value that cannot be.
    """
    if not isinstance(content, dict):
        raise UnreadableError("has something else than objects among its documents")
    kind = text_of(content, "kind")
    if kind not in ("photo", "video"):
        raise UnreadableError("has a document that is neither 'photo' nor 'video'")
    name = "" if content.get("file") == "" else name_of(content, "file")
    width, height = (int(number_of(content, side, low=1, high=_MAX_PX)) for side in ("width", "height"))
    return Document(
        source=Source(path_of(name) if name else None, read_digest(content), width, height),
        faces=tuple(_read_document_face(face) for face in list_of(content, "faces")) if kind == "photo" else (),
        selected_face=int(number_of(content, "selected_face", low=-1, high=_MAX_FACES)),
        video=_read_video(object_of(content, "video")) if kind == "video" else None,
        view=_read_view(object_of(content, "view")) if "view" in content else None,
        searched=flag_of(content, "searched", default=True),
        pixels=_read_pixels(content) if "pixels" in content else "",
        saved=_read_saved(list_of(content, "saved")) if "saved" in content else (),
        snapshots=_read_snapshots(list_of(content, "snapshots"), kind) if "snapshots" in content else (),
    )


def history_object(history: History) -> dict[str, Any]:
    """Steps as JSON."""
    steps = [{"label": step.label, "changes": [_change_object(change) for change in step.changes]} for step in history.steps]
    return {"steps": steps, "n_done": history.n_done}


def read_history(content: Mapping[str, Any]) -> History:
    """Read what `history_object` wrote. Raises `UnreadableError`."""
    steps = []
    for step in list_of(content, "steps"):
        if not isinstance(step, dict):
            raise UnreadableError("has something else than objects in 'steps'")
        label = "" if step.get("label") == "" else text_of(step, "label")
        steps.append(Step(label, tuple(_read_change(change) for change in list_of(step, "changes"))))
    return History(tuple(steps), int(number_of(content, "n_done", low=0, high=len(steps))))


def _document_face_object(face: DocumentFace) -> dict[str, Any]:
    return face_object(face.edit) | ({} if face.origin is None else {"origin": _origin_object(face.origin)})


def _read_document_face(content: object) -> DocumentFace:
    edit = read_face(content)
    assert isinstance(content, dict)
    return DocumentFace(edit, _read_origin(object_of(content, "origin")) if "origin" in content else None)


def _snapshot_object(snapshot: Snapshot) -> dict[str, Any]:
    if snapshot.sliders is None:
        return {"name": snapshot.name, "faces": [_document_face_object(face) for face in snapshot.faces]}
    content = {"name": snapshot.name, "aus": target_object(snapshot.sliders), "keyframes": _track_list(snapshot.track)}
    return content | _protection_field(snapshot.protection)


def _read_snapshots(content: list[Any], kind: str) -> tuple[Snapshot, ...]:
    if len(content) > MOST_SNAPSHOTS:
        raise UnreadableError(f"has more than {MOST_SNAPSHOTS} snapshots")
    return tuple(_read_snapshot(snapshot, kind) for snapshot in content)


def _read_snapshot(content: object, kind: str) -> Snapshot:
    if not isinstance(content, dict):
        raise UnreadableError("has something else than objects in 'snapshots'")
    name = text_of(content, "name")
    if not 0 < len(name) <= MOST_NAME or not name.isprintable():
        raise UnreadableError("has a snapshot without a name that can be shown")
    if kind == "photo":
        return Snapshot(name, tuple(_read_document_face(face) for face in list_of(content, "faces")))
    sliders, track = read_target(object_of(content, "aus")), _read_track(list_of(content, "keyframes"))
    return Snapshot(name, sliders=sliders, track=track, protection=_read_protection_field(content))


def _protection_field(protection: Protection) -> dict[str, Any]:
    return {"protection": protection_object(protection)} if protection else {}


def _read_protection_field(content: Mapping[str, Any]) -> Protection:
    return read_protection(object_of(content, "protection")) if "protection" in content else UNPROTECTED


def _origin_object(origin: ExpressionOrigin) -> dict[str, Any]:
    return {"strength": origin.strength, "seed": origin.seed, "full": controls_object(origin.full)}


def _read_origin(content: Mapping[str, Any]) -> ExpressionOrigin:
    full = read_controls(object_of(content, "full"), _MAX_FULL)
    strength = number_of(content, "strength", low=0, high=1)
    return ExpressionOrigin(full, strength, int(number_of(content, "seed", low=0, high=_MAX_SEED)))


def _video_object(video: VideoState) -> dict[str, Any]:
    request = video.request
    return {
        "aus": target_object(request.sliders),
        "rest": target_object(FaceTarget.of(request.baseline)),
        "rest_known": video.baseline_known,
        "mode": request.mode.value,
        "gain": request.gain,
        "keyframes": _track_list(request.track),
        "eye_contact": request.eye_contact,
        "face": video.face,
        "time_s": video.time_s,
        "part": {"start_s": video.part[0]} | ({} if video.part[1] is None else {"end_s": video.part[1]}),
        "loop": video.loop,
        "speed": video.speed,
    } | _protection_field(request.protection)


def _read_video(content: Mapping[str, Any]) -> VideoState:
    mode = text_of(content, "mode")
    if mode not in {known.value for known in LiveMode}:
        raise UnreadableError(f"has the mode {mode!r}; there are {', '.join(known.value for known in LiveMode)}")
    sliders, baseline = (read_target(object_of(content, key)) for key in ("aus", "rest"))
    gain = number_of(content, "gain", low=0, high=MAX_GAIN)
    contact = number_of(content, "eye_contact", low=0, high=1) if "eye_contact" in content else 0.0
    track, protection = _read_track(list_of(content, "keyframes")), _read_protection_field(content)
    request = VideoRequest(sliders, baseline.aus, LiveMode(mode), gain, track, contact, protection)
    part = object_of(content, "part")
    end_s = number_of(part, "end_s", low=0, high=_MAX_VIDEO_S) if "end_s" in part else None
    return VideoState(
        request,
        flag_of(content, "rest_known", default=False),
        _read_choice(content),
        number_of(content, "time_s", low=0, high=_MAX_VIDEO_S),
        (number_of(part, "start_s", low=0, high=_MAX_VIDEO_S), end_s),
        flag_of(content, "loop", default=False),
        number_of(content, "speed", low=0.01, high=100),
    )


def _read_choice(content: Mapping[str, Any]) -> FaceChoice:
    match content.get("face"):
        case "largest":
            return "largest"
        case "all":
            return "all"
        case _:
            return int(number_of(content, "face", low=1, high=_MAX_FACES))


def _track_list(track: KeyframeTrack) -> list[dict[str, Any]]:
    return [keyframe_object(keyframe) for keyframe in track.keyframes]


def _read_track(content: list[Any]) -> KeyframeTrack:
    return KeyframeTrack([read_keyframe(keyframe) for keyframe in content])


def _read_view(content: Mapping[str, Any]) -> ViewPlace:
    x, y = (number_of(content, axis, low=-_MAX_PX, high=_MAX_PX) for axis in ("x", "y"))
    return ViewPlace(number_of(content, "zoom", low=1e-6, high=_MAX_ZOOM), x, y)


def _read_pixels(content: Mapping[str, Any]) -> str:
    """Name of a picture that lies beside the JSON: it must not lead anywhere else."""
    name = text_of(content, "pixels")
    if not _PIXELS.fullmatch(name):
        raise UnreadableError("has no name of a picture in 'pixels'")
    return name


def _read_saved(content: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(state, str) for state in content):
        raise UnreadableError("has something else than text in 'saved'")
    return tuple(content)


def _change_object(change: Change) -> dict[str, Any]:
    if isinstance(change, TrackChange):
        return {"keyframes_before": _track_list(change.before), "keyframes_after": _track_list(change.after)}
    if isinstance(change, ProtectionChange):
        before, after = protection_object(change.before), protection_object(change.after)
        return {"face": change.face, "protection_before": before, "protection_after": after}
    origins = {"origin_before": change.origin_before, "origin_after": change.origin_after}
    return {
        "face": change.face,
        "before": target_object(change.before),
        "after": target_object(change.after),
        **{key: _origin_object(origin) for key, origin in origins.items() if origin is not None},
    }


def _read_change(content: object) -> Change:
    if not isinstance(content, dict):
        raise UnreadableError("has something else than objects in 'changes'")
    if "keyframes_before" in content:
        return TrackChange(_read_track(list_of(content, "keyframes_before")), _read_track(list_of(content, "keyframes_after")))
    face = int(number_of(content, "face", low=0, high=_MAX_FACES))
    if "protection_before" in content:
        return ProtectionChange(face, *(read_protection(object_of(content, f"protection_{when}")) for when in ("before", "after")))
    before, after = (read_target(object_of(content, key)) for key in ("before", "after"))
    origins = [_read_origin(object_of(content, key)) if key in content else None for key in ("origin_before", "origin_after")]
    return FaceChange(face, before, after, *origins)
