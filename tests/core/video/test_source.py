"""Videos as they are found: beginning anywhere, joined, cut short, damaged, with tracks that nobody expects."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.video import edit as edit_module
from ganimation_desktop.core.video import reader as reader_module
from ganimation_desktop.core.video.edit import edit_video, frames_of_part
from ganimation_desktop.core.video.reader import VideoError, VideoReader
from ganimation_desktop.core.video.writer import add_video_stream
from tests.core.video_files import frame_times_ms, sound_packets, striped_rgb, write_clip

PICTURES = [striped_rgb(index) for index in range(12)]
TIMES_MS = [100 * index for index in range(12)]


def unchanged(frame):
    return frame.rgb


def with_times(path: Path, source: Path, moved, *, container_format: str | None = None, **options: str) -> Path:
    """Copy a file packet by packet; `moved` turns each time in seconds into another."""
    with av.open(str(source)) as before, av.open(str(path), "w", format=container_format, options=options) as after:
        streams = {stream.index: after.add_stream_from_template(stream) for stream in before.streams}
        for packet in before.demux():
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            shift = round((moved(float(packet.pts * packet.time_base)) - packet.pts * packet.time_base) / packet.time_base)
            packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            packet.stream = streams[packet.stream.index]
            after.mux(packet)
    return path


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mkv", PICTURES, times_ms=TIMES_MS)


def before_zero(path: Path, source: Path, shift_ms: int) -> Path:
    """Move the blocks of a short Matroska file, which count from its only cluster, below zero; FFmpeg would not write that."""
    content = bytearray(source.read_bytes())
    at = content.index(bytes.fromhex("1f43b675")) + 4
    at += 9 - content[at].bit_length()
    group, blocks = 0xA0, (0xA1, 0xA3)
    while at < len(content) and content[at] != 0x1C:  # where the cues begin
        kind, n_size = content[at], 9 - content[at + 1].bit_length()
        size = int.from_bytes(content[at + 1 : at + 1 + n_size]) & ((1 << 7 * n_size) - 1)
        body = at + 1 + n_size
        if kind in blocks:
            moved = int.from_bytes(content[body + 1 : body + 3], signed=True) + shift_ms
            content[body + 1 : body + 3] = moved.to_bytes(2, signed=True)
        at = body if kind == group else body + size
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("start_s", [1.4, 5000.0, -0.8])
def test_times_begin_with_the_first_frame_wherever_those_of_the_source_do(clip, tmp_path, start_s):
    source = tmp_path / "moved.mkv"
    if start_s < 0:
        before_zero(source, clip, round(1000 * start_s))
        assert frame_times_ms(source)[:8] == [0] * 8, "FFmpeg does not know them"
    else:
        with_times(source, clip, lambda time_s: time_s + start_s)
        assert frame_times_ms(source)[0] == pytest.approx(1000 * start_s, abs=25)
    for suffix in (".mp4", ".mkv"):
        result = edit_video(source, tmp_path / f"out{suffix}", unchanged)
        assert frame_times_ms(result.path) == pytest.approx(TIMES_MS, abs=25)
        assert result.problems == ()
    assert [round(1000 * frame.time_s) for frame in frames_of_part(source)] == pytest.approx(TIMES_MS, abs=1)


def test_a_transport_stream_begins_at_zero_and_keeps_its_sound_in_step(clip, tmp_path):
    source = with_times(tmp_path / "clip.ts", clip, lambda time_s: time_s + 1.4, container_format="mpegts")
    assert frame_times_ms(source)[0] > 1000
    result = edit_video(source, tmp_path / "out.mp4", unchanged)
    assert frame_times_ms(result.path) == TIMES_MS
    before, after = sound_packets(source), sound_packets(result.path)
    assert after[0][0] == pytest.approx(before[0][0] - frame_times_ms(source)[0] / 1000, abs=0.03)


@pytest.mark.parametrize("jump_s", [5000.0, -300.0])
def test_the_gap_where_recordings_were_joined_is_closed_and_reported(clip, tmp_path, jump_s):
    parts = [
        with_times(tmp_path / f"{start_s}.ts", clip, lambda t, s=start_s: t + s, container_format="mpegts")
        for start_s in (600, 600 + jump_s)
    ]
    source = tmp_path / "joined.ts"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    result = edit_video(source, tmp_path / "out.mp4", unchanged)
    times_ms = frame_times_ms(result.path)
    assert times_ms == pytest.approx([100 * index for index in range(24)], abs=60)
    assert any("jumps by" in problem for problem in result.problems)
    with av.open(str(result.path)) as written:
        assert (written.duration or 0) / av.time_base < 3


def test_a_long_pause_of_a_screen_recording_stays(tmp_path):
    times_ms = [0, 100, 900_000, 900_100]
    clip = write_clip(tmp_path / "still.mkv", PICTURES[:4], times_ms=times_ms, audio=None)
    assert frame_times_ms(edit_video(clip, tmp_path / "out.mkv", unchanged).path) == times_ms


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_source_that_was_cut_is_edited_as_far_as_it_goes_and_that_is_reported(clip, tmp_path, suffix):
    pictures = [np.random.default_rng(index).integers(0, 256, (64, 96, 3), np.uint8) for index in range(40)]
    whole = write_clip(tmp_path / "whole.mkv", pictures, audio=None)
    source = with_times(tmp_path / f"cut{suffix}", whole, lambda time_s: time_s, **({"movflags": "faststart"} if suffix == ".mp4" else {}))
    source.write_bytes(source.read_bytes()[: int(0.5 * source.stat().st_size)])
    result = edit_video(source, tmp_path / "out.mp4", unchanged)
    assert 10 < result.n_frames < 30
    assert len(frame_times_ms(result.path)) == result.n_frames == len(list(frames_of_part(source)))
    assert not result.is_complete
    (problem,) = result.problems
    assert f"cut{suffix} is" in problem
    part = edit_video(source, tmp_path / "part.mp4", unchanged, end_s=0.5)
    assert part.is_complete
    assert part.problems == ()


def test_damaged_frames_are_left_out_and_reported(tmp_path):
    pictures = [np.random.default_rng(index).integers(0, 256, (64, 96, 3), np.uint8) for index in range(20)]
    source = write_clip(tmp_path / "whole.mp4", pictures, audio=None)
    content = bytearray(source.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = bytes(40_000)
    source.write_bytes(content)
    result = edit_video(source, tmp_path / "out.mp4", unchanged)
    assert 0 < result.n_frames <= 20
    assert not result.is_complete
    assert "whole.mp4 is" in result.problems[0]


def test_subtitles_come_along_where_the_file_can_hold_them_and_are_named_else(clip, tmp_path):
    (tmp_path / "a.srt").write_text("1\n00:00:00,200 --> 00:00:00,600\nHallo\n\n2\n00:00:00,700 --> 00:00:01,100\nWelt\n")
    source = tmp_path / "titled.mkv"
    with av.open(str(clip)) as before, av.open(str(tmp_path / "a.srt")) as titles, av.open(str(source), "w") as after:
        streams = [after.add_stream_from_template(stream) for stream in (*before.streams, *titles.streams)]
        streams[-1].metadata["language"] = "ger"
        for container, first in ((before, 0), (titles, len(streams) - 1)):
            for packet in container.demux():
                if packet.dts is not None:
                    packet.stream = streams[first + packet.stream.index]
                    after.mux(packet)
    kept = edit_video(source, tmp_path / "out.mkv", unchanged, start_s=0.1)
    assert kept.problems == ()
    with av.open(str(kept.path)) as written:
        assert written.streams.subtitles[0].metadata["language"] == "ger"
        packets = [packet for packet in written.demux(subtitles=0) if packet.dts is not None]
        assert [bytes(packet) for packet in packets] == [b"Hallo", b"Welt"]
        assert [round(1000 * float((packet.pts or 0) * packet.time_base)) for packet in packets] == [100, 600]
    named = edit_video(source, tmp_path / "out.mp4", unchanged)
    assert named.problems == (f"{named.path} does not have the subtitles of its source, of the kind subrip: .mp4 cannot hold them",)
    assert named.is_complete


def test_sound_of_an_unknown_kind_is_refused_by_name_and_can_be_left_out(clip, tmp_path):
    source = tmp_path / "unknown.mkv"
    source.write_bytes(clip.read_bytes().replace(b"A_AAC", b"A_XYZ"))
    with pytest.raises(ExportError, match=r"out\.mkv cannot be written: \.mkv cannot hold sound of the kind unknown: leave the sound out"):
        edit_video(source, tmp_path / "out.mkv", unchanged)
    assert not (tmp_path / "out.mkv").exists()
    assert edit_video(source, tmp_path / "out.mkv", unchanged, sound=False).n_frames == len(PICTURES)


@pytest.mark.parametrize("start_s", [5.0, 1e8, 1e308])
def test_a_part_beyond_the_end_has_no_frame(clip, tmp_path, start_s):
    with pytest.raises(VideoError, match="has no frame after"):
        edit_video(clip, tmp_path / "out.mp4", unchanged, start_s=start_s)
    with VideoReader(clip) as reader:
        assert reader.frame_at(start_s).time_s == pytest.approx(1.1)
    assert not (tmp_path / "out.mp4").exists()


def test_frames_of_too_many_pixels_are_refused(clip, tmp_path, monkeypatch):
    monkeypatch.setattr(reader_module, "MAX_PIXELS", 96 * 64 - 1)
    with pytest.raises(VideoError, match="has frames of 96x64; the program takes up to"):
        edit_video(clip, tmp_path / "out.mp4", unchanged)


def test_a_recording_that_changes_its_size_keeps_the_first(tmp_path):
    with av.open(str(tmp_path / "changing.ts"), "w", format="mpegts") as container:
        stream = container.add_stream("mpeg2video", rate=10)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        other = av.CodecContext.create("mpeg2video", "w")
        assert isinstance(other, av.VideoCodecContext)
        other.width, other.height, other.pix_fmt, other.time_base, other.framerate = 48, 32, "yuv420p", Fraction(1, 10), Fraction(10)
        for index in range(12):
            context = stream.codec_context if index < 6 else other
            frame = av.VideoFrame.from_ndarray(striped_rgb(index, context.width, context.height), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            for packet in context.encode(frame):
                packet.stream = stream
                container.mux(packet)
            if index in (5, 11):
                for packet in context.encode(None):
                    packet.stream = stream
                    container.mux(packet)
    shapes = {frame.rgb.shape for frame in frames_of_part(tmp_path / "changing.ts")}
    assert shapes == {(64, 96, 3)}
    assert edit_video(tmp_path / "changing.ts", tmp_path / "out.mp4", unchanged).n_frames >= 11


def test_a_deterministic_export_is_made_in_one_thread_and_the_same_again(clip, tmp_path, monkeypatch):
    threads = []
    add_stream = add_video_stream

    def noted(*arguments, **options):
        stream = add_stream(*arguments, **options)
        threads.append(stream.codec_context.thread_count)
        return stream

    monkeypatch.setattr(edit_module, "add_video_stream", noted)
    for name in ("a.mp4", "b.mp4"):
        edit_video(clip, tmp_path / name, unchanged, deterministic=True)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    edit_video(clip, tmp_path / "c.mp4", unchanged)
    assert threads[:2] == [1, 1]
    assert threads[2] != 1
