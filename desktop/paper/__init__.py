"""Drawing a page: inks, lines of text, plates, pictograms, QR codes. Shared by leaflets and reports.

Every position is in millimetres from the page's top left corner; every type size is in points.
"""
