"""The command that these tests run on one photo with two faces."""

import json

from ganimation_desktop import cli
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import read_photo

BOXES = (FaceBox(178, 82, 267, 171, 1.5), FaceBox(300, 300, 360, 360, 0.5))


def edit(*arguments):
    return cli.main(["edit", *map(str, arguments)])


def edited_and_report(capsys, *arguments):
    assert edit(*arguments, "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)["photos"]
    return read_photo(report["output"]).frame.rgb, report
