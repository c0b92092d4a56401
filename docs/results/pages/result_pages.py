"""The pages of results: their tables and figures, made again from the kept rows of runs.

python docs/results/pages/result_pages.py

A table stands between two comments, `<!-- made: NAME -->` and `<!-- end -->`.
"""

import re
from collections.abc import Callable, Mapping

import campaigns_page
import leakage_page
import measured_page
import noise_page
import paper_page
import protocol_page
import real_page
from kept_rows import RESULTS

MADE = re.compile(r"(<!-- made: (.+?) -->\n).*?(?=<!-- end -->)", re.DOTALL)

Tables = Mapping[str, Callable[[], str]]
PAGES: dict[str, Tables] = {
    "campaigns.md": campaigns_page.TABLES,
    "measured.md": measured_page.TABLES,
    "protocol.md": protocol_page.TABLES,
    "leakage.md": leakage_page.TABLES,
    "noise.md": noise_page.TABLES,
    "real.md": real_page.TABLES,
    "paper.md": paper_page.TABLES,
}


def fill_page(markdown: str, tables: Tables) -> str:
    """Fill a page with its tables, made again."""
    return MADE.sub(lambda made: made[1] + tables[made[2]](), markdown)


def main() -> None:
    """Write every table and figure again."""
    for name, tables in PAGES.items():
        page = RESULTS / name
        page.write_text(fill_page(page.read_text(), tables))
    for page in (campaigns_page, measured_page, protocol_page, noise_page, real_page, paper_page):
        page.plot()


if __name__ == "__main__":
    main()
