import cv2
import numpy as np
import pytest

from ganimation_desktop.core.video import VideoError, read_video


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


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(VideoError, match="not a file"):
        next(read_video(tmp_path))
