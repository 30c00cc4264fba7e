"""What the aid costs, measured: `make bench` prints a table and writes bench.json.

Every comparison is made in one run, in short rounds that take turns, so that whatever else the machine is
doing burdens both sides alike. A goal that is not reached is printed as such; it is never a failure.
"""
