"""Histories as JSON, as the program keeps them in its own folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import list_of, number_of, object_of, text_of
from ganimation_desktop.core.base.target_json import controls_object, read_controls, read_target, target_object
from ganimation_desktop.core.documents.history import (
    Change,
    FaceChange,
    History,
    PictureChange,
    PictureSide,
    ProtectionChange,
    Step,
    StepName,
    TrackChange,
)
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, keyframe_object, read_keyframe
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection_json import protection_object, read_protection

MAX_FACES: Final = 10_000
_MAX_PX: Final = 1e6
_MAX_SEED: Final = 1 << 53
_MAX_FULL: Final = 1e6
_DEEPEST_NAME: Final = 4
"""How many names of steps lie in one another at most; the program makes two."""
_PIXELS: Final = re.compile(r"[0-9a-z-]{1,80}\.(png|tiff)")
_FACE: Final = re.compile(r"[0-9]{1,4}")
_SIDES_OF_A_BOX: Final = ("left", "top", "right", "bottom", "score", "roll_deg")

T = TypeVar("T")


def history_object(history: History) -> dict[str, Any]:
    """Steps as JSON."""
    return {"steps": [_step_object(step) for step in history.steps], "n_done": history.n_done}


def read_history(content: Mapping[str, Any]) -> History:
    """Read what `history_object` wrote. Raises `UnreadableError`."""
    steps = []
    for step in list_of(content, "steps"):
        if not isinstance(step, dict):
            raise UnreadableError("has something else than objects in 'steps'")
        label = "" if step.get("label") == "" else text_of(step, "label")
        name = _read_name(object_of(step, "name")) if "name" in step else None
        steps.append(Step(label, tuple(_read_change(change) for change in list_of(step, "changes")), name))
    return History(tuple(steps), int(number_of(content, "n_done", low=0, high=len(steps))))


def _step_object(step: Step) -> dict[str, Any]:
    content = {"label": step.label, "changes": [_change_object(change) for change in step.changes]}
    return content if step.name is None else content | {"name": _name_object(step.name)}


def _name_object(name: StepName) -> dict[str, Any]:
    values = {field: value if isinstance(value, str) else _name_object(value) for field, value in name.values.items()}
    return {"context": name.context, "text": name.text} | ({"values": values} if values else {})


def _read_name(content: Mapping[str, Any], depth: int = 1) -> StepName:
    if depth > _DEEPEST_NAME:
        raise UnreadableError("has a name in names in names")
    values = object_of(content, "values") if "values" in content else {}
    read = {field: value if isinstance(value, str) else _read_name(object_of(values, field), depth + 1) for field, value in values.items()}
    return StepName(text_of(content, "context"), text_of(content, "text"), read)


# -- parts that documents have too


def origin_object(origin: ExpressionOrigin) -> dict[str, Any]:
    """What an expression was made from, as JSON."""
    return {"strength": origin.strength, "seed": origin.seed, "full": controls_object(origin.full)}


def read_origin(content: Mapping[str, Any]) -> ExpressionOrigin:
    """Read what `origin_object` wrote. Raises `UnreadableError`."""
    full = read_controls(object_of(content, "full"), _MAX_FULL)
    strength = number_of(content, "strength", low=0, high=1)
    return ExpressionOrigin(full, strength, int(number_of(content, "seed", low=0, high=_MAX_SEED)))


def track_list(track: KeyframeTrack) -> list[dict[str, Any]]:
    """Keyframes as JSON."""
    return [keyframe_object(keyframe) for keyframe in track.keyframes]


def read_track(content: list[Any]) -> KeyframeTrack:
    """Read what `track_list` wrote. Raises `UnreadableError`."""
    return KeyframeTrack([read_keyframe(keyframe) for keyframe in content])


def read_pixels(content: Mapping[str, Any]) -> str:
    """Name of a picture that lies beside the JSON: it must not lead anywhere else. Raises `UnreadableError`."""
    name = text_of(content, "pixels")
    if not _PIXELS.fullmatch(name):
        raise UnreadableError("has no name of a picture in 'pixels'")
    return name


# -- changes


def _change_object(change: Change) -> dict[str, Any]:
    if isinstance(change, TrackChange):
        return {"keyframes_before": track_list(change.before), "keyframes_after": track_list(change.after)}
    if isinstance(change, PictureChange):
        return {"picture_before": _side_object(change.before), "picture_after": _side_object(change.after)}
    if isinstance(change, ProtectionChange):
        before, after = protection_object(change.before), protection_object(change.after)
        return {"face": change.face, "protection_before": before, "protection_after": after}
    origins = {"origin_before": change.origin_before, "origin_after": change.origin_after}
    return {
        "face": change.face,
        "before": target_object(change.before),
        "after": target_object(change.after),
        **{key: origin_object(origin) for key, origin in origins.items() if origin is not None},
    }


def _read_change(content: object) -> Change:
    if not isinstance(content, dict):
        raise UnreadableError("has something else than objects in 'changes'")
    if "keyframes_before" in content:
        return TrackChange(read_track(list_of(content, "keyframes_before")), read_track(list_of(content, "keyframes_after")))
    if "picture_before" in content:
        return PictureChange(*(_read_side(object_of(content, f"picture_{when}")) for when in ("before", "after")))
    face = int(number_of(content, "face", low=0, high=MAX_FACES))
    if "protection_before" in content:
        return ProtectionChange(face, *(read_protection(object_of(content, f"protection_{when}")) for when in ("before", "after")))
    before, after = (read_target(object_of(content, key)) for key in ("before", "after"))
    origins = [read_origin(object_of(content, key)) if key in content else None for key in ("origin_before", "origin_after")]
    return FaceChange(face, before, after, *origins)


def _side_object(side: PictureSide) -> dict[str, Any]:
    boxes = None if side.boxes is None else [{name: float(getattr(box, name)) for name in _SIDES_OF_A_BOX} for box in side.boxes]
    return {
        "pixels": side.pixels,
        "selected_face": side.selected_face,
        "targets": {str(face): target_object(target) for face, target in side.targets.items()},
        "origins": {str(face): origin_object(origin) for face, origin in side.origins.items()},
        "protections": {str(face): protection_object(protection) for face, protection in side.protections.items()},
    } | ({} if boxes is None else {"boxes": boxes})


def _read_side(content: Mapping[str, Any]) -> PictureSide:
    return PictureSide(
        "" if content.get("pixels") == "" else read_pixels(content),
        tuple(_read_box(box) for box in list_of(content, "boxes")) if "boxes" in content else None,
        _by_face(content, "targets", read_target),
        _by_face(content, "origins", read_origin),
        _by_face(content, "protections", read_protection),
        int(number_of(content, "selected_face", low=-1, high=MAX_FACES)),
    )


def _by_face(content: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], T]) -> dict[int, T]:
    by_face = object_of(content, key)
    if not all(map(_FACE.fullmatch, by_face)):
        raise UnreadableError(f"has something else than numbers of faces in {key!r}")
    return {int(face): read(object_of(by_face, face)) for face in by_face}


def _read_box(content: object) -> FaceBox:
    if not isinstance(content, dict):
        raise UnreadableError("has something else than objects in 'boxes'")
    box = FaceBox(*(number_of(content, name, low=-_MAX_PX, high=_MAX_PX) for name in _SIDES_OF_A_BOX))
    if box.left >= box.right or box.top >= box.bottom:
        raise UnreadableError("has a face box without an area")
    return box
