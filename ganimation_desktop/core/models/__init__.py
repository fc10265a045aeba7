"""The networks, the checkpoints that hold their weights, and which of them are installed."""
