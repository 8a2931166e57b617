"""What changed in a listing since a cursor, and what listings leave out."""
