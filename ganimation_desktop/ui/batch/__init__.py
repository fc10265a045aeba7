"""Many photos at once, or one in many ways: batches and grids."""
