from __future__ import annotations

from importlib.metadata import distribution

from ganimation_desktop.desktop.licences import distributions_of, write_licences


def test_the_file_names_everything_inside(tmp_path):
    site = distribution("numpy").locate_file("")
    path = tmp_path / "LICENCES.txt"
    write_licences(path, ["numpy.linalg", "PIL.Image", "json", "ganimation_desktop.cli"], [f"{site}/pillow_heif.libs/libheif.so"])
    text = path.read_text(encoding="utf-8")
    for title in ("GANimation Desktop", "Python 3.", "numpy ", "pillow ", "pillow_heif "):
        assert f"\n{title}" in text
    assert "MIT" in text
    assert "numpy.org" in text or "NumPy" in text


def test_what_is_not_inside_is_not_named():
    assert [item.name for item in distributions_of(["numpy", "json", "ganimation_desktop"], [])] == ["numpy"]


def test_a_module_that_is_a_library_beside_the_packages_has_its_licence():
    names = {item.name for item in distributions_of([], ["/site-packages/_dlib_pybind11.cpython-312-x86_64-linux-gnu.so"])}
    assert names & {"dlib", "dlib-bin"}
