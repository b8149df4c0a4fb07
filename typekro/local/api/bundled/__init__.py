"""What the API server says of its built-in resources: names, verbs, subresources, columns. Generated, never written by hand."""
