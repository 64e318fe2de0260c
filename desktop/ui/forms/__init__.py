"""The forms: all there are, a new one looked over, tried, printed, its records out to Excel and in from it."""
