"""Any form as a screen: the generic entry over ``forms.entry.Entry``."""
