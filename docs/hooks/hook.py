"""A hook for MkDocs: pages of other folders, and references made from the code."""

from pathlib import Path

import config_page
import methods_page
import package_pages
import repository_links
import splits_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from unmixing.study.costs import COST_MODEL
from unmixing.study.schema import schema

ROOT = Path(__file__).parents[2]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside docs/, and those made from the code."""
    for path, source in repository_links.PAGES.items():
        files.append(File.generated(config, source, abs_src_path=str(ROOT / path)))
    references = {
        "reference/config.md": config_page.page(schema()),
        "reference/methods.md": methods_page.page(COST_MODEL),
        "reference/splits.md": splits_page.page(),
        **package_pages.pages(ROOT / "workflow_scripts" / "learning_curves"),
        **package_pages.pages(ROOT / "workflow_scripts" / "unmixing"),
    }
    for source, content in references.items():
        files.append(File.generated(config, source, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between files of the repository into links between pages of the site."""
    return repository_links.link_to_site(markdown, page.file.src_uri, ROOT)
