"""The mask panes: where the network edits and what it paints."""
