"""What reading and writing cost, beside a floor measured in the same run; see docs/performance.md.

`python -m bench` runs everything, `python -m bench quick` a rough part of it.
"""
