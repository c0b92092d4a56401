"""Only what is new or changed is computed; test_provenance.py tests what an edit changes."""

import pytest

from project import STUDY, change, count_planned

pytestmark = pytest.mark.slow

# Words, machines, refusals, plans, and a format that no scene of the study has.
NEUTRAL = ["errors", "machine/gpus", "splits/checks", "study/plan", "scenes/formats/npy"]


def test_a_change_computes_what_depends_on_it(edited):
    models = STUDY["models"]
    # The same study, spelt differently and in another order.
    change(
        edited,
        train_sizes=[20.0, 40.0],
        test_size=100.0,
        models=dict(reversed(models.items())),
        training={"epochs": 2.0},
    )
    assert count_planned(edited) == {}
    # One more seed, size and model, and other settings of two models.
    more = {"unmixing_cube_based_cnn": {}}
    more["unmixing_pixel_based_cnn"] = {"learning_rate": 0.02}
    more["unmixing_too_fast"] = models["unmixing_too_fast"] | {"updates": 5}
    change(edited, seeds=[0, 1, 2], train_sizes=[20, 40, 60], models=models | more)
    plan = count_planned(edited)
    assert plan["prepare_split"] == 9 - 4
    # Four models at nine cells; one of them is already trained at four.
    assert plan["train_network"] == plan["evaluate_run"] == 36 - 4
    assert plan["collect_runs"] == 1
    assert "import_scene" not in plan
    # An edit that affects no numbers, and one that only affects autoencoders.
    change(edited)
    for module in (*NEUTRAL, "layers/decoder"):
        with open(edited / "workflow_scripts/unmixing" / f"{module}.py", "a") as file:
            file.write("\nEDITED = True\n")
    plan = count_planned(edited)
    assert plan["train_network"] == plan["evaluate_run"] == 4
    assert not {"import_scene", "prepare_split"} & set(plan)
