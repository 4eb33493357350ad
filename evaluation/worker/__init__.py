"""The worker: a process beside the web server that does what actions asked for with `actions.jobs.later`.

Huey runs it (threads, timetable, an orderly end); the jobs themselves rest in the table `job`, because
Huey's own queues forget a job at the moment in which it is taken. `jobs.py` says what each job does,
`board.py` how it is taken, finished, put off or given up, `supervise.py` starts the process again when it
dies. docs/operations.md tells how to run it by itself.
"""
