"""In an Odoo shell: adds a program with people of the generator to the demo company, ready to be matched by tina.

Through the ORM, as real employees with users, so that everything can be done with them in the browser. Who is there
already stays: a second call does nothing. Takes MENTEES and SEED from the environment; a third as many mentors.
"""

import os
import unicodedata
from datetime import timedelta

import numpy as np

from odoo.fields import Command, Date

from .people_names import FIRST_NAMES, LAST_NAMES, MOTIVES, PLACES
from .population import SENIORITIES, TIME_SLOTS, Vocabulary, populate

PASSWORD = "mentor"
BATCH = 100
WAITING_FOR_APPROVAL = 1 / 25
SILENT = {
    "no_reset_password": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


def main(env):
    n_mentees, seed = int(os.environ["MENTEES"]), int(os.environ["SEED"])
    n_people = n_mentees + n_mentees // 3
    name = "Three Hundred" if n_people == 300 else f"{n_people} People"
    if env["hr.mentorship.program"].with_context(active_test=False).search_count([("name", "=", name)]):
        return
    env = env(context={**env.context, **SILENT})
    DemoPeople(env, n_mentees, seed).add(name)
    env.cr.commit()


class DemoPeople:
    """What the population's numbers mean in this database, and how its people become records."""

    def __init__(self, env, n_mentees, seed):
        self.env = env
        language_type = env["hr.mentorship.profile"]._get_language_type()
        self.languages = language_type.skill_ids
        self.skills = env["hr.skill"].search([("skill_type_id", "!=", language_type.id)], order="id")
        self.interests = env["hr.mentorship.interest"].search([], order="id")
        self.departments = env["hr.department"].search([("company_id", "in", (False, env.company.id))], order="id")
        self.slots = env["hr.mentorship.time.slot"].search([], order="weekday, part", limit=TIME_SLOTS)
        self.random = np.random.default_rng([seed, n_mentees, 1])
        # The order of popularity is not that of a database
        self.skills = self.skills.browse(self.random.permutation(self.skills.ids).tolist())
        vocabulary = Vocabulary(
            skills=len(self.skills),
            interests=len(self.interests),
            languages=min(6, len(self.languages)),
            departments=len(self.departments),
            places=len(PLACES),
        )
        self.population = populate(n_mentees, "tight 0.95", seed, vocabulary)

    def add(self, name):
        locations = self._add_places()
        people = self.population.mentees.count + self.population.mentors.count
        users = self._add_users(self._names(people))
        mentors = self._add_employees(self.population.mentors, users[: self.population.mentors.count], locations)
        mentees = self._add_employees(self.population.mentees, users[self.population.mentors.count :], locations)
        for side, employees in ((self.population.mentors, mentors), (self.population.mentees, mentees)):
            self._set_superiors(side, employees, mentors)
            self._add_levels(side, employees)
            self._fill_profiles(side, employees, is_mentor=employees == mentors)
        self._add_program(name, mentors, mentees)

    def _names(self, count):
        everything = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
        taken = set(self.env["hr.employee"].with_context(active_test=False).search([]).mapped("name"))
        shuffled = self.random.permutation([each for each in everything if each not in taken]).tolist()
        if count > len(shuffled):
            raise SystemExit(f"There are names for {len(shuffled)} people.")
        return shuffled[:count]

    def _add_places(self):
        """One place of work a town, with the time zone that its people live in."""
        company = self.env.company
        addresses = self.env["res.partner"].create(
            [
                {
                    "name": f"{company.name}, {town}",
                    "parent_id": company.partner_id.id,
                    "type": "other",
                    "city": town,
                    "country_id": self.env.ref(f"base.{country}").id,
                }
                for town, country, _tz in PLACES
            ]
        )
        return self.env["hr.work.location"].create(
            [
                {"name": town, "location_type": "office", "address_id": address.id, "company_id": company.id}
                for (town, _country, _tz), address in zip(PLACES, addresses, strict=True)
            ]
        )

    def _add_users(self, names):
        group = self.env.ref("base.group_user")
        users = self.env["res.users"]
        for start in range(0, len(names), BATCH):
            users += users.create(
                [
                    {
                        "name": name,
                        "login": _login(name),
                        "email": f"{_login(name)}@example.com",
                        "group_ids": [Command.set(group.ids)],
                        "notification_type": "inbox",  # nobody reads mail at example.com
                        "company_id": self.env.company.id,
                        "company_ids": [Command.set(self.env.company.ids)],
                    }
                    for name in names[start : start + BATCH]
                ]
            )
        # Hashing a password is slow by design: one of them does for all, who share it
        password = users._crypt_context().hash(PASSWORD)
        self.env.cr.execute("UPDATE res_users SET password = %s WHERE id = ANY(%s)", [password, users.ids])
        return users

    def _add_employees(self, side, users, locations):
        employees = self.env["hr.employee"]
        for start in range(0, side.count, BATCH):
            employees += employees.create(
                [
                    {
                        "user_id": user.id,
                        "name": user.name,
                        "tz": PLACES[side.place[row]][2],
                        "work_location_id": locations[side.place[row]].id,
                        "address_id": locations[side.place[row]].address_id.id,
                        "department_id": self.departments[side.department[row]].id,
                        "job_title": self.departments[side.department[row]].name,
                    }
                    for row, user in enumerate(users[start : start + BATCH], start)
                ]
            )
        return employees

    def _set_superiors(self, side, employees, mentors):
        for row, superior in enumerate(side.superior.tolist()):
            head = self.departments[side.department[row]].manager_id
            employees[row].parent_id = mentors[superior] if superior >= 0 else head

    def _add_levels(self, side, employees):
        """What stands in the résumés: a mentor's levels, and those of mentees who have begun."""
        rows, skills, levels = (entries.tolist() for entries in side.skills)
        entries = []
        for row, skill_row, level in zip(rows, skills, levels, strict=True):
            if not level:
                continue
            skill = self.skills[skill_row]
            ladder = skill.skill_type_id.skill_level_ids.sorted("level_progress")
            nearest = min(ladder, key=lambda step, level=level: abs(step.level_progress - level))
            entries.append(
                {
                    "employee_id": employees[row].id,
                    "skill_id": skill.id,
                    "skill_level_id": nearest.id,
                    "skill_type_id": skill.skill_type_id.id,
                }
            )
        for start in range(0, len(entries), BATCH):
            self.env["hr.employee.skill"].create(entries[start : start + BATCH])

    def _fill_profiles(self, side, employees, is_mentor):
        profiles = self.env["hr.mentorship.profile"]
        seniorities = [key for key, _label in profiles._fields["seniority"].selection]
        styles = [name for name in profiles._fields if name.startswith("style_")]
        topics = self._things(side.skills, self.skills, side.count)
        interests = self._things(side.interests, self.interests, side.count)
        languages = self._things(side.languages, self.languages, side.count)
        slots = self._things(side.slots, self.slots, side.count)
        for row, profile in enumerate(employees.mentorship_profile_ids.sorted("employee_id")):
            answers = dict(zip(styles, side.style[row].tolist(), strict=False))
            profile.write(
                {
                    "offered_skill_ids" if is_mentor else "wanted_skill_ids": [Command.set(topics[row].ids)],
                    "is_open_to_mentor" if is_mentor else "is_looking_for_mentor": True,
                    "interest_ids": [Command.set(interests[row].ids)],
                    "language_ids": [Command.set(languages[row].ids)],
                    "availability_ids": [Command.set(slots[row].ids)],
                    "seniority": side.seniority[row] >= 0 and seniorities[min(side.seniority[row], SENIORITIES - 1)],
                    **{name: answer >= 0 and str(answer + 1) for name, answer in answers.items()},
                    **({"mentor_capacity": int(self.population.seats[row])} if is_mentor else {}),
                }
            )

    def _things(self, entries, records, count):
        """The records behind the entries of each row."""
        ids = [[] for _row in range(count)]
        for row, thing in zip(entries[0].tolist(), entries[1].tolist(), strict=True):
            ids[row].append(records[thing].id)
        return [records.browse(each) for each in ids]

    def _add_program(self, name, mentors, mentees):
        today, tina = Date.today(), self.env.ref("hr_mentorship.user_tina")
        program = self.env["hr.mentorship.program"].create(
            {
                "name": name,
                "goal": "Everybody who wants to learn something finds somebody here who knows it.",
                "sponsor_id": self.env.ref("base.user_admin").id,
                "manager_ids": [Command.set(tina.ids)],
                "enrolment_start_date": today - timedelta(days=30),
                "enrolment_end_date": today + timedelta(days=7),
                "start_date": today + timedelta(days=14),
                "end_date": today + timedelta(days=14 + 182),
                "mentor_capacity": int(self.population.seats.max()),
                "mentees_wish": True,
                "state": "open",
            }
        )
        topics = {
            "mentor": self._things(self.population.mentors.skills, self.skills, len(mentors)),
            "mentee": self._things(self.population.mentees.skills, self.skills, len(mentees)),
        }
        applications = [
            {
                "program_id": program.id,
                "employee_id": employee.id,
                "role": role,
                "state": "applied" if self.random.random() < WAITING_FOR_APPROVAL else "approved",
                "skill_ids": [Command.set(topics[role][row].ids)],
                "interest_ids": [Command.set(employee.mentorship_profile_ids.interest_ids.ids)],
                "motivation": str(self.random.choice(MOTIVES[role])) % topics[role][row][:1].name,
                "capacity": int(self.population.seats[row]) if role == "mentor" else 1,
            }
            for role, employees in (("mentor", mentors), ("mentee", mentees))
            for row, employee in enumerate(employees)
        ]
        for start in range(0, len(applications), BATCH):
            self.env["hr.mentorship.participant"].create(applications[start : start + BATCH])
        self._add_wishes(program, mentors, mentees)
        program._ask_managers_for_approval()

    def _add_wishes(self, program, mentors, mentees):
        """Only for mentors whom the program offers to choose from: approved, and not the mentee's own managers."""
        applicants = {participant.employee_id: participant for participant in program.participant_ids}
        managed = set(zip(*(rows.tolist() for rows in self.population.line_of_command()), strict=True))
        self.env["hr.mentorship.wish"].create(
            [
                {
                    "participant_id": applicants[mentees[row]].id,
                    "wished_employee_id": mentors[mentor].id,
                    "rank": rank + 1,
                }
                for row, mentor, rank in zip(*(entries.tolist() for entries in self.population.wishes), strict=True)
                if (row, mentor) not in managed and applicants[mentors[mentor]].state == "approved"
            ]
        )


def _login(name):
    """What one can type on any keyboard."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return letters.replace(" ", ".")
