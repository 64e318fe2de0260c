"""The first screen: what waits today, the week, the month, and every house."""
