"""The canvas: the photo with its edit, zoom and pan, and what is painted over it."""
