"""Resources of the orchestrator for kro: definitions and instances. Joins the orchestrator and the Kubernetes client; neither knows it."""
