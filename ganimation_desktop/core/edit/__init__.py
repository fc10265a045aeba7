"""One edit: from a frame and target Action Units, through the generator, to the composite and its file."""
