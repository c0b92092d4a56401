"""Turning links between files of the repository into links between pages of the site."""

import posixpath
import re
from pathlib import Path

# Pages from outside docs/, and their paths in the site.
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
    "config/README.md": "config.md",
    "config/published/README.md": "published.md",
    "results/README.md": "results/folder.md",
}
# Files and folders that pages of the site are made from.
SOURCES = {
    "config/schema.yaml": "reference/config.md",
    "workflow_scripts/unmixing/study/cost_model.csv": "reference/methods.md",
    "workflow_scripts/unmixing/splits/strategies": "reference/splits.md",
}
PACKAGE = re.compile(r"workflow_scripts/(learning_curves|unmixing)/(.*)")
LINK = re.compile(r"(?<=\]\()(?!\w+:|#|/)([^)#\s]+)")


def link_to_site(markdown: str, source: str, root: Path) -> str:
    """Make the relative links of a page lead to pages of the site.

    Parameters
    ----------
    source : str
        Path of the page in the site.
    """
    folder = posixpath.dirname(_in_repository(source))

    def replace(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[1]))
        if (root / target / "README.md").is_file():
            target = f"{target}/README.md"
        return posixpath.relpath(_in_site(target), posixpath.dirname(source) or ".")

    return LINK.sub(replace, markdown)


def _in_repository(source: str) -> str:
    """Return the path in the repository of a page of the site."""
    return {site: path for path, site in PAGES.items()}.get(source, f"docs/{source}")


def _in_site(path: str) -> str:
    known = PAGES | SOURCES
    packaged = PACKAGE.match(path)
    if packaged and path not in known:
        package, folder = packaged[1], posixpath.dirname(packaged[2])
        return f"reference/{package}/{folder.replace('/', '.') or 'ground'}.md"
    return known.get(path, path.removeprefix("docs/"))
