"""Show how the files of a scene are read, plot a page of it, and print its entry for a config."""

import argparse
import logging
from pathlib import Path

import yaml

from learning_curves.errors import UserError
from learning_curves.figures.saving import save_figure
from unmixing.figures.scene_page import scene_page
from unmixing.scenes.audit import audit
from unmixing.scenes.cleaning import left_out
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import Scene
from unmixing.study.own_designs import doubt_groups, plan_groups
from unmixing.study.own_scene import make_entry, name_scene, read_own

WORDS = "files, role=file where the content is unclear, and option=value (docs/scenes.md)"
PAGES = Path("results/scenes")


def main() -> None:
    """Look at the scene that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="+", metavar="FILE", help=WORDS)
    try:
        look_at(parser.parse_args().words)
    except UserError as error:
        raise SystemExit(str(error)) from None


def look_at(words: list[str]) -> None:
    """Print what files hold, how they are read, what is doubtful, and a config entry."""
    logging.disable(logging.WARNING)
    files, options = roles_and_options(words)
    for role, path in files.items():
        contents = contents_of(path)
        print(f"{role}: {path} ({contents.kind})\n  {contents.described()}")
    name = name_scene(files)
    scene = read_own(name, files, options)
    print(f"\nRead as {describe_scene(scene)}.")
    if without := left_out(scene):
        print(f"\nLeft out: {without}.")
    of_groups = doubt_groups(scene, plan_groups(scene))
    doubts = list(filter(None, [*audit(scene)["warning"], of_groups]))
    print("\nDoubts:" if doubts else "\nNo doubts.")
    for doubt in doubts:
        print(f"- {doubt}")
    PAGES.mkdir(parents=True, exist_ok=True)
    save_figure([str(PAGES / f"{name}.png")], scene_page, scene, name)
    print(f"\nLook at {PAGES / name}.png. For a config:\n")
    scenes = {"scenes": {name: make_entry(files, options, scene)}}
    print(yaml.safe_dump(scenes, sort_keys=False, allow_unicode=True, default_flow_style=None))


def describe_scene(scene: Scene) -> str:
    """Describe a scene in one line."""
    height, width, bands = scene.shape
    labelled = int(scene.valid.sum())
    parts = [
        f"{height} x {width} pixels" if scene.is_image else f"{height} spectra without an image",
        f"{labelled:,} of them labelled",
        f"{bands} bands",
        f"{scene.n_endmembers} endmembers: {', '.join(scene.names)}",
    ]
    lengths = scene.wavelengths
    if lengths is not None:
        parts[2] += f" from {lengths.min():.3g} to {lengths.max():.3g} micrometres"
    if scene.endmembers is not None:
        parts[3] += ", with their spectra"
    return "; ".join(parts)


if __name__ == "__main__":
    main()
