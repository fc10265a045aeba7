"""How long tests wait for what must come: no test passes sooner for a shorter wait, and a busy machine is not a fault."""

WAIT_S = 60.0
WAIT_MS = 60_000
