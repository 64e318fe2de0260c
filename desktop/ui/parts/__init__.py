"""The look: one small set of parts from which every screen is built. No style sheets anywhere.

Start: ``theme.apply(app, tokens.LIGHT)``, again with ``DARK`` to switch; ``app.installTranslator(Translator(app))``.

Which part for what
    theme.apply(app, theme)          put a theme in force; also loads fonts, style and the focus frame
    look.theme_of(widget)            the ``Theme`` in force, asked while painting; ``look.font(Role.BODY)``
    tokens                           ``Role`` (type), ``Theme`` (colours), ``Tone`` (ok warn error info neutral)
    labels.Text(text, role, ink, wrap=)     any words; ``wrap=True`` for what may need two lines
    labels.Icon / Plate / Keycap / Badge / IconTile    icon; house number; key; status; icon leading a row
    buttons.Button(text, kind, icon=, keys=, on=)      primary secondary soft quiet ghost danger; square if no text
    buttons.ActionTile               large action with a second line (the first screen)
    buttons.bind(widget, keys, act)  a shortcut that acts at once
    answers.ChoiceGrid(many=, columns=, digits=)       a question's chips or radio tiles as one answer: ``changed``
    choices.Chip / RadioTile / TickTile / DigitTile    single tiles, where a grid does not fit
    choices.FilterChip(text, key)    a filter in force: ``removed(key)``
    fields.Field(label, control, hint=, optional=)     label above, fault beneath: ``set_fault(text)``
    fields.LineEdit / SearchBox / Area / Combo         controls; ``value()`` is NFC with what is being composed
    secret.Secret / show_button(*fields)    a passphrase, and the button that shows it
    dates.DateField(parse)           a typed date: ``changed``, ``value()``
    scan.ScanBox(placeholder, screen)       always catches the scanner: ``scanned(text)``
    picklist.PickBox(many=) / PickList       a long list to search, rows drawn: ``picked(keys)``, ``toggled(key)``
    rank.RankList()                  choices to be put in order: ``ranked(keys)``
    slider.Slider(low, high, step)   a number from a range, none until touched: ``moved(number)``
    suggest.SuggestPopup(field)      ``set_rows(rows, offer)``; ``chosen(key)``, ``offered()``
    cards.Card(title, note=, link=, flush=)            surface; ``add(...)``; ``cards.Sunken(layout)`` a quiet strip
    cards.ListRow(title, second, lead=, trail=)        a row of a list; ``TwoLines``; ``Facts(rows)`` label and value
    cards.CarriedStrip, cards.ChosenBox     what is carried from the last record; the person chosen
    tabs.CountTabs / SegmentTabs / Stepper             counts as tabs; small tabs; the steps of a record
    meters.ProgressBar / Ring / WeekStrip              how far
    houses.HouseMap / HouseLegend    lanes and houses: ``opened(key)``
    timeline.Timeline(events)        history, old → new
    notices.Notice / Toast / announce       what stays; what goes after 10 s; what only a screen reader hears
    page.PageView(page.Page(size), whole=)   a PDF's page to turn and zoom: ``show_page(…)``, ``turned``, ``sharpness``
    printing.printer_for / send      a PDF on a printer; import it when it is needed
    files.ask_open / ask_save        a file to read or to write, without holding the window up
    empty.EmptyState(scene, title, reason, steps=, buttons=)   scenes: class visits feedback search leaflet sync
    models.KeysetModel, table.Table  long lists; cells: Lines PlateCell BadgeCell IconCell NumberCell LinkCell
                                     QuietCell GroupCell, given for the role ``table.CELL``
    layouts.row / column / FlowLayout / ScrollBody / Line / boxed / clear / PAGE_MARGINS    arranging
    ime.commit()                     before save, search and lock
    paint, icons                     pure painters, for a delegate or a chart of one's own

Rules: a widget that marks its own focus has no ``focus_radius``; one that wants the outer ring sets it to its
corner radius. Leave 4 px around such widgets. Setters are silent; signals tell what a person did.
"""
