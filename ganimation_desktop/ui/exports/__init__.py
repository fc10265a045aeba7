"""Exports behind the window: the list of them, the thread that carries them out, and the panel that shows them."""
