"""In an Odoo shell: adds a program with people of the generator, as many as there are, within seconds.

One mentor and one mentee are made by the ORM; all others are copies of their rows, written by PostgreSQL itself with
what tells them apart. Good for measuring, not for working with: nobody has a password, a group or a history.
Takes MENTEES and SEED from the environment; a third as many mentors.
"""

import os
from datetime import timedelta

import numpy as np

from odoo.fields import Command, Date
from odoo.tools import SQL

from .population import STYLE_ITEMS, TIME_SLOTS, populate

PLACES = (
    ("be", "Europe/Brussels"),
    ("pt", "Europe/Lisbon"),
    ("in", "Asia/Kolkata"),
    ("us", "America/New_York"),
    ("ca", "America/Vancouver"),
)


def main(env):
    people = BenchPeople(env, int(os.environ["MENTEES"]), int(os.environ["SEED"]))
    people.add()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


class BenchPeople:
    def __init__(self, env, n_mentees, seed):
        self.env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
        self.population = populate(n_mentees, "loose", seed)
        self.participants = {}
        self._add_vocabulary()

    def _add_vocabulary(self):
        env, words = self.env, self.population.vocabulary
        kind = env["hr.skill.type"].create(
            {
                "name": "Bench",
                "skill_ids": [Command.create({"name": f"Topic {n + 1}"}) for n in range(words.skills)],
                "skill_level_ids": [
                    Command.create({"name": f"Level {step}", "level_progress": 25 * step}) for step in range(1, 5)
                ],
            }
        )
        self.skills, self.levels = kind.skill_ids, kind.skill_level_ids.sorted("level_progress")
        language_type = env["hr.mentorship.profile"]._get_language_type()
        missing = max(0, words.languages - len(language_type.skill_ids))
        env["hr.skill"].create([{"name": f"Language {n}", "skill_type_id": language_type.id} for n in range(missing)])
        self.languages = language_type.skill_ids[: words.languages]
        self.interests = env["hr.mentorship.interest"].create(
            [{"name": f"Interest {n + 1}"} for n in range(words.interests)]
        )
        self.departments = env["hr.department"].create(
            [{"name": f"Department {n + 1}"} for n in range(words.departments)]
        )
        self.slots = env["hr.mentorship.time.slot"].search([], order="weekday, part", limit=TIME_SLOTS)
        addresses = env["res.partner"].create(
            [
                {"name": f"Place {country}", "country_id": env.ref(f"base.{country}").id}
                for country, _tz in PLACES[: words.places]
            ]
        )
        self.places = env["hr.work.location"].create(
            [{"name": each.name, "location_type": "office", "address_id": each.id} for each in addresses]
        )

    def add(self):
        env, population = self.env, self.population
        program = env["hr.mentorship.program"].create(
            {
                "name": "Bench",
                "manager_ids": [Command.set(env.ref("base.user_admin").ids)],
                "mentor_capacity": 5,
                "state": "open",
                "enrolment_start_date": Date.today(),
                "enrolment_end_date": Date.today() + timedelta(days=7),
            }
        )
        mentors = self._add_side(program, "mentor", population.mentors, population.seats)
        mentees = self._add_side(program, "mentee", population.mentees, np.ones(population.mentees.count, np.int64))
        for side, employees in ((population.mentors, mentors), (population.mentees, mentees)):
            led = np.flatnonzero(side.superior >= 0)
            env.cr.execute(
                "UPDATE hr_employee SET parent_id = new.parent_id"
                " FROM unnest(%s::int[], %s::int[]) AS new(id, parent_id) WHERE hr_employee.id = new.id",
                [employees[led].tolist(), mentors[side.superior[led]].tolist()],
            )
        env.invalidate_all()
        self._add_wishes(mentors)

    def _add_side(self, program, role, side, seats):
        """:return: ids of the employees, an array"""
        first = self._add_first(program, role, side)
        count = side.count
        numbered = [f"{role} {row + 1}" for row in range(count)]
        tz = [PLACES[place][1] for place in side.place.tolist()]
        partners = self._copy("res_partner", first.user_id.partner_id.id, name=numbered, complete_name=numbered)
        users = self._copy("res_users", first.user_id.id, partner_id=partners, login=numbered)
        resources = self._copy("resource_resource", first.resource_id.id, user_id=users, name=numbered, tz=tz)
        employees = self._copy(
            *("hr_employee", first.id),
            resource_id=resources,
            user_id=users,
            name=numbered,
            work_contact_id=partners,
            current_version_id=[None] * count,
            parent_id=[None] * count,
        )
        places = [self.places[place] for place in side.place.tolist()]
        versions = self._copy(
            *("hr_version", first.current_version_id.id),
            employee_id=employees,
            department_id=[self.departments.ids[each] for each in side.department.tolist()],
            work_location_id=[place.id for place in places],
            address_id=[place.address_id.id for place in places],
        )
        self.env.cr.execute(
            "UPDATE hr_employee SET current_version_id = new.version_id"
            " FROM unnest(%s::int[], %s::int[]) AS new(id, version_id) WHERE hr_employee.id = new.id",
            [employees.tolist(), versions.tolist()],
        )
        self._add_profiles(first, side, role, employees, users)
        self._add_levels(first, side, employees)
        participant = first.env["hr.mentorship.participant"].search([("employee_id", "=", first.id)])
        participants = self._copy(
            *("hr_mentorship_participant", participant.id),
            employee_id=employees,
            user_id=users,
            capacity=seats,
            seats_left=seats,
        )
        self.participants[role] = participants
        self._link(participant, "skill_ids", participants, side.skills, self.skills)
        self._link(participant, "interest_ids", participants, side.interests, self.interests)
        participant.unlink()
        return employees

    def _add_first(self, program, role, side):
        """Somebody complete, made by the ORM, of whom all others are copies."""
        env = self.env
        user = env["res.users"].create({"name": role, "login": role, "email": "nobody@example.com"})
        employee = env["hr.employee"].create({"name": role, "user_id": user.id, "tz": "Europe/Brussels"})
        env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": self.skills[0].id,
                "skill_level_id": self.levels[0].id,
                "skill_type_id": self.levels.skill_type_id.id,
            }
        )
        env["hr.mentorship.participant"].create(
            {"program_id": program.id, "employee_id": employee.id, "role": role, "state": "approved", "capacity": 1}
        )
        env.flush_all()
        return employee

    def _add_profiles(self, first, side, role, employees, users):
        profile = first.mentorship_profile_ids
        seniorities = [key for key, _label in profile._fields["seniority"].selection]
        styles = [name for name in profile._fields if name.startswith("style_")][:STYLE_ITEMS]
        profiles = self._copy(
            *("hr_mentorship_profile", profile.id),
            employee_id=employees,
            user_id=users,
            seniority=[seniorities[step] if step >= 0 else None for step in side.seniority.tolist()],
            **{
                name: [str(answer + 1) if answer >= 0 else None for answer in side.style[:, column].tolist()]
                for column, name in enumerate(styles)
            },
        )
        self._link(
            profile, f"{'offered' if role == 'mentor' else 'wanted'}_skill_ids", profiles, side.skills, self.skills
        )
        self._link(profile, "interest_ids", profiles, side.interests, self.interests)
        self._link(profile, "language_ids", profiles, side.languages, self.languages)
        self._link(profile, "availability_ids", profiles, side.slots, self.slots)

    def _add_levels(self, first, side, employees):
        rows, skills, levels = side.skills
        known = np.flatnonzero(levels > 0)
        steps = np.array([level.level_progress for level in self.levels])
        self._copy(
            *("hr_employee_skill", first.employee_skill_ids.id),
            employee_id=employees[rows[known]],
            skill_id=np.array(self.skills.ids)[skills[known]],
            skill_level_id=np.array(self.levels.ids)[np.searchsorted(steps, levels[known])],
        )
        first.employee_skill_ids.unlink()

    def _add_wishes(self, mentors):
        rows, wished, ranks = (entries.tolist() for entries in self.population.wishes)
        self.env["hr.mentorship.wish"].create(
            [
                {
                    "participant_id": self.participants["mentee"][row].item(),
                    "wished_employee_id": mentors[mentor].item(),
                    "rank": rank + 1,
                }
                for row, mentor, rank in zip(rows, wished, ranks, strict=True)
            ]
        )

    # -- straight to the database

    def _copy(self, table, template_id, **columns):
        return copy_rows(self.env.cr, table, template_id, **columns)

    def _link(self, record, field_name, ids, entries, records):
        field = record._fields[field_name]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) SELECT * FROM unnest(%s::int[], %s::int[])",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                ids[entries[0]].tolist(),
                np.array(records.ids)[entries[1]].tolist(),
            )
        )


def copy_rows(cr, table, template_id, **columns):
    """Copies a row of a table, once for each entry of the columns that differ.

    :return: the new ids, an array
    """
    cr.execute(
        "SELECT column_name, udt_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name != 'id' AND is_generated = 'NEVER'",
        [table],
    )
    types = dict(cr.fetchall())
    values = [column.tolist() if isinstance(column, np.ndarray) else column for column in columns.values()]
    count, sequence = len(values[0]), f"{table}_id_seq"
    cr.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, count])
    last = cr.fetchone()[0]
    ids = list(range(last - count + 1, last + 1))
    kept = [name for name in types if name not in columns]
    cr.execute(
        SQL(
            "INSERT INTO %s (id, %s) SELECT new.*, %s FROM unnest(%s) AS new, %s AS old WHERE old.id = %s",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, [*columns, *kept])),
            SQL(", ").join(SQL.identifier("old", name) for name in kept),
            SQL(", ").join(
                [SQL("%s::int[]", ids)]
                + [SQL(f"%s::{types[name]}[]", column) for name, column in zip(columns, values, strict=True)]
            ),
            SQL.identifier(table),
            template_id,
        )
    )
    return np.array(ids)
