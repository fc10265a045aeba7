"""The 3D-face teacher that makes AU-labelled training pairs from photos."""
