"""Where the files of a run lie, for the rules that make them and the status that looks for them."""

CELL_PATH = "{scene}/{condition}/{model}/n{train_size}/seed{seed}"
