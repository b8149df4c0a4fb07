"""kro's rules over a ResourceGraphDefinition document, offline: what the real kro would refuse, and why; knows no builders."""
