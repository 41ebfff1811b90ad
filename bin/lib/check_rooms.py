"""The floor plan of models/, views/, wizards/ and tests/: what stands in a room, and which room may know which.

check_rooms.py REPOSITORY   prints what breaks a rule, exit 1 if anything does

1. A file that holds a model is named after it and holds nothing else of Odoo: so no model is in pieces within a room.
2. The order in models/__init__.py is the order of dependence. A room names only itself and rooms before it: no import,
   no model (comodel, env[…], _inherit) and no field or method that only later rooms define. The other way there are
   hooks alone.
3. A form is cut as its model is: what a room adds to the model stands in an inherited view of that room. (The columns,
   cards and filters of a list make sense beside each other alone and stand in one place.)
4. No module of tests takes anything of another one: what they share stands in a module that is no test.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

# Fields and methods that models of Odoo have as well: whose is meant cannot be told from the name.
OF_EVERYBODY = {
    "_action_done", "_log_access", "_rec_name", "action_test_survey", "body", "code", "company_id", "company_ids",
    "copy", "description", "event_id", "kind", "lang", "message_post", "name", "origin", "partner_id", "points",
    "question_id", "sequence", "skill_id", "skill_level_id", "skill_type_id", "state", "survey_id", "target",
    "user_id", "value",
}  # fmt: skip
# What still points up, with the reason; nothing is added here without one.
KNOWN = {
    ("hr_mentorship_conversation_mixin.py", "member_ids"): "every document with a conversation belongs to a mentorship",
    ("hr_mentorship_conversation_mixin.py", "mentorship_id"): "the same",
    ("ir_attachment.py", "hr.mentorship"): "what the names of all our models begin with",
    ("hr_mentorship_notice.py", "hr.mentorship.checkin"): "a line is about a check-in; the rooms after it fill that in",
}
MODEL = re.compile(r"hr\.mentorship(\.\w+)*")
WHOLE_VIEWS = {"list", "kanban", "search", "graph", "pivot", "calendar", "activity"}
CONDITIONS = ("invisible", "readonly", "required")


def main(repository):
    rooms = read_order(repository / "models" / "__init__.py")
    files = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for room in rooms
        for path in sorted((repository / "models" / room).glob("*.py"))
    }
    problems = [*misnamed(repository, files), *upward(repository, rooms, files), *uncut(repository, rooms, files)]
    wizards = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((repository / "wizards").rglob("*.py"))
    }
    problems += misnamed(repository, wizards)
    tests = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((repository / "tests").rglob("*.py"))}
    problems += borrowed(repository, tests)
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def read_order(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]


def find_model(node):
    """Return the name of the model that a class defines or extends, None if it is no model."""
    if not isinstance(node, ast.ClassDef):
        return None
    values = {
        target.id: ast.literal_eval(statement.value)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
    }
    inherited = values.get("_inherit")
    return values.get("_name") or (inherited if isinstance(inherited, str) else None)


def misnamed(repository, files):
    for path, tree in files.items():
        models = [model for node in tree.body if (model := find_model(node))]
        for model in models:
            if model.replace(".", "_") != path.stem:
                yield f"{path.relative_to(repository)}: holds {model}, which has a file of its own name"
        for model in {model for model in models if models.count(model) > 1}:
            yield f"{path.relative_to(repository)}: holds {model} in pieces"


def upward(repository, rooms, files):
    level = {room: index for index, room in enumerate(rooms)}
    room_of_model, rooms_of_name = {}, defaultdict(set)
    for path, tree in files.items():
        room = path.parent.name
        for node in tree.body:
            if not (model := find_model(node)):
                continue
            if any(is_name(statement) for statement in node.body):
                room_of_model.setdefault(model, room)
            for name in names_defined(node):
                rooms_of_name[name].add(room)
    first = {name: min(map(level.get, places)) for name, places in rooms_of_name.items()}
    for path, tree in files.items():
        room = path.parent.name
        where = path.relative_to(repository)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level == 2:
                target = (node.module or node.names[0].name).split(".")[0]
                if level.get(target, -1) > level[room]:
                    yield f"{where}:{node.lineno}: imports from the later room {target}"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and MODEL.fullmatch(node.value):
                target = room_of_model.get(node.value)
                if target and level[target] > level[room] and (path.name, node.value) not in KNOWN:
                    yield f"{where}:{node.lineno}: names {node.value} of the later room {target}"
            elif (
                isinstance(node, ast.Attribute)
                and first.get(node.attr, -1) > level[room]
                and node.attr not in OF_EVERYBODY
                and (path.name, node.attr) not in KNOWN
            ):
                yield f"{where}:{node.lineno}: uses {node.attr} of the later room {rooms[first[node.attr]]}"


def uncut(repository, rooms, files):
    level = {room: index for index, room in enumerate(rooms)}
    rooms_of_name = defaultdict(set)
    for path, tree in files.items():
        for node in tree.body:
            if model := find_model(node):
                for name in names_defined(node):
                    rooms_of_name[model, name].add(level[path.parent.name])
    views = [
        (path, view)
        for path in sorted((repository / "views").glob("*/*.xml"))
        for view in ElementTree.parse(path).iter("record")
        if view.get("model") == "ir.ui.view"
    ]
    kinds = {view.get("id"): arch[0].tag for _path, view in views if (arch := find_field(view, "arch")) is not None}
    for path, view in views:
        arch, parent = find_field(view, "arch"), find_field(view, "inherit_id")
        extended = parent.get("ref", "").removeprefix("hr_mentorship.") if parent is not None else ""
        if arch is None or {kinds[view.get("id")], kinds.get(extended)} & WHOLE_VIEWS:
            continue
        here = level[path.parent.name]
        for name in sorted(set(names_shown(arch))):
            places = rooms_of_name.get((find_field(view, "model").text, name))
            if places and min(places) > here and name not in OF_EVERYBODY:
                where = f"{path.relative_to(repository)}: {view.get('id')}"
                yield f"{where} shows {name} of the later room {rooms[min(places)]}"


def find_field(record, name):
    return next((field for field in record.findall("field") if field.get("name") == name), None)


def names_shown(node):
    """Yield the fields and methods of a view's own model: not what is shown of others inside a field."""
    for child in node:
        if child.tag in ("field", "button") and child.get("name"):
            yield child.get("name")
        for condition in CONDITIONS:
            yield from re.findall(r"[a-z_]{3,}", re.sub("'[^']*'", "", child.get(condition, "")))
        if child.tag == "attribute":
            yield from re.findall(r"[a-z_]{3,}", re.sub("'[^']*'", "", f"{child.text} {child.get('add')}"))
        if child.tag != "field" or child.get("position"):
            yield from names_shown(child)


def borrowed(repository, tests):
    for path, tree in tests.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level and (node.module or "").split(".")[-1][:5] == "test_":
                yield f"{path.relative_to(repository)}:{node.lineno}: takes something of {node.module}, which is a test"


def is_name(statement):
    return isinstance(statement, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "_name" for target in statement.targets
    )


def names_defined(node):
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
