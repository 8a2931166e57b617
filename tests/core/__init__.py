"""Tests of the hand-written core."""
