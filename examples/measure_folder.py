"""Measure the Action Units of the largest face in every photo of a folder: python examples/measure_folder.py FOLDER OUT.csv."""

import csv
import sys
from pathlib import Path

from ganimation_desktop import ACTION_UNITS, Animator

folder, out = map(Path, sys.argv[1:])
animator = Animator.load()
with out.open("w", newline="", encoding="utf-8") as file:
    table = csv.writer(file)
    table.writerow(["file", *(unit.code for unit in ACTION_UNITS)])
    for photo in sorted(folder.glob("*.[jp][pn]g")):
        faces = animator.set_image(photo)
        if faces:
            table.writerow([photo.name, *(f"{intensity:.3f}" for intensity in faces[0].aus)])
