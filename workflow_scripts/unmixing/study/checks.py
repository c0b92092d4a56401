"""Which cells of a study a scene does not admit, said in words."""

from unmixing.errors import UserError
from unmixing.scenes.scene import SceneFacts
from unmixing.splits.checks import check_sizes
from unmixing.splits.sizes import Size, as_count
from unmixing.study.study import Study
from unmixing.training.checks import check_method


def check_cells(study: Study, scene: str, facts: SceneFacts) -> None:
    """Refuse cells of a study that a scene does not admit.

    Raises
    ------
    UserError
        Naming the cell and the remedy.
    """
    counts: dict[int, Size] = {}
    for size in study.train_sizes[scene]:
        try:
            check_sizes(facts.n_pixels, size, study.val_size, study.test_size[scene])
        except UserError as error:
            raise UserError(f"scene {scene}: {error}") from None
        same = counts.setdefault(as_count(size, facts.n_pixels), size)
        if same != size:
            raise UserError(
                f"scene {scene}: train sizes {same} and {size} are the same number of its "
                f"{facts.n_pixels} valid pixels; leave one of them out."
            )
    for model, settings in study.models.items():
        check_method(scene, model, settings, facts)
