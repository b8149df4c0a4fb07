"""What Go knows of Kubernetes' own types, as data: written by a program over their source, and read by the typed schemas alone."""
