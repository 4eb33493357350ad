"""From the tables of an edition file to rules: each value read once, all that is wrong noted where it stands."""
