"""The window: parts (the look), shell (the frame), entry (draws any form), one folder per screen."""
