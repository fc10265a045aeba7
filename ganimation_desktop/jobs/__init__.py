"""Use cases, one each for command and window: the job is a frozen value; progress and results are reported to callbacks."""
