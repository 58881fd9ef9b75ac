"""One file per form of the register, the oldest first."""
