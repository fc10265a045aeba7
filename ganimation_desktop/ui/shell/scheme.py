"""The colors of the two themes.

The surroundings of the photo are neutral greys, so that they do not tint what is judged on them; one accent color marks what is
selected, focused or primary.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Scheme:
    """The colors of one theme, as #rrggbb.

    Attributes
    ----------
    name
        What the pictures of controls made for it end in.
    window
        Panels and bars.
    canvas
        The ground behind the photo and the masks.
    base
        Fields that hold text, lists and menus.
    raised
        Buttons.
    border
        Lines between areas.
    text, faint_text
        What is read, and what may be overlooked.
    accent, on_accent
        What is selected or primary, and text on it.
    link
        Links.
    """

    name: str
    window: str
    canvas: str
    base: str
    raised: str
    border: str
    text: str
    faint_text: str
    accent: str
    on_accent: str
    link: str

    @property
    def outline(self) -> str:
        """The edge of what can be operated but is not filled, such as a check box: seen at a glance on panels and fields."""
        return between(self.window, self.text, 0.55).name()

    @property
    def disabled_text(self) -> str:
        """Text of what cannot be operated now."""
        return between(self.text, self.window, 0.58).name()


DARK = Scheme("dark", "#26282b", "#191a1c", "#1f2123", "#34373b", "#3d4044", "#e4e6e8", "#9ba0a6", "#3fa7b5", "#06181b", "#6cc7d3")
LIGHT = Scheme("light", "#f3f4f5", "#d9dbdd", "#ffffff", "#fdfdfd", "#c9ccd0", "#1d1f21", "#62686f", "#0f7c8c", "#ffffff", "#0b6673")


def between(first: str, second: str, share_of_second: float) -> QColor:
    """Mix two colors given as #rrggbb; 0 gives the first, 1 the second."""
    a, b = QColor(first), QColor(second)
    red, green, blue = (round(x + (y - x) * share_of_second) for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())))
    return QColor(red, green, blue)
