"""The camera: live mode and driving a photo."""
