"""What to talk about in a meeting: our questions for its kind, and what the members put beside them."""


def list_questions(env):
    """Return our questions for each kind of meeting, in the reader's language.

    :rtype: dict[str, list[str]]
    """
    return {
        "first": [
            env._("What do you each want to get out of this mentorship?"),
            env._("How do you like to work and to receive feedback?"),
            env._("Which topics come first?"),
            env._("When and how do you meet, and how do you cancel a meeting?"),
        ],
        "regular": [
            env._("What has happened since the last time?"),
            env._("What is on your mind today?"),
            env._("What will you try until the next time?"),
        ],
        "follow_up": [
            env._("Does the agreement still fit, or shall something change?"),
            env._("Are rhythm, length and place right?"),
            env._("What works well, what should be different?"),
        ],
        "closing": [
            env._("What have you reached, and what surprised you?"),
            env._("What stays open, and who can help with it?"),
            env._("How do you want to keep in touch?"),
        ],
    }


def number(questions):
    """Return questions by a key of their own.

    >>> number({"first": ["What first?", "How?"], "closing": ["And now?"]})
    {'first-1': 'What first?', 'first-2': 'How?', 'closing-1': 'And now?'}

    :param dict questions: lists by kind of meeting
    """
    return {f"{kind}-{place}": question for kind, some in questions.items() for place, question in enumerate(some, 1)}


def list_lines(questions, items):
    """List an agenda: our questions first, then the topics of the members.

    :param dict questions: those of the meeting, by their key
    :param items: the hr.mentorship.agenda.item of the meeting that the user may read
    :rtype: list[dict] with ``item``, ``question``, ``name``, ``is_done``
    """
    by_question = {item.question: item for item in items if item.question}
    # Of a meeting that has been logged, the questions that were asked then
    questions = {key: item.name for key, item in by_question.items()} or questions
    return [
        {
            "item": by_question.get(key, items.browse()),
            "question": key,
            "name": question,
            "is_done": by_question.get(key, items.browse()).is_done,
        }
        for key, question in questions.items()
    ] + [
        {"item": item, "question": False, "name": item.name, "is_done": item.is_done}
        for item in items
        if not item.question
    ]
