"""The window; imports the core, never training."""
