"""Print Snakemake's own lints, and fail if there are any.

"Mixed rules and functions" is ignored: a function belongs in the file of the rule that needs it.
"""

import re
import subprocess
import sys

LEFT_OUT = "Mixed rules and functions in same snakefile."


def main() -> None:
    """Lint the Snakefile and what it includes."""
    command = [sys.executable, "-m", "snakemake", "--lint"]
    run = subprocess.run(command, capture_output=True, text=True)
    said = run.stdout + run.stderr
    titles = re.findall(r"^ +\* (.+?):?$", said, re.MULTILINE)
    if set(titles) - {LEFT_OUT} or bool(run.returncode) != bool(titles):
        sys.exit(said)


if __name__ == "__main__":
    main()
