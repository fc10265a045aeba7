import pytest

from ganimation_desktop.jobs.errors import error_message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("photo.jpg is empty"), "photo.jpg is empty"),
        (ValueError("two\n  lines"), "two lines"),
        (PermissionError(13, "Permission denied", "a.jpg"), "a.jpg: Permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("the camera is gone"), "the camera is gone"),
        (MemoryError(), "There is not enough memory for this."),
        (TypeError(), "An unexpected error occurred (TypeError)."),
    ],
)
def test_an_error_becomes_one_line(error, message):
    assert error_message(error) == message


def test_a_long_quotation_is_cut_and_the_name_and_the_reason_stay():
    message = error_message(ValueError(f"/home/me/a.json has the easing {'x' * 100_000!r}; there are linear, ease"))
    assert len(message) < 900
    assert message.startswith("/home/me/a.json has the easing")
    assert message.endswith("there are linear, ease")
