"""Making training data, training and evaluating models; imports the core, never the window."""
