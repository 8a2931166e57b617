"""What changed in a listing since a cursor."""
