"""The demo world: invented, coherent, the same every time it is built.

Built through the same services as everything else, with instants relative to
the day it is built, so that clocks are always in motion.
"""
