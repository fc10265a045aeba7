"""Expressions as values: presets, tables of Action Units, keyframes."""
