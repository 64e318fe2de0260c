"""The books: any form's records as a list with a detail pane, and the screen that edits one."""
