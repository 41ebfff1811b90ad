from odoo import api, fields, models
from odoo.tools import SQL

REACTIONS = [("heart", "Lovely"), ("applause", "Well done"), ("star", "Inspiring")]


class HrMentorshipReaction(models.Model):
    """One person's reaction to one post. Others read how many there are of each kind, and not whose."""

    _name = "hr.mentorship.reaction"
    _description = "Reaction on a Mentorship Wall"
    _rec_name = "kind"

    post_id = fields.Many2one("hr.mentorship.post", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(REACTIONS, required=True, readonly=True)

    # Its first column is that of the posts, so these need no index of their own
    _one_each = models.UniqueIndex("(post_id, user_id)", "You have one reaction to a post.")

    @api.model
    def _toggle(self, post, kind):
        """Set the current user's reaction to ``post``, or take it away if it is this one already.

        In SQL, where two taps at once do not fail: the second one waits for the first, and is run again by Odoo.
        """
        self.flush_model()
        whose = {"post": post.id, "user": self.env.uid, "kind": kind}
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM hr_mentorship_reaction
                      WHERE post_id = %(post)s AND user_id = %(user)s AND kind = %(kind)s
                """,
                **whose,
            )
        )
        if not self.env.cr.rowcount:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO hr_mentorship_reaction
                                (post_id, user_id, kind, create_uid, write_uid, create_date, write_date)
                         VALUES (%(post)s, %(user)s, %(kind)s, %(user)s, %(user)s, %(now)s, %(now)s)
                    ON CONFLICT (post_id, user_id)
                      DO UPDATE SET kind = excluded.kind, write_date = excluded.write_date
                    """,
                    **whose,
                    now=self.env.cr.now(),
                )
            )
        self.invalidate_model()
        post.invalidate_recordset(["heart_count", "applause_count", "star_count", "my_reaction"])
