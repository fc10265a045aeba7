"""Videos and animated pictures: read, played, edited frame by frame, written."""
