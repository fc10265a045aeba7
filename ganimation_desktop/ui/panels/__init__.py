"""The panels around the canvas: sliders, presets, read-out, status bar."""
