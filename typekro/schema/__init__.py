"""attrs classes on one side, kro's SimpleSchema and the wire's JSON on the other. Pure."""
