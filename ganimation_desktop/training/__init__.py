"""Making training data, training and judging a model; imports the core, never the window."""
