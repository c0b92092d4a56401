"""Inputs are hashed once for all outputs of a job, and again when they have changed."""

import asyncio
import runpy

from shared import ROOT


def test_a_file_is_hashed_again_only_after_a_change(tmp_path):
    remembered = runpy.run_path(str(ROOT / "rules" / "checksums.smk"))["remembered"]
    hashed = []

    async def checksum(file, threshold, force, algorithm):
        hashed.append(file.read_text() if file.exists() else None)
        return hashed[-1]

    def ask(file, threshold=100):
        return asyncio.run(remembered_checksum(file, threshold))

    remembered_checksum = remembered(checksum)
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("first")
    other.write_text("other")
    assert [ask(one), ask(other), ask(one), ask(one)] == ["first", "other", "first", "first"]
    assert hashed == ["first", "other"]
    one.write_text("later")
    assert [ask(one), ask(one)] == ["later", "later"]
    one.unlink()
    assert [ask(one), ask(one)] == [None, None]
    assert hashed == ["first", "other", "later", None, None]
