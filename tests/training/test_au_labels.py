from __future__ import annotations

import io
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.training import au_labels
from ganimation_desktop.training.au_pickle import read_au_pickle

pytestmark = pytest.mark.usefixtures("pickles_in_process")

INTENSITIES = np.linspace(0, 5, 17)


def openface_table(value: float, confidence: float = 0.9, *, success: int = 1, file: str | None = None) -> str:
    """A table as OpenFace writes it: spaces after commas, other columns around, AUs in an order of their own."""
    codes = sorted(AU_CODES, reverse=True)
    header = ["frame", "face_id", "confidence", "success", *(f"{code}_r" for code in codes), "AU12_c"]
    cells = ["1", "0", str(confidence), str(success), *(f"{value:.2f}" for _ in codes), "1.00"]
    if file is not None:
        header, cells = ["file", *header], [file, *cells]
    return ", ".join(header) + "\n" + ", ".join(cells) + "\n"


def test_a_folder_of_openface_tables_is_read_by_column_name(tmp_path):
    (tmp_path / "anna.csv").write_text(openface_table(2.5))
    (tmp_path / "lost.csv").write_text(openface_table(2.5, success=0))

    aus = au_labels.read_au_tables(tmp_path)

    assert list(aus) == ["anna"]
    assert aus["anna"] == pytest.approx(0.5)


def test_a_table_of_py_feat_names_its_photos(tmp_path):
    codes = [code for code in AU_CODES if code != "AU45"]
    header = ",".join(("FaceScore", *codes, "AU43", "input", "frame"))
    lines = [",".join((score, *["0.5"] * 17, photo, "0")) for score, photo in (("0.9", "photos/anna.jpg"), ("", "lost.jpg"))]
    lines[1] = lines[1].replace("0.5", "")
    (tmp_path / "feat.csv").write_text("\n".join([header, *lines]))

    aus = au_labels.read_au_tables(tmp_path / "feat.csv")

    assert list(aus) == ["anna"]
    assert aus["anna"] == pytest.approx(0.5)


def test_of_several_faces_the_surest_counts(tmp_path):
    table = tmp_path / "all.csv"
    lines = [openface_table(value, confidence, file="a/b.jpg").splitlines() for value, confidence in ((1, 0.5), (4, 0.9), (2, 0.7))]
    table.write_text("\n".join([lines[0][0], *(line[1] for line in lines)]))

    assert au_labels.read_au_tables(table)["b"] == pytest.approx(0.8)


def test_a_table_that_names_no_photos_is_refused(tmp_path):
    (tmp_path / "all.csv").write_text(openface_table(1))

    with pytest.raises(ValueError, match=r"all\.csv has no column file"):
        au_labels.read_au_tables(tmp_path / "all.csv")


@pytest.mark.parametrize("protocol", [2, 4, 5])
@pytest.mark.parametrize("dtype", ["<f8", "<f4", ">f8"])
def test_a_pickled_dictionary_of_arrays_is_read(protocol, dtype, tmp_path):
    path = tmp_path / "aus_openface.pkl"
    path.write_bytes(pickle.dumps({"N_01": INTENSITIES.astype(dtype), "N_02": np.zeros(17, dtype)}, protocol))

    aus = read_au_pickle(path)

    assert sorted(aus) == ["N_01", "N_02"]
    np.testing.assert_allclose(aus["N_01"], INTENSITIES / 5, atol=1e-6)
    assert aus["N_01"].dtype == np.float32


def python2_pickle(name: str, values: np.ndarray) -> bytes:
    """What Python 2 writes: byte strings for the name and for the data of the array."""
    data = values.astype("<f8").tobytes()
    short = struct.pack("<B", len(name)) + name.encode()
    return (
        b"\x80\x02}U" + short + b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x11\x85"
        b"cnumpy\ndtype\nU\x02f8K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U"
        + struct.pack("<B", len(data))
        + data
        + b"tbs."
    )


def test_the_file_of_the_published_code_was_written_by_python_2(tmp_path):
    path = tmp_path / "aus_openface.pkl"
    path.write_bytes(python2_pickle("N_0000000356_00190", INTENSITIES))

    aus = read_au_pickle(path)

    np.testing.assert_allclose(aus["N_0000000356_00190"], INTENSITIES / 5, atol=1e-6)


class Payload:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.trace,)


def test_a_pickle_with_code_is_refused_and_not_run(tmp_path):
    path, trace = tmp_path / "aus_openface.pkl", tmp_path / "ran"
    path.write_bytes(pickle.dumps({"N_01": INTENSITIES, "N_02": Payload(trace)}))

    with pytest.raises(ValueError, match=r"aus_openface\.pkl names .*, which could be code; none of it was run"):
        read_au_pickle(path)

    assert not trace.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", pickle.dumps([1]), pickle.dumps({"a": np.zeros(3)}), pickle.dumps({"a": np.array([None] * 17)})],
    ids=["empty", "text", "list", "short", "objects"],
)
def test_a_pickle_of_anything_else_is_refused_by_name(content, tmp_path):
    path = tmp_path / "aus_openface.pkl"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"aus_openface\.pkl"):
        read_au_pickle(path)


def test_the_published_layout_is_read_with_its_split(tmp_path):
    (tmp_path / "imgs").mkdir()
    (tmp_path / "train_ids.csv").write_text("a.jpg\nb.jpg\n")
    (tmp_path / "test_ids.csv").write_text("c.jpg\n")
    with io.BytesIO() as buffer:
        pickle.dump(dict.fromkeys("abc", INTENSITIES), buffer)
        (tmp_path / "aus_openface.pkl").write_bytes(buffer.getvalue())

    assert au_labels.is_ganimation_folder(tmp_path)
    found = au_labels.read_ganimation_folder(tmp_path)

    assert [path.name for path in found.photos] == ["a.jpg", "b.jpg", "c.jpg"]
    assert found.held_out == ("c",)
    assert sorted(found.aus) == ["a", "b", "c"]


def test_a_list_cannot_lead_out_of_its_folder(tmp_path):
    (tmp_path / "train_ids.csv").write_text("../secret.jpg\n")

    with pytest.raises(ValueError, match="not a file in imgs"):
        au_labels.read_ganimation_folder(tmp_path)
