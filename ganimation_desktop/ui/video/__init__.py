"""Videos, their keyframes and export, and animations of a photo."""
