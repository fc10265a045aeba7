"""Action Units from geometry and shading by a kernel method: the second estimator for evaluating trained models."""
