"""Pages of the packages, one per folder, which mkdocstrings fills from the docstrings."""

from pathlib import Path

HEAD = "Made from the docstrings of `workflow_scripts/{place}`.\n"


def pages(package: Path) -> dict[str, str]:
    """Make a page for each folder of a package: path in the site -> Markdown."""
    folders = [package, *sorted(path.parent for path in package.glob("**/__init__.py"))[1:]]
    return {
        f"reference/{package.name}/{_name(folder, package) or 'ground'}.md": _page(folder, package)
        for folder in folders
    }


def _page(folder: Path, package: Path) -> str:
    name = _name(folder, package)
    title = f"{package.name}.{name}" if name else package.name
    parts = [f"# {title}\n", HEAD.format(place=f"{title.replace('.', '/')}/")]
    modules = sorted(path for path in folder.glob("*.py") if not path.name.startswith("__"))
    return "\n".join([*parts, *(f"::: {title}.{module.stem}\n" for module in modules)])


def _name(folder: Path, package: Path) -> str:
    return ".".join(folder.relative_to(package).parts)
