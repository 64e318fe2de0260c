"""What people said, and the way each matter goes until its answer is public."""
