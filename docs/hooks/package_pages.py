"""Pages of the package: one a folder, for mkdocstrings to fill from the docstrings."""

from pathlib import Path

HEAD = "Made from the docstrings of `workflow_scripts/unmixing/{place}`.\n"


def pages(package: Path) -> dict[str, str]:
    """Make a page for the modules of each folder: path in the site -> Markdown.

    Parameters
    ----------
    package : its folder, whose parent is where Python finds it
    """
    folders = [package, *sorted(path.parent for path in package.glob("**/__init__.py"))[1:]]
    return {
        f"reference/package/{_name(folder, package) or 'ground'}.md": _page(folder, package)
        for folder in folders
    }


def _page(folder: Path, package: Path) -> str:
    name = _name(folder, package)
    title = f"unmixing.{name}" if name else "unmixing"
    parts = [f"# {title}\n", HEAD.format(place=f"{name.replace('.', '/')}/" if name else "")]
    modules = sorted(path for path in folder.glob("*.py") if not path.name.startswith("__"))
    return "\n".join([*parts, *(f"::: {title}.{module.stem}\n" for module in modules)])


def _name(folder: Path, package: Path) -> str:
    return ".".join(folder.relative_to(package).parts)
