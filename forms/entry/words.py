"""The words of an entry as a person reads them now: labels with answers in them, the name of the record."""

from typing import Literal

from forms.definition import Choice, Words
from forms.entry.scope import Scope
from forms.entry.tree import Node, Tree
from forms.expressions.outputs import Text
from forms.expressions.values import to_string
from forms.faults import Fault

Part = Literal["label", "hint", "guidance", "required_message", "constraint_message"]


def told(tree: Tree, node: Node) -> tuple[str, ...]:
    """All the words of ``node`` that have answers in them, as they read now."""
    plan = node.plan
    texts = [*plan.words.items(), *plan.choice_words.items()]
    return tuple(_filled(tree, node, text, language) for (_part, language), text in texts)


def words(tree: Tree, node: Node, part: Part, language: str) -> str:
    """One text of a question."""
    default = tree.rules.form.default_language
    texts: Words = getattr(node.plan.question, part)
    spoken = _spoken(texts, language, default)
    text = node.plan.words.get((part, spoken))
    return _filled(tree, node, text, spoken) if text else texts.get(spoken, "")


def choice_words(tree: Tree, node: Node, choice: Choice | str, language: str) -> str:
    """The label of a choice; of a name that is no choice, and where there is no label, the name."""
    if isinstance(choice, str):
        known = next((it for it in node.choices if it.name == choice), None)
        known = known or (node.offered or {}).get(choice)
        if known is None:
            return choice
        choice = known
    spoken = _spoken(choice.label, language, tree.rules.form.default_language)
    text = node.plan.choice_words.get((choice.name, spoken))
    return (_filled(tree, node, text, spoken) if text else choice.label.get(spoken, "")) or choice.name


def name(tree: Tree, language: str) -> str:
    """What the record is called."""
    expression = tree.rules.instance_name
    return to_string(expression.run(Scope(tree, {}, None, language))) if expression else ""


def told_fault(tree: Tree, node: Node, fault: Fault) -> Fault:
    """``fault`` with the answers its words tell, in every language."""
    part: Part = "required_message" if fault.kind == "required" else "constraint_message"
    if fault.words is fault.label:
        part = "label"
    if fault.reason or not node.plan.words:
        return fault
    label = {language: words(tree, node, "label", language) for language in fault.label}
    told = {language: words(tree, node, part, language) for language in fault.words}
    return Fault(fault.path, fault.kind, label, told)


def _filled(tree: Tree, node: Node, text: Text, language: str) -> str:
    return text.fill(Scope(tree, node.prefixes, node, language))


def _spoken(texts: Words, language: str, default: str) -> str:
    """The language the words are told in: the one asked for, else the form's, else the first there is."""
    said = (code for code in (language, default) if texts.get(code))
    return next(said, next((code for code, text in texts.items() if text), ""))
