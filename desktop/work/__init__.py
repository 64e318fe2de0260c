"""One function per thing a person does; used alike by window, command line and tests."""
