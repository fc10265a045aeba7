"""Documents as JSON: the same fields in the program's own folder and in projects; faces as in recipes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import flag_of, list_of, name_of, number_of, object_of, text_of
from ganimation_desktop.core.base.target_json import read_target, target_object
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
from ganimation_desktop.core.documents.history_json import MAX_FACES, origin_object, read_origin, read_pixels, read_track, track_list
from ganimation_desktop.core.edit.recipe import face_object, read_digest, read_face
from ganimation_desktop.core.expressions.live_request import MAX_GAIN, LiveMode
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.faces.protection_json import protection_object, read_protection
from ganimation_desktop.core.video.video_request import VideoRequest

_MAX_PX: Final = 1e6
_MAX_ZOOM: Final = 1e3
_MAX_VIDEO_S: Final = 1e7


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
        selected_face=int(number_of(content, "selected_face", low=-1, high=MAX_FACES)),
        video=_read_video(object_of(content, "video")) if kind == "video" else None,
        view=_read_view(object_of(content, "view")) if "view" in content else None,
        searched=flag_of(content, "searched", default=True),
        pixels=read_pixels(content) if "pixels" in content else "",
        saved=_read_saved(list_of(content, "saved")) if "saved" in content else (),
        snapshots=_read_snapshots(list_of(content, "snapshots"), kind) if "snapshots" in content else (),
    )


def _document_face_object(face: DocumentFace) -> dict[str, Any]:
    return face_object(face.edit) | ({} if face.origin is None else {"origin": origin_object(face.origin)})


def _read_document_face(content: object) -> DocumentFace:
    edit = read_face(content)
    assert isinstance(content, dict)
    return DocumentFace(edit, read_origin(object_of(content, "origin")) if "origin" in content else None)


def _snapshot_object(snapshot: Snapshot) -> dict[str, Any]:
    if snapshot.sliders is None:
        return {"name": snapshot.name, "faces": [_document_face_object(face) for face in snapshot.faces]}
    content = {"name": snapshot.name, "aus": target_object(snapshot.sliders), "keyframes": track_list(snapshot.track)}
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
    sliders, track = read_target(object_of(content, "aus")), read_track(list_of(content, "keyframes"))
    return Snapshot(name, sliders=sliders, track=track, protection=_read_protection_field(content))


def _protection_field(protection: Protection) -> dict[str, Any]:
    return {"protection": protection_object(protection)} if protection else {}


def _read_protection_field(content: Mapping[str, Any]) -> Protection:
    return read_protection(object_of(content, "protection")) if "protection" in content else UNPROTECTED


def _video_object(video: VideoState) -> dict[str, Any]:
    request = video.request
    return {
        "aus": target_object(request.sliders),
        "rest": target_object(FaceTarget.of(request.baseline)),
        "rest_known": video.baseline_known,
        "mode": request.mode.value,
        "gain": request.gain,
        "keyframes": track_list(request.track),
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
    track, protection = read_track(list_of(content, "keyframes")), _read_protection_field(content)
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
            return int(number_of(content, "face", low=1, high=MAX_FACES))


def _read_view(content: Mapping[str, Any]) -> ViewPlace:
    x, y = (number_of(content, axis, low=-_MAX_PX, high=_MAX_PX) for axis in ("x", "y"))
    return ViewPlace(number_of(content, "zoom", low=1e-6, high=_MAX_ZOOM), x, y)


def _read_saved(content: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(state, str) for state in content):
        raise UnreadableError("has something else than text in 'saved'")
    return tuple(content)
