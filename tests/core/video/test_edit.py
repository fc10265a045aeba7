import threading
from functools import partial

import numpy as np
import pytest

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.base.progress import Cancelled, Progress
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA
from ganimation_desktop.core.video import edit as video_edit
from ganimation_desktop.core.video import writer as video_writer
from ganimation_desktop.core.video.edit import edit_video
from ganimation_desktop.core.video.reader import VideoError, read_video, upright_rgb
from tests.core.video_files import frame_times_ms, sound_packets, striped_rgb, write_clip

UNEVEN_MS = [0, 40, 80, 200, 210, 400, 433, 900]
PICTURES = [striped_rgb(index) for index in range(len(UNEVEN_MS))]


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mp4", PICTURES, times_ms=UNEVEN_MS)


def unchanged(frame):
    return frame.rgb


def test_frames_times_and_sound_stay(clip, tmp_path):
    result = edit_video(clip, tmp_path / "out.mp4", unchanged)
    assert result.n_frames == len(PICTURES)
    assert result.has_audio
    assert frame_times_ms(result.path) == frame_times_ms(clip) == UNEVEN_MS
    assert sound_packets(result.path) == sound_packets(clip)
    for frame, picture in zip(read_video(result.path), PICTURES, strict=True):
        assert np.abs(frame.rgb.astype(int) - picture).mean() < 3


@pytest.mark.parametrize("suffix", [".mkv", ".mov"])
def test_other_containers(clip, tmp_path, suffix):
    result = edit_video(clip, tmp_path / f"out{suffix}", unchanged)
    times_ms = np.array(frame_times_ms(result.path))
    # Matroska knows no negative times: what AAC needs to begin moves everything by the same amount.
    assert (times_ms - times_ms[0]).tolist() == UNEVEN_MS
    assert [data for _, data in sound_packets(result.path)] == [data for _, data in sound_packets(clip)]


def test_webm_without_sound(tmp_path):
    clip = write_clip(tmp_path / "silent.mp4", PICTURES[:3], audio=None)
    result = edit_video(clip, tmp_path / "out.webm", unchanged)
    assert not result.has_audio
    assert len(frame_times_ms(result.path)) == 3


def test_every_frame_is_edited_once_in_order(clip, tmp_path):
    seen = []

    def inverted(frame):
        seen.append((frame.index, round(1000 * frame.time_s)))
        return 255 - frame.rgb

    edit_video(clip, tmp_path / "out.mp4", inverted)
    assert seen == list(enumerate(UNEVEN_MS))
    for frame, picture in zip(read_video(tmp_path / "out.mp4"), PICTURES, strict=True):
        assert np.abs(frame.rgb.astype(int) - (255 - picture.astype(int))).mean() < 3


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_video_comes_out_upright(tmp_path, turn):
    stored = [np.ascontiguousarray(np.rot90(picture, -turn // 90)) for picture in PICTURES[:3]]
    clip = write_clip(tmp_path / "turned.mp4", stored, rotation=turn, audio=None)
    shapes = []

    def noted(frame):
        shapes.append(frame.rgb.shape)
        return frame.rgb

    edit_video(clip, tmp_path / "out.mp4", noted)
    assert set(shapes) == {PICTURES[0].shape}
    for path in (clip, tmp_path / "out.mp4"):
        for frame, picture in zip(read_video(path), PICTURES, strict=False):
            assert np.abs(frame.rgb.astype(int) - picture).mean() < 3


@pytest.mark.parametrize("size", [(95, 63), (96, 63)])
def test_odd_sizes_stay(tmp_path, size):
    pictures = [striped_rgb(index, *size) for index in range(3)]
    clip = write_clip(tmp_path / "odd.mp4", pictures, audio=None)
    edit_video(clip, tmp_path / "out.mp4", unchanged)
    assert {frame.rgb.shape for frame in read_video(tmp_path / "out.mp4")} == {(size[1], size[0], 3)}


def test_large_frames_wait_in_smaller_numbers():
    assert video_edit._n_waiting(640, 480) == 3
    assert video_edit._n_waiting(7680, 4320) == 1


def test_progress_reaches_the_whole_and_counts_down(clip, tmp_path):
    steps: list[Progress] = []
    edit_video(clip, tmp_path / "out.mp4", unchanged, on_progress=steps.append)
    assert [step.n_done for step in steps] == list(range(1, len(PICTURES) + 1))
    assert steps[-1].share == pytest.approx(1.0)
    assert steps[-1].remaining_s == pytest.approx(0.0)
    assert all(step.remaining_s is not None and step.remaining_s > 0 for step in steps[:-1])


def test_it_says_that_a_model_edited_it(clip, tmp_path):
    edit_video(clip, tmp_path / "out.mp4", unchanged)
    content = (tmp_path / "out.mp4").read_bytes()
    assert content.count(f"<Iptc4xmpExt:DigitalSourceType>{COMPOSITE_WITH_TRAINED_MEDIA}".encode()) == 1
    edit_video(clip, tmp_path / "out.mkv", unchanged)
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in (tmp_path / "out.mkv").read_bytes()


def test_work_in_several_threads_keeps_the_order_of_frames_and_progress(clip, tmp_path):
    steps: list[Progress] = []
    for name, n_threads in (("one.mp4", 1), ("three.mp4", 3)):
        edit_video(
            clip,
            tmp_path / name,
            lambda frame: partial(unchanged, frame),
            deterministic=True,
            n_threads=n_threads,
            on_progress=steps.append,
        )
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "three.mp4").read_bytes()
    assert [step.n_done for step in steps] == 2 * list(range(1, len(PICTURES) + 1))


class TestNothingIsLeft:
    @pytest.fixture(autouse=True)
    def _nothing_new(self, clip, tmp_path):
        yield
        assert [path.name for path in tmp_path.iterdir()] == [clip.name]
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("video ")]

    def test_after_cancel(self, clip, tmp_path):
        answers = iter([False, False, True])
        with pytest.raises(Cancelled):
            edit_video(clip, tmp_path / "out.mp4", unchanged, is_cancelled=lambda: next(answers))

    def test_after_a_failing_edit(self, clip, tmp_path):
        with pytest.raises(ZeroDivisionError):
            edit_video(clip, tmp_path / "out.mp4", lambda frame: np.full(frame.rgb.shape, 1 // (2 - frame.index), np.uint8))

    def test_after_cancel_while_two_frames_are_edited_at_once(self, clip, tmp_path):
        answers = iter([False] * 4 + [True])
        with pytest.raises(Cancelled):
            edit_video(clip, tmp_path / "out.mp4", lambda frame: partial(unchanged, frame), n_threads=2, is_cancelled=lambda: next(answers))

    def test_after_failing_work(self, clip, tmp_path):
        def work(frame):
            return partial(np.full, frame.rgb.shape, 300 if frame.index == 2 else 100, np.uint8)

        with pytest.raises(OverflowError):
            edit_video(clip, tmp_path / "out.mp4", work, n_threads=2)

    @pytest.mark.parametrize("n_before", [0, 3, len(PICTURES) - 1])
    def test_after_a_failing_encoder(self, clip, tmp_path, monkeypatch, n_before):
        encoded: list[None] = []

        def failing(*arguments):
            if len(encoded) == n_before:
                raise ZeroDivisionError
            encoded.append(None)
            return video_writer.encodable(*arguments)

        monkeypatch.setattr(video_edit, "encodable", failing)
        with pytest.raises(ZeroDivisionError):
            edit_video(clip, tmp_path / "out.mp4", unchanged)

    @pytest.mark.parametrize("n_before", [0, 3, len(PICTURES) - 1])
    def test_after_a_failing_decoder(self, clip, tmp_path, monkeypatch, n_before):
        decoded: list[None] = []
        edited: list[int] = []

        def failing(frame):
            if len(decoded) == n_before:
                raise VideoError("it is damaged")
            decoded.append(None)
            return upright_rgb(frame)

        def noted(frame):
            edited.append(frame.index)
            return frame.rgb

        monkeypatch.setattr(video_edit, "upright_rgb", failing)
        with pytest.raises(VideoError, match="damaged"):
            edit_video(clip, tmp_path / "out.mp4", noted)
        assert edited == list(range(n_before))

    def test_when_the_edit_changes_the_size(self, clip, tmp_path):
        with pytest.raises(ValueError, match="shape"):
            edit_video(clip, tmp_path / "out.mp4", lambda frame: frame.rgb[1:])

    def test_when_the_source_is_cut_short(self, clip, tmp_path):
        clip.write_bytes(clip.read_bytes()[:2000])
        with pytest.raises(VideoError, match=r"clip\.mp4"):
            edit_video(clip, tmp_path / "out.mp4", unchanged)

    def test_when_the_container_cannot_hold_the_sound(self, clip, tmp_path):
        with pytest.raises(ExportError, match="aac"):
            edit_video(clip, tmp_path / "out.webm", unchanged)

    def test_when_the_ending_is_unknown(self, clip, tmp_path):
        with pytest.raises(ExportError, match="must end in"):
            edit_video(clip, tmp_path / "out.avi", unchanged)

    def test_when_the_disk_is_full(self, clip, tmp_path, monkeypatch):
        def full(file):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(video_writer, "_append_xmp", full)
        with pytest.raises(ExportError, match="disk is full"):
            edit_video(clip, tmp_path / "out.mp4", unchanged)


def test_a_file_that_exists_is_replaced_only_when_asked(clip, tmp_path):
    out = tmp_path / "out.mp4"
    out.write_bytes(b"mine")
    with pytest.raises(ExportError, match="exists already"):
        edit_video(clip, out, unchanged)
    assert out.read_bytes() == b"mine"
    edit_video(clip, out, unchanged, overwrite=True)
    assert len(frame_times_ms(out)) == len(PICTURES)


class TestPart:
    def test_frames_and_sound_of_the_part_begin_at_zero(self, clip, tmp_path):
        seen = []

        def noted(frame):
            seen.append(round(1000 * frame.time_s))
            return frame.rgb

        result = edit_video(clip, tmp_path / "out.mp4", noted, start_s=0.2, end_s=0.5)
        assert seen == [200, 210, 400, 433]
        assert result.n_frames == 4
        assert frame_times_ms(result.path) == [0, 10, 200, 233]
        sounds = sound_packets(result.path)
        assert 0 <= sounds[0][0] < 0.022
        assert 0.27 < sounds[-1][0] < 0.3
        assert {data for _, data in sounds} < {data for _, data in sound_packets(clip)}

    def test_the_end_alone(self, clip, tmp_path):
        result = edit_video(clip, tmp_path / "out.mp4", unchanged, end_s=0.2)
        assert frame_times_ms(result.path) == [0, 40, 80]
        n_kept = len(sound_packets(result.path))
        assert sound_packets(result.path) == sound_packets(clip)[:n_kept]

    def test_progress_counts_the_part_alone(self, clip, tmp_path):
        steps: list[Progress] = []
        edit_video(clip, tmp_path / "out.mp4", unchanged, start_s=0.2, end_s=0.42, on_progress=steps.append)
        assert [step.n_done for step in steps] == [1, 2, 3]
        assert steps[0].share < 0.6
        assert steps[-1].share > 0.9

    @pytest.mark.parametrize(("start_s", "end_s", "reason"), [(0.4, 0.4, "no length"), (5.0, None, "no frame")])
    def test_a_part_without_a_frame_leaves_nothing(self, clip, tmp_path, start_s, end_s, reason):
        with pytest.raises(ValueError, match=reason):
            edit_video(clip, tmp_path / "out.mp4", unchanged, start_s=start_s, end_s=end_s)
        assert [path.name for path in tmp_path.iterdir()] == [clip.name]


def test_the_sound_can_be_left_out(clip, tmp_path):
    assert not edit_video(clip, tmp_path / "out.webm", unchanged, sound=False).has_audio
    assert len(frame_times_ms(tmp_path / "out.webm")) == len(PICTURES)
