"""`ganimation desktop`: add the program to the menus of a Linux desktop, for the current user, or remove it."""

from __future__ import annotations

import argparse
import sys

from ganimation_desktop.verbs.argument_types import file_path

NAME = "desktop"
HELP = "add the program to the menus and to `Open with` of a Linux desktop, or remove it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("action", choices=("add", "remove"), help="what to do; only files of the current user are touched")
    into_help = "folder for entry, icons and file types (default: ~/.local/share); packages use it"
    parser.add_argument("--into", type=file_path, metavar="FOLDER", help=into_help)
    parser.add_argument("--start", metavar="COMMAND", help="what the entry starts (default: this program)")


def run(args: argparse.Namespace) -> int:
    """Write or remove the files."""
    if not sys.platform.startswith("linux"):
        raise ValueError("menu entries of this kind exist on Linux only")
    from ganimation_desktop.desktop.entry import add_entry, data_home, remove_entry, start_command

    folder = args.into or data_home()
    if args.action == "add":
        command = args.start or start_command()
        add_entry(folder, command)
        print(f"added to the menus, to start {command}; `ganimation desktop remove` removes it")
    else:
        n_files = remove_entry(folder)
        print(f"removed {n_files} files from {folder}" if n_files else f"found no files of the program in {folder}")
    return 0
