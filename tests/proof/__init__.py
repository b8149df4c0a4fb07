"""Programs that change from run to run, on the real control plane: their runs are killed, and their requests go wrong."""
