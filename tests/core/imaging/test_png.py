from __future__ import annotations

import cv2
import numpy as np

from ganimation_desktop.core.imaging.png import encode_png


def test_a_picture_comes_back_out_of_its_bytes():
    rgb = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)

    read = cv2.imdecode(np.frombuffer(encode_png(rgb), np.uint8), cv2.IMREAD_COLOR)

    assert read is not None
    assert np.array_equal(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), rgb)
