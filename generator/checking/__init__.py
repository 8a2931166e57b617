"""What is wrong with a document: by its standards, its examples and our own rules (`lint`)."""
