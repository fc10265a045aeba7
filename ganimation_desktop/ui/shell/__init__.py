"""The application: main window, docks, dialogs, theme."""
