"""The open photo: its session, the worker that edits it, opening, exporting, batches."""
