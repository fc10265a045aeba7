import cv2
import numpy as np
import pytest

from ganimation_desktop.core.imaging.tone_curve import LUMA, fit_tone_curve

SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def face_rgb(demo_rgb):
    """The face of the demo portrait as a crop."""
    return np.asarray(cv2.resize(demo_rgb[30:260, 110:340], (128, 128), interpolation=cv2.INTER_AREA), np.uint8)


def grey_rgb(rgb):
    return np.repeat(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def sepia_rgb(rgb):
    return np.clip(rgb @ SEPIA.T, 0, 255).astype(np.uint8)


def test_a_color_photo_has_no_curve(demo_rgb):
    assert fit_tone_curve(face_rgb(demo_rgb)) is None


def test_grey_stays_grey(demo_rgb):
    curve = fit_tone_curve(grey_rgb(face_rgb(demo_rgb)))
    assert curve is not None
    assert curve.weight == 1
    tinted = np.array([[[90, 100, 140], [255, 250, 200], [3, 0, 9]]], np.uint8)
    toned = curve.apply(tinted)
    assert (toned == toned[..., :1]).all()
    np.testing.assert_allclose(toned[..., 0], tinted @ LUMA, atol=0.51)


@pytest.mark.parametrize("quality", [None, 60])
def test_sepia_stays_sepia(demo_rgb, quality):
    picture = sepia_rgb(demo_rgb)
    if quality is not None:
        encoded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    curve = fit_tone_curve(face_rgb(picture))
    assert curve is not None
    grey = np.repeat(np.arange(30, 180, dtype=np.uint8)[:, None], 3, axis=1)
    toned = curve.apply(grey)
    # Sepia of any brightness is about 1.12 : 1 : 0.78.
    ratio = toned[:, [0, 2]] / toned[:, [1]]
    np.testing.assert_allclose(ratio.mean(axis=0), [1.12, 0.78], atol=0.06)
    np.testing.assert_allclose(toned @ LUMA, grey[:, 0], atol=4)


def test_pixels_that_did_not_change_keep_their_numbers(demo_rgb):
    source = sepia_rgb(face_rgb(demo_rgb))
    curve = fit_tone_curve(source)
    edited = source.copy()
    edited[40:60, 40:60] = (200, 205, 240)
    assert curve is not None
    curve.apply_to_changes(edited, source)
    beside = np.ones((128, 128), bool)
    beside[40:60, 40:60] = False
    np.testing.assert_array_equal(edited[beside], source[beside])
    assert (edited[40:60, 40:60, 2] < edited[40:60, 40:60, 1]).all()


def test_brightness_that_the_photo_lacks_is_toned_too(demo_rgb):
    curve = fit_tone_curve(sepia_rgb((face_rgb(demo_rgb) * 0.4).astype(np.uint8)))
    assert curve is not None
    red, green, blue = curve.apply(np.full((1, 3), 180, np.uint8))[0].astype(int)
    assert red > green > blue


@pytest.mark.parametrize("color", [(80, 80, 80), (120, 90, 60)])
def test_a_plain_area_says_nothing(color):
    assert fit_tone_curve(np.full((64, 64, 3), color, np.uint8)) is None
