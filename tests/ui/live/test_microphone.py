import sys

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from shiboken6 import delete

from ganimation_desktop.core.live.recording import SoundFormat
from ganimation_desktop.ui.live.microphone import Microphone, microphone_problem


class Format:
    class SampleFormat:
        Int16 = 1

    def __init__(self):
        self.rate, self.n_channels, self.kind = 0, 0, 0

    def setSampleFormat(self, kind):
        self.kind = kind

    def setSampleRate(self, rate):
        self.rate = rate

    def setChannelCount(self, count):
        self.n_channels = count

    def sampleRate(self):
        return self.rate

    def channelCount(self):
        return self.n_channels


class Device:
    def __init__(self, there):
        self.there = there

    def isNull(self):
        return not self.there

    def preferredFormat(self):
        preferred = Format()
        preferred.rate = 44_100
        return preferred

    def minimumChannelCount(self):
        return 1


class Multimedia:
    """What is used of QtMultimedia."""

    QAudioFormat = Format

    def __init__(self, *, there=True, opens=True):
        self.there, self.opens = there, opens
        self.stopped = False
        self.asked: Format | None = None
        self.stream = QBuffer()
        self.stream.open(QIODevice.OpenModeFlag.ReadWrite)
        outer = self

        class QMediaDevices:
            @staticmethod
            def defaultAudioInput():
                return Device(outer.there)

        class QAudioSource:
            def __init__(self, device, kind, parent):
                outer.asked = kind

            def start(self):
                return outer.stream if outer.opens else None

            def stop(self):
                outer.stopped = True

        self.QMediaDevices, self.QAudioSource = QMediaDevices, QAudioSource


def test_samples_come_as_the_microphone_delivers_them(qapp, monkeypatch):
    multimedia = Multimedia()
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", multimedia)
    got: list[int] = []
    microphone = Microphone(lambda samples: got.extend(samples.tolist()))
    assert microphone.format == SoundFormat(44_100, 1)
    multimedia.stream.write(QByteArray(np.array([1, -2, 300], np.int16).tobytes() + b"x"))
    multimedia.stream.seek(0)
    multimedia.stream.readyRead.emit()
    assert got == [1, -2, 300]
    microphone.close()
    assert multimedia.stopped
    for object_of_qt in (microphone, multimedia.stream):
        delete(object_of_qt)  # here: Python's collector would do it at any time, in any thread


@pytest.mark.parametrize(("options", "word"), [({"there": False}, "No microphone"), ({"opens": False}, "cannot be opened")])
def test_why_there_is_no_sound_is_a_sentence(qapp, monkeypatch, options, word):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", Multimedia(**options))
    with pytest.raises(ValueError, match=word):
        Microphone(lambda samples: None)


def test_without_qtmultimedia_that_is_the_reason(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert "QtMultimedia" in microphone_problem()
