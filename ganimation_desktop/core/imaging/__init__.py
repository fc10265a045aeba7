"""Pictures in and out: photo files, their colors, depth and metadata, as `Frame` and `Photo`."""
