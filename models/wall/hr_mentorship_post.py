from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL, format_list, split_every

from ..common.index_paths import any_path
from ..common.private_fields import SecretJson, SecretMany2one
from .hr_mentorship_reaction import REACTIONS

KINDS = [
    ("first_mentee", "First mentee"),
    ("ten_meetings", "Ten meetings"),
    ("goal_reached", "Goal reached"),
    ("completed", "Mentorship completed"),
    ("thank_you", "Thank-you"),
    ("spotlight", "Spotlight"),
]
OPEN_STATES = ("asked", "shown")
ASKED_FOR = timedelta(days=30)
"""How long a question stays open, and how long ago a milestone may be that is still asked about."""
MOST_LETTERS = 2000
BATCH = 200


class HrMentorshipPost(models.Model):
    """What the members of a mentorship show on the wall of their program, once every one of them has agreed to it.

    Their yes is to these very words: they never change, and other words are another post. Any member takes a post back
    at any time, before and after it is shown, and needs no reason; it stays so.
    """

    _name = "hr.mentorship.post"
    _description = "Post on a Mentorship Wall"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _order = "shown_at desc, id desc"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    program_name = fields.Char("Program Name", related="program_id.name", related_sudo=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [("asked", "To agree on"), ("shown", "Shown"), ("withdrawn", "Taken back")],
        string="Status",
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    body = fields.Text("Words", readonly=True)
    shown_at = fields.Datetime("Shown Since", readonly=True, copy=False)
    # Whom it is about, and who of them has agreed: seats, as whoever joins a group later has no part in it
    asked = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    agreed = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    member_id = SecretMany2one(
        "hr.mentorship.member",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups=NO_ACCESS,
        help="Who of them has written it, or whose milestone it is.",
    )
    source_key = fields.Char(readonly=True, copy=False, groups=NO_ACCESS, help="So that nobody is asked twice.")
    channel_id = SecretMany2one(
        "discuss.channel", readonly=True, copy=False, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )
    message_id = SecretMany2one(
        "mail.message", readonly=True, copy=False, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )

    headline = fields.Char(compute="_compute_headline")
    people_keys = fields.Char(compute="_compute_headline", help="Ids of the people it is about, for their pictures.")
    can_read = fields.Boolean(
        compute="_compute_can_read",
        compute_sudo=True,
        search="_search_can_read",
        help="What the record rules ask for: shown in a program of one's own, or about oneself.",
    )
    can_agree = fields.Boolean(compute="_compute_my_part")
    can_take_back = fields.Boolean(compute="_compute_my_part")
    standing = fields.Char(compute="_compute_my_part", help="What it waits for, to whom it is not shown to all yet.")
    audience = fields.Text(compute="_compute_my_part", help="Who reads it then.")
    heart_count = fields.Integer(REACTIONS[0][1], compute="_compute_reactions")
    applause_count = fields.Integer(REACTIONS[1][1], compute="_compute_reactions")
    star_count = fields.Integer(REACTIONS[2][1], compute="_compute_reactions")
    my_reaction = fields.Selection(REACTIONS, compute="_compute_reactions")

    _once = models.UniqueIndex(
        "(source_key) WHERE source_key IS NOT NULL AND state != 'withdrawn'",
        "This has been put forward for the wall already. Reload the page.",
    )
    _by_source = models.Index("(source_key) WHERE source_key IS NOT NULL")
    _of_wall = models.Index("(program_id, shown_at) WHERE state = 'shown'")
    _says_something = models.Constraint(
        "CHECK(kind NOT IN ('thank_you', 'spotlight') OR body IS NOT NULL)", "A thank-you or a spotlight has words."
    )

    # -- what it says

    @api.depends_context("lang")
    @api.depends("kind", "asked", "member_id")
    def _compute_headline(self):
        members = self._get_members_by_post()
        for post, post_sudo in zip(self, self.sudo(), strict=True):  # sudo: names, for those who read the post
            people = members[post_sudo].employee_id
            post.headline = post_sudo._say_headline(people)
            post.people_keys = ",".join(map(str, people.ids))

    def _say_headline(self, people):
        who = self.member_id.employee_id
        # A difference forgets with whom its records are read: of a wall each post would read its own people
        others = (people - who).with_prefetch(people._prefetch_ids)
        words = {
            "who": who.name or "",
            "others": format_list(self.env, others.mapped("name")),
            "people": format_list(self.env, people.mapped("name")),
        }
        return {
            "first_mentee": self.env._("%(who)s is a mentor for the first time, with %(others)s", **words),
            "ten_meetings": self.env._("%(people)s have met ten times", **words),
            "goal_reached": self.env._("%(who)s has reached a goal, together with %(others)s", **words),
            "completed": self.env._("%(people)s have completed their mentorship", **words),
            "thank_you": self.env._("%(who)s thanks %(others)s", **words),
            "spotlight": self.env._("In the spotlight: %(people)s", **words),
        }[self.kind]

    @api.depends_context("lang")
    @api.depends("headline")
    def _compute_display_name(self):
        for post in self:
            post.display_name = post.headline

    def _get_members(self):
        """Return the seats (sudo) of those whom it is about."""
        ids = [member_id for post in self.sudo() for member_id in post.asked or ()]
        return self.env["hr.mentorship.member"].sudo().browse(dict.fromkeys(ids)).exists()

    def _get_members_by_post(self):
        """Return the seats (sudo) of those whom each post (sudo) is about, all of them found in one go."""
        everybody = self._get_members()
        there = set(everybody.ids)
        return {
            post: everybody.browse([member_id for member_id in post.asked or () if member_id in there]).with_prefetch(
                everybody._prefetch_ids
            )
            for post in self.sudo()
        }

    # -- who reads it

    @api.depends_context("uid")
    @api.depends("state", "kind", "program_id.has_wall", "program_id.manager_ids", "mentorship_id.member_ids.user_id")
    def _compute_can_read(self):
        user = self.env.user
        participants = self.env["hr.mentorship.participant"].sudo()
        mine = participants._read_group(
            [("user_id", "=", user.id), ("state", "=", "approved"), ("program_id", "in", self.program_id.ids)],
            ["program_id"],
        )
        my_programs = {program.id for [program] in mine}
        for post in self:
            program = post.program_id
            is_manager = user in program.manager_ids
            post.can_read = (
                user in post.mentorship_id.member_ids.user_id
                or (is_manager and post.kind == "spotlight")
                or (post.state == "shown" and program.has_wall and (is_manager or program.id in my_programs))
            )

    def _search_can_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        posts_sudo = self.sudo()  # sudo: the record rules themselves ask for this
        uid = self.env.uid
        programs = Domain("program_id", "in", SQL("(%s)", self.env["hr.mentorship.program"]._get_my_walls_query()))
        return any_path(
            posts_sudo._search(Domain("mentorship_id.member_ids.user_id", "=", uid)),
            posts_sudo._search(Domain("program_id.manager_ids", "in", [uid]) & Domain("kind", "=", "spotlight")),
            posts_sudo._search(programs & Domain("state", "=", "shown")),
        )

    @api.depends_context("uid", "lang")
    @api.depends("state", "agreed", "channel_id")
    def _compute_my_part(self):
        user = self.env.user
        members = self._get_members_by_post()
        for post, post_sudo in zip(self, self.sudo(), strict=True):  # sudo: who has agreed, said of oneself alone
            mine = members[post_sudo].filtered(lambda member: member.user_id == user)
            is_asked = post_sudo.state == "asked"
            has_agreed = bool(mine) and set(mine.ids) <= set(post_sudo.agreed or ())
            is_manager = user in post_sudo.program_id.manager_ids
            post.can_agree = is_asked and bool(mine) and not has_agreed
            post.can_take_back = post_sudo.state in OPEN_STATES and (bool(mine) or is_manager)
            post.standing = post_sudo._say_standing(bool(mine), has_agreed)
            post.audience = post_sudo._say_audience() if is_asked else False

    def _say_standing(self, is_mine, has_agreed):
        if self.state == "withdrawn":
            return self.env._("Taken back: nobody else sees it.")
        if self.state == "shown":
            return False
        if not is_mine:
            return self.env._("Is shown as soon as all of them agree to your words.")
        if has_agreed:
            return self.env._("You have agreed. It is shown as soon as everybody has.")
        return self.env._("Would you like to show this? It is shown only if all of you agree.")

    def _say_audience(self):
        lines = [
            self.env._(
                "Everybody who takes part in “%(program)s” reads it then, and its program managers. Any of you takes "
                "it back at any time.",
                program=self.program_id.name,
            )
        ]
        if self.channel_id:
            lines.append(
                self.env._("It is posted in the channel “%(channel)s” as well.", channel=self.channel_id.sudo().name)
            )
        return "\n".join(lines)

    @api.depends_context("uid")
    def _compute_reactions(self):
        reactions = self.env["hr.mentorship.reaction"].sudo()  # sudo: how many, and one's own
        groups = reactions._read_group([("post_id", "in", self.ids)], ["post_id", "kind"], ["__count"])
        counts = {(post.id, kind): count for post, kind, count in groups}
        own = reactions.search_fetch([("post_id", "in", self.ids), ("user_id", "=", self.env.uid)], ["post_id", "kind"])
        mine = {reaction.post_id.id: reaction.kind for reaction in own}
        for post in self:
            post.update({f"{kind}_count": counts.get((post.id, kind), 0) for kind, _label in REACTIONS})
            post.my_reaction = mine.get(post.id)

    # -- steps

    def action_agree(self):
        """Say yes to these words; with the last yes they are shown."""
        self.ensure_one()
        self._check_state_in("asked")
        mine = self._get_members().filtered(lambda member: member.user_id == self.env.user)
        if not mine:
            raise AccessError(self.env._("Only those whom it is about can agree to it."))
        self._agree(mine)

    def _agree(self, members):
        """Record the yes of ``members`` (sudo); the caller has checked that they are the user's own seats."""
        self._serialize()
        post_sudo = self.sudo()  # sudo: who has agreed is read and written by this step alone
        post_sudo.invalidate_recordset(["agreed", "state"])
        self._check_state_in("asked")
        post_sudo.agreed = sorted({*(post_sudo.agreed or ()), *members.ids})
        if set(post_sudo._get_members().ids) <= set(post_sudo.agreed):
            post_sudo._move_to("shown", shown_at=fields.Datetime.now())
            post_sudo._after_show()

    def action_take_back(self):
        """Take it off the wall, or say no before it is shown; a program manager may do so in their programs."""
        self.check_access("read")
        for post in self:
            if not post.can_take_back and post.state in OPEN_STATES:
                raise AccessError(self.env._("Only those whom it is about, and the program managers, take it back."))
        self._check_state_in(*OPEN_STATES)
        self._withdraw()

    def _withdraw(self):
        posts_sudo = self.sudo()  # sudo: the callers have checked who asks
        posts_sudo._move_to("withdrawn")
        posts_sudo.flush_recordset(["state"])  # before another post of the same thank-you is inserted
        self._forget_offers()
        posts_sudo.message_id._clean_sudo().unlink()
        self.env["hr.mentorship.reaction"].sudo().search([("post_id", "in", self.ids)]).unlink()

    def action_react(self, kind="heart"):
        """Set one's reaction, or take it away: one tap."""
        self.ensure_one()
        self.check_access("read")
        self._check_state_in("shown")
        if kind not in dict(REACTIONS):
            raise UserError(self.env._("There is no such reaction. Choose one of those below the post."))
        self.env["hr.mentorship.reaction"]._toggle(self, kind)

    # -- asking

    @api.model
    def _propose(self, rows):
        """Ask the members of mentorships whether they show something.

        :param rows: list of dicts with ``mentorship_id``, ``kind``, ``source_key`` and, as far as there are any,
            ``body``, ``member_id`` and ``agreed`` (ids of the seats of those who want it already)
        :returns: the posts, in sudo
        """
        posts_sudo = self.sudo()  # sudo: the callers have checked who asks, or are the job
        mentorships = self.env["hr.mentorship"].sudo().browse([row["mentorship_id"] for row in rows])
        posts = posts_sudo.create(
            [
                {
                    **row,
                    "program_id": mentorship.program_id.id,
                    "asked": mentorship.member_ids.ids,
                    "channel_id": row["kind"] == "spotlight" and mentorship.company_id.mentorship_wall_channel_id.id,
                }
                for mentorship, row in zip(mentorships, rows, strict=True)
            ]
        )
        posts._tell_asked()
        self._forget_offers()
        return posts

    @api.model
    def _forget_offers(self):
        """What may be put forward hangs on what has been, which is no field of a thank-you."""
        self.env["hr.mentorship.note"].invalidate_model(["can_show_on_wall"])

    def _tell_asked(self):
        """Tell those who are asked, but for those who want it already, in their next daily mail (sudo)."""
        members = {member.id: member for member in self._get_members()}
        self.env["hr.mentorship.notice"].sudo()._queue(
            [
                {
                    "kind": "wall_asked",
                    "partner_id": members[member_id]._get_person().id,
                    "member_id": member_id,
                    "program_id": post.program_id.id,
                    "company_id": post.program_id.company_id.id,
                    "mentorship_id": post.mentorship_id.id,
                    "params": {"post": post.id},
                }
                for post in self
                for member_id in post.asked
                if member_id in members and member_id not in (post.agreed or ())
            ]
        )

    @api.model
    def _check_can_ask(self, mentorship):
        """Raise where the wall is off, or a member could not answer."""
        mentorship_sudo = mentorship.sudo()  # sudo: a switch, and who has a user
        if not mentorship_sudo.program_id.has_wall:
            raise UserError(
                self.env._(
                    "“%(program)s” has no wall. Its program managers switch it on.",
                    program=mentorship_sudo.program_id.name,
                )
            )
        if without := mentorship_sudo.member_ids.filtered(lambda member: not member.has_login):
            raise UserError(
                self.env._(
                    "%(name)s has no user and could not agree to it. Give them a user first.",
                    name=without[0].employee_id.name,
                )
            )

    @api.model
    def _check_words(self, words):
        words = (words or "").strip()
        if not words:
            raise UserError(self.env._("Write a few words first."))
        if len(words) > MOST_LETTERS:
            raise UserError(self.env._("A wall is read in passing. Say it in %(most)s letters.", most=MOST_LETTERS))
        return words

    # -- telling

    def _after_show(self):
        """Tell the others of a spotlight (sudo): a line in their daily mail, and a post in the channel."""
        for post in self.filtered(lambda each: each.kind == "spotlight"):
            people = post.program_id.participant_ids.filtered(lambda each: each.state == "approved" and each.user_id)
            others = people.filtered(lambda each, post=post: each.employee_id not in post._get_members().employee_id)
            # Who is mentor and mentee in it reads one line
            first = {participant.user_id: participant for participant in others[::-1]}
            others.browse(sorted(participant.id for participant in first.values()))._notify("spotlight", post=post.id)
            if post.channel_id:
                post._post_in_channel()

    def _post_in_channel(self):
        speaker = self.with_context(lang=self.program_id.company_id.partner_id.lang or self.env.lang)
        link = Markup('<a href="/odoo/mentorship-wall">%s</a>') % speaker.env._("Open the wall")
        words = escape(self.body).replace("\n", Markup("<br/>"))
        body = Markup("<p><strong>%s</strong></p><p>%s</p><p>%s</p>") % (speaker.headline, words, link)
        self.message_id = self.channel_id._clean_sudo().message_post(
            body=body,
            author_id=self.env.ref("base.partner_root").id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    # -- leaving

    @api.model
    def _withdraw_for_leavers(self, employees):
        """Take down what people who leave the company have shown, with their reactions."""
        posts_sudo = self.sudo().with_context(active_test=False)  # sudo: whoever archives an employee
        posts_sudo.search(
            [("mentorship_id.member_ids.employee_id", "in", employees.ids), ("state", "in", OPEN_STATES)]
        )._withdraw()
        users = employees.sudo().user_id
        self.env["hr.mentorship.reaction"].sudo().search([("user_id", "in", users.ids)]).unlink()

    # -- milestones

    @api.model
    def _get_milestone_queries(self):
        """Return by kind a query of what has happened: ``mentorship_id``, ``member_id``, ``source_id`` and ``day``.

        :rtype: dict[str, SQL]
        """
        return {
            "first_mentee": SQL(
                """
                SELECT DISTINCT ON (member.employee_id)
                       member.mentorship_id, member.id AS member_id, member.employee_id AS source_id,
                       mentorship.start_date AS day
                  FROM hr_mentorship mentorship
                  JOIN hr_mentorship_member member ON member.mentorship_id = mentorship.id AND member.role = 'mentor'
                 WHERE mentorship.start_date IS NOT NULL
              ORDER BY member.employee_id, mentorship.start_date, mentorship.id
                """
            ),
            "ten_meetings": SQL(
                """
                SELECT mentorship_id, NULL::int AS member_id, mentorship_id AS source_id, confirmed_on AS day
                  FROM (
                        SELECT mentorship_id, confirmed_on,
                               ROW_NUMBER() OVER (PARTITION BY mentorship_id ORDER BY confirmed_on, id) AS position
                          FROM hr_mentorship_checkin
                         WHERE state = 'done' AND confirmed_on IS NOT NULL
                       ) held
                 WHERE position = 10
                """
            ),
            "goal_reached": SQL(
                """
                SELECT mentorship_id, member_id, id AS source_id, reached_on AS day
                  FROM hr_mentorship_goal
                 WHERE state = 'reached' AND reached_on IS NOT NULL AND member_id IS NOT NULL
                """
            ),
            "completed": SQL(
                """
                SELECT id AS mentorship_id, NULL::int AS member_id, id AS source_id, closed_on AS day
                  FROM hr_mentorship
                 WHERE state = 'completed'
                """
            ),
        }

    @api.model
    def _find_milestones(self, mentorship=None):
        """Return rows for :meth:`_propose` of what nobody has been asked about yet, of all or of one mentorship.

        Only where everybody can answer; a flash mentorship is one meeting, and none of its own.
        """
        self.env.flush_all()
        rows = []
        for kind, query in self._get_milestone_queries().items():
            self.env.cr.execute(
                SQL(
                    """
                    SELECT event.mentorship_id, event.member_id, CONCAT(%(kind)s, ':', event.source_id) AS source_key
                      FROM (%(query)s) event
                      JOIN hr_mentorship mentorship
                        ON mentorship.id = event.mentorship_id AND mentorship.state IN ('active', 'paused', 'completed')
                      JOIN hr_mentorship_program program
                        ON program.id = mentorship.program_id AND program.has_wall AND program.active
                       AND program.state IN ('open', 'closed') AND program.format != 'flash'
                     WHERE event.day >= GREATEST(program.wall_since, %(since)s)
                       AND (%(mentorship_id)s IS NULL OR mentorship.id = %(mentorship_id)s)
                       AND NOT EXISTS (
                               SELECT FROM hr_mentorship_post
                                WHERE source_key = CONCAT(%(kind)s, ':', event.source_id))
                       AND NOT EXISTS (
                               SELECT FROM hr_mentorship_member member
                            LEFT JOIN res_users ON res_users.id = member.user_id AND res_users.active
                                WHERE member.mentorship_id = mentorship.id AND res_users.id IS NULL)
                  ORDER BY event.day, event.mentorship_id
                    """,
                    kind=kind,
                    query=query,
                    since=fields.Date.context_today(self) - ASKED_FOR,
                    mentorship_id=mentorship.id if mentorship else None,
                )
            )
            rows += [{**row, "kind": kind} for row in self.env.cr.dictfetchall()]
        return rows

    @api.model
    def _cron_wall(self):
        """Ask about milestones in batches, and let go of what nobody has answered; killed anywhere, it goes on."""
        self._let_go()
        rows = self._find_milestones()
        left = len(rows)
        for batch in split_every(BATCH, rows, list):
            self._propose(batch)
            left -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=left):
                return

    @api.model
    def _let_go(self):
        """Take back questions that are old or no longer fit, and what people show who have left by their date."""
        posts = self.sudo().with_context(active_test=False)  # sudo: the job
        today = fields.Date.context_today(self)
        old = Domain("create_date", "<", fields.Datetime.now() - ASKED_FOR)
        over = Domain("mentorship_id.state", "in", ("ended", "declined", "cancelled"))
        unanswered = Domain("state", "=", "asked") & (old | over)
        people = Domain("mentorship_id.member_ids.employee_id", "any", [("departure_date", "<=", today)])
        posts.search(unanswered | (Domain("state", "in", OPEN_STATES) & people))._withdraw()
