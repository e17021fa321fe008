"""The jobs; each module makes the cases of one and holds what our own contestants run."""
