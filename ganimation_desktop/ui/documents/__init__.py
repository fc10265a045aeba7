"""What is open: the photos and videos of the filmstrip, kept while the program runs and from one start to the next."""
