import math

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.faces.faces import Face, FaceBox, crop_from_landmarks
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection, crop_share, frame_from_map, painted_on
from ganimation_desktop.core.faces.protection_json import protection_object, read_protection
from ganimation_desktop.core.faces.regions import Region
from tests.core.faces.drawn_landmarks import drawn_landmarks


def face_at(scale_px, degrees=0.0, center=(300.0, 260.0), shape=(520, 600)):
    """A face whose level crop has this side in a grey frame."""
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    landmarks = ((drawn_landmarks() - 0.5) * scale_px @ turn.T + center).astype(np.float32)
    crop = crop_from_landmarks(np.full((*shape, 3), 128, np.uint8), landmarks, 128)
    return Face(FaceBox(0, 0, 1, 1), landmarks, crop, np.zeros(N_AUS, np.float32))


def disc(radius_px=60, center=(256, 200)):
    painted = np.zeros((MAP_PX, MAP_PX), np.uint8)
    cv2.circle(painted, center, radius_px, 255, -1)
    return painted


class TestValue:
    def test_nothing_painted_and_no_region_is_no_protection(self):
        assert not Protection()
        assert not Protection(np.zeros((MAP_PX, MAP_PX), np.uint8))
        assert Protection(disc())
        assert Protection(only=frozenset({Region.EYES}))

    def test_equal_when_painted_alike_with_the_same_regions(self):
        assert Protection(disc()) == Protection(disc())
        assert Protection(disc()) != Protection(disc(61))
        assert Protection(disc()) != Protection(disc()).with_only({Region.EYES})
        assert Protection(disc()).with_only({Region.EYES}).with_only(()) == Protection(disc())

    def test_what_is_painted_cannot_be_changed_from_outside(self):
        painted = disc()
        protection = Protection(painted)
        painted[:] = 0
        assert protection.painted is not None
        assert protection.painted.any()
        assert not protection.painted.flags.writeable

    @pytest.mark.parametrize("painted", [np.zeros((MAP_PX, MAP_PX), np.float32), np.zeros((3, MAP_PX), np.uint8)])
    def test_another_shape_or_type_is_refused(self, painted):
        with pytest.raises(ValueError, match="512"):
            Protection(painted)


class TestMap:
    def test_outside_the_regions_everything_is_protected_and_inside_what_is_painted(self):
        face = face_at(256)
        protected = Protection(disc(20, (333, 160)), frozenset({Region.EYES})).map_for(face)
        assert protected is not None
        eye, other_eye = ((drawn_landmarks()[list(points)].mean(axis=0) * MAP_PX).astype(int) for points in ((42, 45), (36, 39)))
        assert protected[eye[1], eye[0]] == 255
        assert protected[other_eye[1], other_eye[0]] == 0
        assert protected[400, 256] == 255

    def test_regions_need_landmarks(self):
        face = face_at(256)
        unread = Face(face.box, None, face.crop, face.aus)
        assert Protection(disc()).map_for(unread) is not None
        with pytest.raises(ValueError, match="estimator"):
            Protection(only=frozenset({Region.EYES})).map_for(unread)

    def test_the_share_of_the_crop_is_where_the_map_is(self):
        share = crop_share(disc(), face_at(300, 25))
        assert share[50, 64] == 1
        assert share[90, 64] == 0
        np.testing.assert_allclose(share.mean(), (disc() / 255).mean(), rtol=0.02)

    @pytest.mark.parametrize("degrees", [0, 30, -100])
    def test_in_a_mirror_image_the_map_is_mirrored(self, degrees):
        face, width = face_at(256, degrees), 600
        mirrored = Face(face.box, face.landmarks_px * [-1, 1] + [width - 1, 0], face.crop, face.aus)
        points = np.array([[50.0, 80.0], [400.0, 300.0]])
        expected = apply_affine(frame_from_map(face), points) * [-1, 1] + [width - 1, 0]
        np.testing.assert_allclose(apply_affine(frame_from_map(mirrored), points), expected, atol=0.01)

    def test_inverted_protects_what_was_free_and_the_other_way_round(self):
        face = face_at(256)
        eyes = Protection(only=frozenset({Region.EYES}))
        free, inverted, whole = (each.map_for(face) for each in (eyes, eyes.inverted(face), UNPROTECTED.inverted(face)))
        assert free is not None
        assert inverted is not None
        np.testing.assert_array_equal(inverted, 255 - free)
        np.testing.assert_array_equal(whole, np.full((MAP_PX, MAP_PX), 255, np.uint8))
        assert not Protection(np.full((MAP_PX, MAP_PX), 255, np.uint8)).inverted(face)


class TestPainting:
    @pytest.mark.parametrize(("scale_px", "degrees"), [(90, 0), (256, 20), (430, -160)])
    def test_a_picture_of_the_frame_lands_in_the_crop(self, scale_px, degrees):
        face = face_at(scale_px, degrees)
        eye = face.landmarks_px[42:48].mean(axis=0)
        picture = np.zeros((520, 600), np.uint8)
        cv2.circle(picture, tuple(eye.round().astype(int).tolist()), max(4, scale_px // 20), 255, -1)
        painted = painted_on(face, picture).painted
        assert painted is not None
        rows, columns = np.nonzero(painted == 255)
        middle = apply_affine(frame_from_map(face), np.array([[columns.mean(), rows.mean()]]))[0]
        np.testing.assert_allclose(middle, eye, atol=1.5)
        assert 0 < (painted == 255).mean() < 0.1
        assert ((painted > 0) & (painted < 255)).any()

    def test_a_picture_beside_the_face_protects_nothing(self):
        picture = np.zeros((520, 600), np.uint8)
        picture[:20, :20] = 255
        assert not painted_on(face_at(200), picture)


class TestJson:
    @pytest.mark.parametrize(
        "protection", [UNPROTECTED, Protection(disc()), Protection(disc(), frozenset(Region)), Protection(only=frozenset({Region.MOUTH}))]
    )
    def test_it_comes_back(self, protection):
        content = protection_object(protection)
        assert read_protection(content) == protection
        assert len(content.get("painted", "")) < 4000

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ({"only": "eyes"}, "'only'"),
            ({"only": ["nose"]}, "'only'"),
            ({"only": [1]}, "'only'"),
            ({"painted": 3}, "'painted'"),
            ({"painted": "?"}, "base64"),
            ({"painted": "AAAA"}, "grey PNG"),
            ({"painted": "A" * (2 << 20)}, "larger"),
        ],
    )
    def test_what_cannot_be_is_refused(self, content, reason):
        with pytest.raises(UnreadableError, match=reason):
            read_protection(content)

    @pytest.mark.parametrize(
        "picture", [np.zeros((64, 64), np.uint8), np.zeros((MAP_PX, MAP_PX, 3), np.uint8), np.zeros((MAP_PX, MAP_PX), np.uint16)]
    )
    def test_another_picture_is_refused(self, picture):
        import base64

        encoded = cv2.imencode(".png", picture)[1].tobytes()
        with pytest.raises(UnreadableError, match="grey PNG"):
            read_protection({"painted": base64.b64encode(encoded).decode()})

    def test_a_damaged_picture_is_refused(self):
        content = protection_object(Protection(disc()))
        with pytest.raises(UnreadableError, match="grey PNG"):
            read_protection({"painted": content["painted"][:80]})
