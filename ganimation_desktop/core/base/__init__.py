"""Action Units, geometry, atomic files, locks: what every other package uses."""
