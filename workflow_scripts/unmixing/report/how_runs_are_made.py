"""How the runs of a study are made, for the page."""

HOW_RUNS_ARE_MADE = (
    "For every scene, method, number of labelled pixels and seed, one split is drawn by a random "
    "permutation of the pixels, so that sizes nest and seeds pair runs; a tenth of the labelled "
    "pixels validates unless the config says otherwise. The normalisation range comes from the "
    "training patches. Networks train with Adam and keep the weights of the best validation loss. "
    "The study re-creates and extends Tulczyjew & Nalepa, IGARSS 2021. A seed is a split and an "
    "initialisation on the same image, not another scene.",
    "Networks have the settings of their publications, unless a method’s name says otherwise or "
    "the study lists candidates for them. Estimators such as kernel ridge choose among candidates "
    "by the validation pixels.",
)
