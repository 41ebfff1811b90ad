from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .own_context import OURS


class HrMentorshipLifecycleMixin(models.AbstractModel):
    """A record whose ``state`` and other read-only fields only its own transition methods change.

    A transition method checks who asks and from where, then calls :meth:`_move_to` on a sudo recordset.
    Everybody else, RPC clients, imports and list editing included, may write the editable fields they have access
    to. The web client alone would respect ``readonly``; here the server does.
    """

    _name = "hr.mentorship.lifecycle.mixin"
    _description = "Mentorship Lifecycle"

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._get_initial_state()
        if not self.env.su and any(vals.get("state", initial) != initial for vals in vals_list):
            raise AccessError(self._message_use_the_buttons())
        # Written down, so that neither a client's context (default_state) nor ir.default fills it, in sudo either
        return super().create([{"state": initial, **vals} for vals in vals_list])

    def write(self, vals):
        if not self.env.su and any(self._fields[name].readonly for name in vals if name in self._fields):
            raise AccessError(self._message_use_the_buttons())
        return super().write(vals)

    def action_open(self):
        """Open the record as a page of its own, from a card inside another form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            # Not view_mode: the web client restores a page from its address by what this returns, as it is
            "views": [(False, "form")],
        }

    @api.model
    def _get_initial_state(self):
        return self._fields["state"].default(self)

    def _message_use_the_buttons(self):
        return self.env._(
            "The status and the history of a %(document)s follow its own steps. "
            "Use the buttons on the form or in the list instead.",
            document=self.env["ir.model"]._get(self._name).name,
        )

    def _move_to(self, state, **values):
        """Write the new state; the caller has checked that the user may ask for it."""
        return self.sudo().write({"state": state, **values})

    def _serialize(self):
        """Make concurrent steps about these records wait for each other.

        Two people may act in the same second. Under REPEATABLE READ neither transaction sees the other's row, so two
        answers would each find a side missing, and a match would be published to somebody who withdraws. Changing the
        common row makes the second transaction fail with a serialization error, after which Odoo runs it again on
        fresh data.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = (now() AT TIME ZONE 'UTC') WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                list(self.ids),
            )
        )
        self.invalidate_recordset(["write_date"], flush=False)

    def _check_state_in(self, *states):
        """Raise a sentence that names the first record that is not in one of ``states``."""
        for record in self:
            if record.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is in the status “%(state)s”, and this step needs “%(needed)s”. "
                        "Reload the page: somebody may have moved it on in the meantime.",
                        name=record.display_name,
                        state=labels[record.state],
                        needed=" / ".join(labels[state] for state in states),
                    )
                )

    def _schedule_activities(self, type_xmlid, assignments, notes=None, **values):
        """Create one to-do a record and user, all in one batch, without Odoo's own mail for each of them.

        Whoever gets one follows the record, as with any to-do. Odoo would see to that user by user, with half a dozen
        queries each; here all of it is one batch, for which Odoo's own step is left out.

        :param str type_xmlid: the activity type
        :param assignments: iterable of ``(record, users, deadline)``
        :param dict notes: what a to-do has to be known by, where its summary does not say all: by id of the record and
            language of the user
        :param values: further field values of the activities
        """
        activity_type = self.env.ref(type_xmlid, raise_if_not_found=False)
        if not activity_type:  # deleted by an administrator before deletion was refused: all else goes on
            return self.env["mail.activity"]
        assignments = [(record, user, deadline) for record, users, deadline in assignments for user in users]
        self._let_follow({(record.id, user.partner_id) for record, user, _deadline in assignments})
        # sudo: the to-do is for somebody else, who would have to be subscribed with write access
        return (
            self.env["mail.activity"]
            ._clean_sudo()
            .with_context(mail_activity_quick_update=True, mentorship_followed=OURS)
            .create(
                [
                    {
                        "activity_type_id": activity_type.id,
                        "summary": record._get_activity_summary(activity_type, user),
                        "note": (notes or {}).get((record.id, user.lang), False),
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": record.id,
                        "user_id": user.id,
                        "date_deadline": deadline,
                        **values,
                    }
                    for record, user, deadline in assignments
                ]
            )
        ).with_env(self.env(su=True))

    @api.model
    def _let_follow(self, pairs):
        """Make partners followers of records of this model, in one batch, with the subtypes that Odoo gives them.

        :param set pairs: of record id and partner
        """
        # sudo: see _schedule_activities
        followers_sudo = self.env["mail.followers"]._clean_sudo()
        known = {
            (follower.res_id, follower.partner_id)
            for follower in followers_sudo.search_fetch(
                [("res_model", "=", self._name), ("res_id", "in", [record_id for record_id, _partner in pairs])],
                ["res_id", "partner_id"],
            )
        }
        new = sorted(pairs - known, key=lambda pair: (pair[0], pair[1].id))
        if not new:
            return
        # Of two steps that give the same person something to do, the second one is run again, and finds them following
        self.browse({record_id for record_id, _partner in new})._serialize()
        # Read together: each of them was found on its own
        partners_sudo = self.env["res.partner"].sudo().browse({partner.id for _record_id, partner in new})
        outside = set(partners_sudo.filtered("partner_share").ids)
        internal, _only_internal, external = self.env["mail.message.subtype"].default_subtypes(self._name)
        followers_sudo.create(
            [
                {
                    "res_model": self._name,
                    "res_id": record_id,
                    "partner_id": partner.id,
                    "subtype_ids": [Command.set((external if partner.id in outside else internal).ids)],
                }
                for record_id, partner in new
            ]
        )

    def _get_activity_summary(self, activity_type, user):
        """Say in a few words, in the user's language, what a to-do about this record asks for."""
        return activity_type.with_context(lang=user.lang).summary

    def _find_activities(self, type_xmlids, users=None):
        types = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in type_xmlids]
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("activity_type_id", "in", [activity_type.id for activity_type in types if activity_type]),
        ]
        if users is not None:
            domain.append(("user_id", "in", users.ids))
        # sudo: the to-dos of both sides belong to the record, whoever moves it on
        return self.env["mail.activity"]._clean_sudo().search(domain)

    def _finish_activities(self, *type_xmlids, users=None):
        """Mark the to-dos as done, in one batch."""
        return self._find_activities(type_xmlids, users)._action_done()

    def _drop_activities(self, *type_xmlids, users=None):
        """Remove to-dos that nobody has to do any more, in one batch."""
        return self._find_activities(type_xmlids, users).unlink()
