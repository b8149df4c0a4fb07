"""kro's two resources: what they judge and sign is tested purely, what they do on the real control plane."""
