import cv2
import pytest

from ganimation_desktop.core.imaging.opencv_threads import SingleThreaded


@pytest.fixture(autouse=True)
def two_threads():
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    yield
    cv2.setNumThreads(before)


def test_the_last_one_that_closes_brings_the_threads_back():
    if cv2.getNumThreads() != 2:
        pytest.skip("this OpenCV has no threads")

    class Counted(SingleThreaded):
        """Counts for itself: others may be open in this process."""

        _n_open = 0

    first, second = Counted(), Counted()
    first.close()
    first.close()
    assert cv2.getNumThreads() == 1
    second.close()
    assert cv2.getNumThreads() == 2
