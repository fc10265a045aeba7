import numpy as np
import pytest
from PySide6.QtGui import QUndoStack

from ganimation_desktop.core.action_units import au_vector
from ganimation_desktop.ui.history import ExpressionCommand


class Holder:
    def __init__(self):
        self.by_face = {}

    def set_targets(self, face_index, aus):
        self.by_face[face_index] = aus


@pytest.fixture
def holder():
    return Holder()


def test_undo_and_redo_give_back_the_exact_values_of_that_face(qapp, holder):
    stack = QUndoStack()
    before, after = au_vector({"AU12": 0.137}), au_vector({"AU12": 0.8})
    stack.push(ExpressionCommand(holder, 1, before, after, "Lip corner puller"))
    assert np.array_equal(holder.by_face[1], after)
    assert stack.undoText() == "Lip corner puller"
    stack.undo()
    assert np.array_equal(holder.by_face[1], before)
    stack.redo()
    assert np.array_equal(holder.by_face[1], after)
    assert set(holder.by_face) == {1}


def test_each_command_is_an_entry_of_its_own(qapp, holder):
    stack = QUndoStack()
    for value in (0.1, 0.2, 0.3):
        stack.push(ExpressionCommand(holder, 0, au_vector({}), au_vector({"AU01": value}), "Inner brow raiser"))
    assert stack.count() == 3


def test_what_is_done_to_the_arrays_later_does_not_change_history(qapp, holder):
    stack = QUndoStack()
    before, after = au_vector({"AU12": 0.1}), au_vector({"AU12": 0.8})
    stack.push(ExpressionCommand(holder, 0, before, after, "x"))
    before[:] = 1
    holder.by_face[0][:] = 1
    stack.undo()
    assert np.array_equal(holder.by_face[0], au_vector({"AU12": 0.1}))
    holder.by_face[0][:] = 1
    stack.redo()
    assert np.array_equal(holder.by_face[0], au_vector({"AU12": 0.8}))
