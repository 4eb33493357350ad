"""The pure core: scoring, ranking, workflow. Values in, values out; no Flask, SQL, files, clock or chance."""
