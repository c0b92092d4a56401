"""Sentences about the training samples that target errors need."""

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.figures.facets import select_facet
from learning_curves.report.lead import write_lead
from learning_curves.report.naming import names_by, split_by_place
from learning_curves.vocabulary import Vocabulary, capitalise


def sizes_needed(
    answers: pd.DataFrame, by_error: pd.DataFrame, coverage: pd.DataFrame, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method needs the fewest training samples for every target error, by place.

    Parameters
    ----------
    answers : DataFrame
        The table `sample_sizes`, with the target errors of the study.
    by_error : DataFrame
        The table `sample_sizes_by_error`.
    coverage : DataFrame
        The table `coverage`: how many of the planned runs completed.
    """
    targets = sorted(rows_of(answers, metric=vocabulary.error)["target_error"].unique())
    said = {}
    for place, facet, here in split_by_place(by_error, vocabulary):
        names = names_by(select_facet(coverage, facet), vocabulary)
        leads = [
            write_lead(rows_of(here, target_error=error), vocabulary.error, error, names)
            for error in targets
        ]
        # The smallest error with a clear answer says most, as in the headline.
        leads.sort(key=lambda lead: (not lead.clear, not lead.known))
        said[place] = [capitalise(lead.sentence) for lead in leads]
    return said
