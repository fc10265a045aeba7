"""What the export dialog shows about the file that it will write."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_decoding import MAX_PIXELS
from ganimation_desktop.core.imaging.resizing import Resize


def facts_text(photo: Photo, size: Resize | None) -> str:
    """Return the size of a photo, that of its result where it is another one, and what is kept of it."""
    frame, metadata = photo.frame, photo.metadata
    kept = [
        _tr("EXIF data") if metadata.exif else "",
        _tr("color profile") if metadata.icc_profile else "",
        _tr("transparency") if photo.alpha is not None else "",
        _tr("{bits} bits a channel").format(bits=photo.bit_depth) if photo.bit_depth > 8 else "",
    ]
    own = (frame.width, frame.height)
    result = own if size is None else size.size_px(*own)
    text = " → ".join(f"{width} × {height}" for width, height in dict.fromkeys((own, result)))
    named = ", ".join(filter(None, kept))
    return f"{text}\n{_tr('Kept: {parts}').format(parts=named)}" if named else text


def size_problem(photo: Photo, size: Resize | None) -> str:
    """Return why a photo cannot have that size, a sentence; empty where it can."""
    width, height = (0, 0) if size is None else size.size_px(photo.frame.width, photo.frame.height)
    if width * height <= MAX_PIXELS:
        return ""
    text = _tr("{width} × {height} are more than the {most} megapixels that a photo may have: choose a smaller size.")
    return text.format(width=width, height=height, most=round(MAX_PIXELS / 1e6))


def provenance_text(*, edited: bool) -> str:
    """Return what the file will state about its origin."""
    if not edited:
        return _tr("Nothing is edited: the file gets no new statement of its origin.")
    return _tr("The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportDialog", text)
