"""Defaults and limits of animations; a module of its own, so that the command's help loads nothing else."""

from __future__ import annotations

FPS = 25.0
N_STRIP_PICTURES = 8
MAX_SECONDS, MAX_FPS = 3600.0, 240.0
MIN_SIDE_PX, MAX_SIDE_PX = 16, 8192
