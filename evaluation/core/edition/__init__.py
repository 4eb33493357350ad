"""From the tables of an edition file to rules; all that is wrong is noted with the place where it stands."""
