"""Training-set-size studies of hyperspectral unmixing, without the workflow around them."""
