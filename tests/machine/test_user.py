"""A user without a name, as in containers and on clusters, gets one for Snakemake."""

import shutil
import subprocess
import sys

import pytest

from unmixing.machine.user import name_user

from shared import ROOT

UNSHARE = ["unshare", "--user", "--map-user=12345", "--map-group=12345"]
NAMELESS = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "workflow_scripts")}
CODE = """
import getpass
from unmixing.machine.user import name_user
name_user()
print(getpass.getuser())
"""


@pytest.mark.slow
def test_a_user_without_a_name_is_named_by_number():
    if not shutil.which("unshare") or subprocess.run([*UNSHARE, "true"]).returncode:
        pytest.skip("this machine has no namespaces for users")
    command = [*UNSHARE, sys.executable, "-c", CODE]
    done = subprocess.run(command, capture_output=True, text=True, env=NAMELESS)
    assert done.stdout.strip() == "12345", done.stderr


def test_a_name_is_kept(monkeypatch):
    monkeypatch.setenv("LOGNAME", "ada")
    name_user()
    import getpass

    assert getpass.getuser() == "ada"
