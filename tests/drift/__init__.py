"""How answers differ: recorded, told, learned, verified."""
