"""Training data of the second face estimator: labels of both sides, irises and gaze, and pictures without a face."""
