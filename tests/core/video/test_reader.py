import wave

import av
import cv2
import numpy as np
import pytest
from av.video.stream import VideoStream
from PIL import Image

from ganimation_desktop.core.video.reader import VideoError, VideoReader, read_video
from tests.core.video_files import striped_rgb, write_clip


@pytest.fixture
def video(tmp_path):
    """Five frames at 10 fps, each brighter in red than the one before."""
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (64, 48))
    for index in range(5):
        bgr = np.zeros((48, 64, 3), np.uint8)
        bgr[..., 2] = 50 * index
        writer.write(bgr)
    writer.release()
    return path


def test_frames_come_in_order_in_rgb_with_their_times(video):
    frames = list(read_video(video))
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4]
    np.testing.assert_allclose([frame.time_s for frame in frames], [0, 0.1, 0.2, 0.3, 0.4], atol=0.02)
    for frame in frames:
        assert frame.rgb.shape == (48, 64, 3)
        np.testing.assert_allclose(frame.rgb.mean(axis=(0, 1)), [50 * frame.index, 0, 0], atol=4)


@pytest.mark.parametrize("content", [None, b"", b"no video at all"])
def test_what_is_no_video_is_refused(tmp_path, content):
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VideoError, match=r"clip\.mp4"):
        next(read_video(path))


_TEXT = b"A text of many lines, as long as texts are.\n" * 100
_SUBTITLES = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("clip.mp4", b"", "is empty"),
        ("clip.mp4", _TEXT, "is not a video"),
        ("notes.txt", _TEXT, "is not a video"),  # FFmpeg draws these as pictures of a terminal
        ("notes.nfo", _TEXT, "is not a video"),
        ("photo.jpg", _TEXT, "is not a video"),  # and takes this for a damaged picture
        ("photo.png", _TEXT, "is not a video"),
        ("clip.mp4", _SUBTITLES, "is not a video"),
    ],
)
def test_what_is_none_is_told_from_what_is_damaged(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(VideoError, match=rf"{name} {reason}"):
        next(read_video(path))


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp", ".tiff", ".bmp"])
@pytest.mark.parametrize("suffix", ["", ".mp4"])
def test_a_single_picture_is_no_video(tmp_path, kind, suffix):
    path = tmp_path / f"photo{suffix or kind}"
    path.write_bytes(cv2.imencode(kind, np.zeros((48, 64, 3), np.uint8))[1].tobytes())
    with pytest.raises(VideoError, match="is a picture, not a video"):
        next(read_video(path))


def test_an_animated_picture_is_a_video(tmp_path):
    path = tmp_path / "wave.gif"
    pictures = [Image.new("L", (64, 48), level) for level in (0, 200)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])
    assert len(list(read_video(path))) == 2


def test_sound_alone_has_no_picture(tmp_path):
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    with pytest.raises(VideoError, match="has no picture"):
        next(read_video(path))


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(VideoError, match="is a folder"):
        next(read_video(tmp_path))


class TestReader:
    @pytest.fixture
    def uneven(self, tmp_path):
        return write_clip(tmp_path / "uneven.mp4", [striped_rgb(index) for index in range(5)], times_ms=[0, 40, 200, 210, 500])

    def test_what_the_file_says(self, uneven):
        with VideoReader(uneven) as reader:
            info = reader.info
        assert (info.width, info.height, info.n_frames, info.rotation_deg, info.has_audio) == (96, 64, 5, 0, True)
        assert info.duration_s == pytest.approx(0.5, abs=0.15)

    @pytest.mark.parametrize(
        ("time_s", "index"), [(-1, 0), (0, 0), (0.039, 0), (0.04, 1), (0.19, 1), (0.205, 2), (0.3, 3), (0.6, 4), (99, 4)]
    )
    def test_the_frame_shown_at_a_moment(self, uneven, time_s, index):
        with VideoReader(uneven) as reader:
            frame = reader.frame_at(time_s)
        assert int(frame.rgb[5, 5, 0]) == pytest.approx(40 + 10 * index, abs=2)

    def test_scrubbing_back_and_reading_all_again(self, uneven):
        with VideoReader(uneven) as reader:
            reader.frame_at(0.5)
            assert reader.frame_at(0.0).time_s == 0.0
            for _ in range(2):
                assert [round(1000 * frame.time_s) for frame in reader.frames()] == [0, 40, 200, 210, 500]

    def test_a_turned_video_is_upright(self, tmp_path):
        stored = [np.ascontiguousarray(np.rot90(striped_rgb(0), -1))]
        with VideoReader(write_clip(tmp_path / "turned.mp4", stored, rotation=90, audio=None)) as reader:
            assert (reader.info.width, reader.info.height, reader.info.rotation_deg) == (96, 64, 90)
            assert reader.frame_at(0).rgb[5, 5].tolist() == pytest.approx([40, 0, 0], abs=2)

    def test_a_recording_that_does_not_say_its_length_is_measured(self, tmp_path):
        path = tmp_path / "recorded.mkv"
        with av.open(str(path), "w", options={"live": "1"}) as container:
            stream = container.add_stream("libx264", rate=10)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
            for index in range(8):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(striped_rgb(index), format="rgb24")))
            container.mux(stream.encode(None))
        with av.open(str(path)) as container:
            assert container.duration is None
        with VideoReader(path) as reader:
            assert reader.info.duration_s == pytest.approx(0.8, abs=0.02)
            assert len(list(reader.frames())) == 8
            assert reader.frame_at(0.45).time_s == pytest.approx(0.4, abs=0.02)
