"""The builder, the ResourceGraphDefinition that it makes, and the factory of instances. Pure: no I/O, no clock."""
