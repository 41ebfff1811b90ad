from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command

from odoo.addons.mail.tools.discuss import Store

from ..common.given_values import given_ids
from ..common.own_context import OURS
from .discuss_channel_member import LETS_IN

CHANGED_BY_MEMBERS = {"name", "description", "image_128"}
SAID_BY_ODOO = ("notification", "user_notification")


class DiscussChannel(models.Model):
    """The channel of a mentorship: a group of Odoo's own that only our own steps let people into.

    To Odoo it is a group like any other, with its badges, push messages and files, and it stays one when this addon is
    taken off. What a group allows, and what would let in somebody else, is refused here in sudo as well: links that
    are passed on, people who are added, threads, whose members become members of the channel, and whole user groups.
    """

    _inherit = "discuss.channel"

    # NO_ACCESS: nobody asks for it; members are told along with the channel
    mentorship_talk = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], readonly=True, copy=False, groups=NO_ACCESS
    )

    @api.model_create_multi
    def create(self, vals_list):
        parent_ids = given_ids(vals_list, "parent_channel_id")
        if parent_ids and self._browse_talks(parent_ids):
            raise UserError(
                self.env._("The messages of a mentorship stay in one place: answer right here, without a thread.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not CHANGED_BY_MEMBERS.issuperset(vals) and self._browse_talks(self.ids):
            raise UserError(
                self.env._(
                    "The members of a mentorship change its name, picture and description here, and nothing else. "
                    "Use the page of the mentorship instead."
                )
            )
        return super().write(vals)

    @api.model
    def _browse_talks(self, ids):
        """Return those channels of ``ids`` that belong to mentorships, in sudo."""
        # sudo: asked is whose they are, and the answer is a refusal
        return self.sudo().browse(ids).exists().filtered("mentorship_talk")

    # -- what belongs to a mentorship, for the rooms of this addon (all in sudo)

    @api.model
    def _open_talks(self, partners_of_each):
        """Make one channel for each set of partners, in their order.

        Nobody's client is told before the first message: that takes a dozen queries a person.
        """
        # Odoo makes whoever is there a member, but not while it installs; and nobody is the creator
        makers = self.with_user(api.SUPERUSER_ID).with_context(install_mode=True, **{LETS_IN: OURS})
        return makers.create(
            [
                {
                    # Without a name of its own it bears those of its members, whoever comes and goes
                    "name": "",
                    "channel_type": "group",
                    "mentorship_talk": "open",
                    "channel_member_ids": [Command.create({"partner_id": partner.id}) for partner in partners],
                }
                for partners in partners_of_each
            ]
        ).with_env(self.env)

    def _show_to_members(self, partners=None):
        """Let clients that are open at the moment know the channels, and listen to them."""
        by_user = {}
        for member in self.channel_member_ids:
            if (partners is None or member.partner_id in partners) and (user := member.partner_id.main_user_id):
                by_user[user] = by_user.get(user, self.browse()) | member.channel_id
        for user, channels in by_user.items():
            Store(bus_channel=user).add(channels.with_user(user).with_context(allowed_company_ids=[])).bus_send()

    def _close_talks(self):
        """Nobody writes here any more, and whoever is a member goes on reading."""
        self.filtered(lambda channel: channel.mentorship_talk == "open").write({"mentorship_talk": "closed"})

    def _keep_to(self, partners):
        """Let exactly these partners be the members of an open channel."""
        self.ensure_one()
        if self.mentorship_talk != "open":
            self.mentorship_talk = "open"
        for member in self.channel_member_ids.filtered(lambda member: member.partner_id not in partners):
            self._action_unfollow(member.partner_id, member.guest_id)
        self._let_in(partners)

    def _let_in(self, partners):
        newcomers = partners - self.channel_member_ids.partner_id
        if newcomers:
            members = self.env["discuss.channel.member"].with_context(**{LETS_IN: OURS})
            members = members.create(
                [{"channel_id": self.id, "partner_id": partner.id} for partner in newcomers]
            ).with_env(self.env)
            Store(bus_channel=self).add(self, "member_count").add(members).bus_send()
            self._show_to_members(newcomers)

    # -- what Odoo asks

    def _allow_invite_by_email(self):
        return not self.sudo().mentorship_talk and super()._allow_invite_by_email()

    def _is_talk_over(self):
        return self.sudo().mentorship_talk == "closed"  # sudo: see the field

    def message_post(self, *, message_type="notification", partner_ids=None, **kwargs):
        if self._is_talk_over() and not (self.env.su and message_type in SAID_BY_ODOO):
            raise self._say_it_is_over()
        talk_sudo = self.sudo()  # sudo: see the field
        if talk_sudo.mentorship_talk and not talk_sudo.message_count:
            talk_sudo._show_to_members()
        return super().message_post(message_type=message_type, partner_ids=partner_ids, **kwargs)

    def _message_update_content(self, message, /, *, partner_ids=None, **kwargs):
        if self._is_talk_over() and (kwargs.get("body") or kwargs.get("attachment_ids")):
            raise self._say_it_is_over()
        return super()._message_update_content(message, partner_ids=partner_ids, **kwargs)

    def _say_it_is_over(self):
        return UserError(self.env._("This mentorship has ended, and so have its messages. You can go on reading them."))

    def _sync_field_names(self):
        names = super()._sync_field_names()
        names[None].append(self._get_store_attribute())
        return names

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), self._get_store_attribute()]

    def _get_store_attribute(self):
        # sudo: whoever is shown a channel learns whether it is that of a mentorship
        return Store.Attr("mentorship_talk", sudo=True)
