"""`ganimation convert`: import a generator that was trained with one of the published GANimation codes."""

from __future__ import annotations

import argparse

from ganimation_desktop.verbs.argument_types import file_path, whole_number

NAME = "convert"
HELP = "import a checkpoint of a published GANimation code"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("checkpoint", type=file_path, metavar="FILE", help="the generator's file (*.pth), as the published code saved it")
    parser.add_argument("-o", "--output", type=file_path, required=True, metavar="FILE", help="the checkpoint to write (*.safetensors)")
    parser.add_argument(
        "--image-size", type=whole_number(1), default=128, metavar="PX", help="crop side that it was trained on (default: 128)"
    )
    parser.add_argument(
        "--conditioning",
        choices=("absolute", "relative"),
        default="absolute",
        help="meaning of its AU vector (default: absolute, the target)",
    )
    parser.add_argument("--licence", default="", metavar="TEXT", help="licence of the weights, kept in the checkpoint")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that exists")


def run(args: argparse.Namespace) -> int:
    """Import the generator and print what it was."""
    from ganimation_desktop.core.base.atomic_file import check_can_write
    from ganimation_desktop.core.models.checkpoint import save_checkpoint
    from ganimation_desktop.core.models.published_checkpoints import import_generator

    check_can_write(args.output, overwrite=args.overwrite)
    imported = import_generator(args.checkpoint, image_size=args.image_size, conditioning=args.conditioning, licence=args.licence)
    save_checkpoint(args.output, imported.network, imported.metadata)
    print(f"{args.output}: generator of the code '{imported.layout.code}', {imported.network.options.n_blocks} residual blocks")
    return 0
