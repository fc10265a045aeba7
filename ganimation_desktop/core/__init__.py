"""The model and everything about pictures of faces; no Qt."""
