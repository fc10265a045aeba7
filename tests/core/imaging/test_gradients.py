import numpy as np
import pytest

from ganimation_desktop.core.imaging.gradients import steepness


def placed(values, offset_bytes):
    """The same values at another place in memory, so far from a multiple of 64 bytes."""
    room = np.empty(values.nbytes + 128, np.uint8)
    begin = -room.ctypes.data % 64 + offset_bytes
    copy = room[begin : begin + values.nbytes].view(values.dtype).reshape(values.shape)
    copy[...] = values
    return copy


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_steepness_is_the_rounded_length_of_the_gradient_wherever_the_picture_lies(kind):
    values = np.random.default_rng(0).integers(0, 256, (41, 37)).astype(kind)
    padded = np.pad(values.astype(np.float64), 1, mode="reflect")
    smooth_down = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    smooth_across = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    across, down = smooth_down[:, 2:] - smooth_down[:, :-2], smooth_across[2:] - smooth_across[:-2]
    expected = np.sqrt((across**2 + down**2) / 64).astype(np.float32)
    for offset in range(0, 64, 4):
        assert np.array_equal(steepness(placed(values, offset)), expected)


def test_its_scale():
    ramp = np.tile(np.arange(0, 90, 3, dtype=np.float32), (30, 1))
    assert np.array_equal(steepness(ramp)[1:-1, 1:-1], np.full((28, 28), 3, np.float32))
    assert np.array_equal(steepness(ramp, 1 / 4)[1:-1, 1:-1], np.full((28, 28), 6, np.float32))
