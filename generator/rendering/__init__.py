"""Templates filled, formatted, proven complete and written in whole; `drift` compares."""
