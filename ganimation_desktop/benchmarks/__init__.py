"""Speed of edits, live pictures, the window and training on this machine, and detection quality; run by `ganimation bench`."""
