"""Training from the window, and the models that it makes or that are imported."""
