"""Faces: detected, tracked, cropped, and read for landmarks and Action Units."""
