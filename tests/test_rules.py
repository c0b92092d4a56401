"""All files of rules share one namespace, so each name must mean one thing."""

import re
from collections import defaultdict

from unmixing.outputs import SECTIONS

from shared import ROOT

BINDING = re.compile(r"^(?:def (\w+)\(|(\w+) = |from [\w.]+ import ([\w, ]+)$)", re.MULTILINE)
LISTED = re.compile(r"^from ([\w.]+) import \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)


def bound_by(text: str) -> set[str]:
    """Return the names that a file of rules binds at its top."""
    found = {name for names in BINDING.findall(text) for name in re.findall(r"\w+", names[2])}
    found |= {name for names in BINDING.findall(text) for name in names[:2] if name}
    return found | {name for _, names in LISTED.findall(text) for name in re.findall(r"\w+", names)}


def test_no_name_of_the_rules_means_two_things():
    files = defaultdict(list)
    for file in sorted((ROOT / "rules").glob("*.smk")):
        for name in bound_by(file.read_text()):
            files[name].append(file.name)
    assert len(files) > 100
    assert {name: of for name, of in files.items() if len(of) > 1} == {}


def test_the_page_is_given_what_its_sections_ask_for():
    """Some sections are only there with six scenes, which no test of the workflow has."""
    text = (ROOT / "rules" / "aggregate.smk").read_text()
    settings = text.split("\nSETTINGS = {")[1].split("\n}\n")[0]
    asked = {option for section in SECTIONS for option in section.options}
    assert asked and {option for option in asked if f'"{option}": ' not in settings} == set()
    assert "SETTINGS[name]" in (ROOT / "rules" / "report.smk").read_text()
