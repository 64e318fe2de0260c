"""How a person is spoken of: the word for them, which Vietnamese puts before the name."""

from resources.words import _

_ELDER = 60  # from this age ông and bà


def addressed(name: str, sex: str, birth_year: int | None, this_year: int) -> str:
    """``name`` with ông, bà, anh or chị before it where sex and birth year are known, else the name alone.

    ``sex`` is female, male or empty. A minor is called by the name.
    """
    if not name or not sex or birth_year is None or this_year - birth_year < 18:
        return name
    elder = this_year - birth_year >= _ELDER
    if sex == "female":
        return (_("Grandma {name}") if elder else _("Ms {name}")).format(name=name)
    return (_("Grandpa {name}") if elder else _("Mr {name}")).format(name=name)
