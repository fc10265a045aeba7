"""What may not change of the selected face: painted with the brush, on the canvas or a mask, or all but some regions. Each is undone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF, Slot

from ganimation_desktop.core.base.geometry import apply_affine, inverse_affine
from ganimation_desktop.core.faces.brush import Stroke
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection, frame_from_map
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.ui.canvas.brush_tool import BrushTool
from ganimation_desktop.ui.commands.history import ProtectionCommand
from ganimation_desktop.ui.photo.brush_bar import BrushBar
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.kept_text import kept_text

_CONTEXT = "ProtectionController"
_REGIONS = {"only_eyes": Region.EYES, "only_brows": Region.BROWS, "only_mouth": Region.MOUTH}
_COMMANDS = ("protect_clear", "protect_invert", *_REGIONS)


class ProtectionController(QObject):
    """Connects the brush, its bar and the commands with the session, in every mode that shows a face.

    Attributes
    ----------
    tool, bar
        The brush on the canvas, which the command "protect" switches on and off, and its controls.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.canvas)
        self.tool = BrushTool(parts.canvas)
        self._session, self._edits, self._expressions = parts.session, parts.edits, parts.expressions
        self._actions, self._link = parts.actions, parts.masks.link
        self.bar = BrushBar({name: parts.actions[name] for name in _COMMANDS})
        self._stroke: Stroke | None = None
        self._before: tuple[int, Protection] = (-1, UNPROTECTED)
        session, tool, bar = self._session, self.tool, self.bar
        parts.actions["protect"].toggled.connect(self._on_toggled)
        parts.actions["face_box"].toggled.connect(self._on_face_box)
        tool.finished.connect(self._finish)
        tool.pressed.connect(self._press)
        tool.dragged.connect(self._drag)
        tool.released.connect(self._release)
        tool.sizeStepped.connect(bar.step_size)
        tool.softnessStepped.connect(bar.step_softness)
        tool.switched.connect(bar.switch)
        bar.brushChanged.connect(self._show_brush)
        self._link.pressed.connect(self._press_mask)
        self._link.dragged.connect(self._drag_mask)
        self._link.released.connect(self._release)
        parts.actions["protect_clear"].triggered.connect(self._clear)
        parts.actions["protect_invert"].triggered.connect(self._invert)
        for name in _REGIONS:
            parts.actions[name].triggered.connect(self._choose_regions)
        session.photoChanged.connect(self._finish)
        for signal in (session.faceListChanged, session.facesAdded, session.selectedFaceChanged, session.protections.changed):
            signal.connect(self._show)
        session.facesMoved.connect(self._follow)
        self._show_brush()
        self._show()

    # -- what is shown

    @property
    def _face(self) -> Face | None:
        index = self._session.selected_face
        return self._session.faces[index] if 0 <= index < len(self._session.faces) else None

    @Slot(bool)
    def _on_toggled(self, active: bool) -> None:
        active = active and self._face is not None
        self._release()
        if active:
            self._actions["face_box"].setChecked(False)
        self._link.set_drawing(drawing=active)
        self.bar.setVisible(active)
        self.tool.set_active(active)
        self._show()

    @Slot(bool)
    def _on_face_box(self, active: bool) -> None:
        """One tool at a time."""
        if active:
            self._finish()

    @Slot()
    def _finish(self) -> None:
        self._actions["protect"].setChecked(False)

    @Slot()
    def _show_brush(self) -> None:
        brush = self.bar.brush
        self.tool.show_brush(brush.radius_px, brush.softness, protects=brush.protects)

    @Slot()
    def _show(self) -> None:
        """Show what is protected of the selected face, and what can be done about it."""
        face, index = self._face, self._session.selected_face
        protection = self._session.protections.of(index)
        has_regions = face is not None and face.landmarks_px is not None
        self._actions.enable(("protect", "protect_invert"), face is not None)
        self._actions.enable(("protect_clear",), bool(protection))
        self._actions.enable(_REGIONS, has_regions)
        for name, region in _REGIONS.items():
            self._actions[name].setChecked(region in protection.only)
        if face is None:
            self._finish()
            self.tool.show_face(None, None)
        elif self.tool.isVisible() and self._stroke is None:
            self.tool.show_face(frame_from_map(face), protection.map_for(face) if has_regions else protection.painted)
        self._link.show_overlay(self.tool.shown)

    @Slot()
    def _follow(self) -> None:
        """The face has moved: so has what is protected of it."""
        if self._stroke is None:
            self._show()
        elif self._face is not None:
            self.tool.show_face(frame_from_map(self._face), self._stroke.shown)

    # -- strokes

    @Slot(object)
    def _press(self, photo_point: QPointF) -> None:
        face, index = self._face, self._session.selected_face
        if face is None:
            return
        self._before = index, self._session.protections.of(index)
        self._edits.set_dragging(True)
        start = _on_map(face, photo_point)
        self._stroke = Stroke(self.bar.brush, self._before[1], face, start)
        self.tool.show_face(frame_from_map(face), self._stroke.shown)
        self._link.show_overlay(self.tool.shown)
        self._draw_to(start)

    @Slot(object)
    def _drag(self, photo_point: QPointF) -> None:
        if self._face is not None:
            self._draw_to(_on_map(self._face, photo_point))

    @Slot(object)
    def _press_mask(self, position: QPointF) -> None:
        if self._face is not None:
            self._press(_on_photo(self._face, position))

    @Slot(object)
    def _drag_mask(self, position: QPointF) -> None:
        if self._face is not None:
            self._drag(_on_photo(self._face, position))

    def _draw_to(self, point: tuple[float, float]) -> None:
        index, _ = self._before
        if self._stroke is None or index != self._session.selected_face:
            return
        changed = self._stroke.draw_to(point)
        if changed is not None:
            self.tool.show_change(changed)
            self._link.show_overlay(self.tool.shown)
            self._session.protections.set(index, self._stroke.protection)

    @Slot()
    def _release(self) -> None:
        """Make a step of the stroke."""
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return
        self._edits.set_dragging(False)
        index, before = self._before
        label = kept_text(_CONTEXT, "Protect") if self.bar.brush.protects else kept_text(_CONTEXT, "Allow")
        self._push(index, before, stroke.protection, label)
        self._show()

    # -- commands

    @Slot()
    def _clear(self) -> None:
        self._change(UNPROTECTED, kept_text(_CONTEXT, "Clear the protection"))

    @Slot()
    def _invert(self) -> None:
        if self._face is not None:
            protection = self._session.protections.of(self._session.selected_face)
            self._change(protection.inverted(self._face), kept_text(_CONTEXT, "Invert the protection"))

    @Slot()
    def _choose_regions(self) -> None:
        only = {region for name, region in _REGIONS.items() if self._actions[name].isChecked()}
        protection = self._session.protections.of(self._session.selected_face)
        self._change(protection.with_only(only), kept_text(_CONTEXT, "Change only regions"))

    def _change(self, after: Protection, label: str) -> None:
        index = self._session.selected_face
        if index >= 0:
            self._release()
            self._push(index, self._session.protections.of(index), after, label)
            self._show()

    def _push(self, index: int, before: Protection, after: Protection, label: str) -> None:
        if before != after:
            self._expressions.finish_edit()
            self._expressions.undo_stack.push(ProtectionCommand(self._session.protections, index, before, after, label))


def _on_map(face: Face, photo_point: QPointF) -> tuple[float, float]:
    """Position on the protection map of a face; photo positions count from the corner, map positions from pixel centres."""
    matrix = inverse_affine(frame_from_map(face))
    ((x, y),) = apply_affine(matrix, np.array([[photo_point.x() - 0.5, photo_point.y() - 0.5]])).tolist()
    return x, y


def _on_photo(face: Face, position: QPointF) -> QPointF:
    """Photo position of a position in 0..1 on the crop of a face."""
    size_px = face.crop.size_px
    in_crop = np.array([[position.x() * size_px - 0.5, position.y() * size_px - 0.5]])
    ((x, y),) = apply_affine(face.crop.frame_from_crop, in_crop).tolist()
    return QPointF(x + 0.5, y + 0.5)
