"""What is made in a process of its own: papers that are typeset and bound, files that are looked into.

The programs here (`binder.py`) open files that strangers made. They import nothing of ours, run with a limit
of memory and of time, and take their memory with them when they end; `running.py` starts them.
"""
