"""Live pictures: cameras, the loop that edits their newest frame, recording and virtual camera."""
