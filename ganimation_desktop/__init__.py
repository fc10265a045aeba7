"""GANimation Desktop: change the expression of a face with 17 Action-Unit sliders."""

__version__ = "0.1.0"
