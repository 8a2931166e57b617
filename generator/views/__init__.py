"""What the templates are given: a view for each method, argument, body, answer and model."""
