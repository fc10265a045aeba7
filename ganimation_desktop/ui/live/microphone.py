"""The microphone, through QtMultimedia, for the sound of recordings."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QIODevice, QObject, Slot

from ganimation_desktop.core.live.recording import SoundFormat
from ganimation_desktop.ui.live.multimedia import load_multimedia

log = logging.getLogger(__name__)


class Microphone(QObject):
    """Delivers the sound of the system's microphone in the GUI thread, which has little to do with it.

    Attributes
    ----------
    format
        How the sound comes.

    Parameters
    ----------
    on_samples
        Called with the next sound, (N,) int16, interleaved.

    Raises
    ------
    ValueError
        If there is no microphone, or it cannot be opened.
    """

    def __init__(self, on_samples: Callable[[NDArray[np.int16]], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        problem = microphone_problem()
        if problem:
            raise ValueError(problem)
        multimedia = load_multimedia()
        device = multimedia.QMediaDevices.defaultAudioInput()
        kind = multimedia.QAudioFormat()
        kind.setSampleFormat(multimedia.QAudioFormat.SampleFormat.Int16)
        kind.setSampleRate(device.preferredFormat().sampleRate())
        kind.setChannelCount(1 if device.minimumChannelCount() <= 1 else 2)
        self.format = SoundFormat(kind.sampleRate(), kind.channelCount())
        self._on_samples = on_samples
        self._source = multimedia.QAudioSource(device, kind, self)
        self._stream: QIODevice | None = self._source.start()
        if self._stream is None:
            raise ValueError(_tr("The microphone cannot be opened: another program may use it, or the system does not allow it."))
        self._stream.readyRead.connect(self._read)

    def close(self) -> None:
        """Give the microphone back."""
        self._source.stop()
        self._stream = None

    @Slot()
    def _read(self) -> None:
        if self._stream is not None:
            content = bytes(self._stream.readAll().data())
            step = 2 * self.format.n_channels
            self._on_samples(np.frombuffer(content[: len(content) // step * step], np.int16))


def microphone_problem() -> str:
    """Return why there is no sound to record; empty if there is."""
    try:
        multimedia = load_multimedia()
    except ImportError:
        log.info("QtMultimedia cannot be had", exc_info=True)
        return _tr("Sound needs QtMultimedia, which cannot be loaded here.")
    return _tr("No microphone is connected.") if multimedia.QMediaDevices.defaultAudioInput().isNull() else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Microphone", text)
