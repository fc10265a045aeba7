import pytest
from PySide6.QtGui import QUndoStack

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.ui.commands.history import ExpressionCommand


class Holder:
    def __init__(self):
        self.by_face = {}

    def set_target(self, face_index, target):
        self.by_face[face_index] = target


@pytest.fixture
def holder():
    return Holder()


def test_undo_and_redo_give_back_the_exact_values_of_that_face(qapp, holder):
    stack = QUndoStack()
    before, after = (FaceTarget.of(au_vector({"AU12": value})) for value in (0.137, 0.8))
    stack.push(ExpressionCommand(holder, 1, before, after, "Lip corner puller"))
    assert holder.by_face[1] == after
    assert stack.undoText() == "Lip corner puller"
    stack.undo()
    assert holder.by_face[1] == before
    stack.redo()
    assert holder.by_face[1] == after
    assert set(holder.by_face) == {1}


def test_each_command_is_an_entry_of_its_own(qapp, holder):
    stack = QUndoStack()
    for value in (0.1, 0.2, 0.3):
        stack.push(
            ExpressionCommand(holder, 0, FaceTarget.of(au_vector({})), FaceTarget.of(au_vector({"AU01": value})), "Inner brow raiser")
        )
    assert stack.count() == 3
