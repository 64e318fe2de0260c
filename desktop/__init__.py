"""The application: store, work, leaflets, reports, window and command line."""
