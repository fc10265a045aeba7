"""What can be chosen and set: actions, menus, keys, undo, settings, help."""
