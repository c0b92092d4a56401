"""Reading of tables of errors, in the formats people use, as tables of runs."""
