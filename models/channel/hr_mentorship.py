from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import format_list

from ..common.client_actions import toast
from ..common.private_fields import SecretMany2one
from ..common.spoken import by_count
from ..mentorship.hr_mentorship import RUNNING_STATES

TALKING_STATES = ("agreement", *RUNNING_STATES)
"""States in which two people know each other and write to each other."""


class HrMentorship(models.Model):
    """What the members write to each other: in a private channel of Odoo's Discuss, that nobody else reads.

    It opens as the agreement begins, has exactly the members who have a user, and closes with the mentorship. Nothing
    that others read leads to it. Mentorships that were there before get theirs with the first press of the button.
    """

    _inherit = "hr.mentorship"

    # NO_ACCESS: whoever runs the program must find no way to it; the members are led there by the button
    channel_id = SecretMany2one(
        "discuss.channel", readonly=True, copy=False, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )
    can_chat = fields.Boolean(compute="_compute_can_chat", help="The current user has somebody to write to here.")

    can_ask_soon = fields.Boolean(
        compute="_compute_can_ask_soon", help="The current user may say that they need their partner soon."
    )

    _one_channel = models.UniqueIndex(
        "(channel_id) WHERE channel_id IS NOT NULL", "A channel belongs to one mentorship."
    )

    @api.depends_context("uid")
    @api.depends("state", "member_ids.user_id")
    def _compute_can_chat(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):  # sudo: the channel is nobody's
            if not mentorship.my_member_id:
                mentorship.can_chat = False
            elif mentorship.state in TALKING_STATES:
                mentorship.can_chat = len(mentorship_sudo.member_ids.filtered("user_id")) > 1
            else:
                mentorship.can_chat = bool(mentorship_sudo.channel_id)

    @api.depends_context("uid")
    @api.depends("state", "member_ids.user_id")
    def _compute_can_ask_soon(self):
        for mentorship in self:
            mentorship.can_ask_soon = bool(mentorship.my_member_id) and mentorship.state in RUNNING_STATES

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.sudo()._follow_with_channels()  # sudo: nobody writes channels; the step has been checked
        return result

    def _follow_with_channels(self):
        """Open and close channels (in sudo) as these mentorships begin and end."""
        talking = self.filtered(lambda mentorship: mentorship.state in TALKING_STATES)
        talking.filtered(lambda mentorship: not mentorship.channel_id)._open_channels()
        (self - talking).channel_id._close_talks()
        # A pair that a departure has parted may go on
        reopened = talking.filtered(lambda mentorship: mentorship.channel_id.mentorship_talk == "closed")
        reopened._keep_channels_to_members()

    def _open_channels(self):
        """Make the channels of those mentorships (in sudo) in which at least two can write to each other."""
        self.member_ids.user_id.mapped("partner_id.active")  # read together
        partners = {mentorship: mentorship._get_talking_partners() for mentorship in self}
        opened = self.filtered(lambda mentorship: len(partners[mentorship]) > 1)
        channels = self.env["discuss.channel"]._clean_sudo()._open_talks([partners[each] for each in opened])
        for mentorship, channel in zip(opened, channels, strict=True):
            mentorship.channel_id = channel

    def _get_talking_partners(self):
        return self.member_ids.filtered("has_login").user_id.partner_id

    def _keep_channels_to_members(self):
        """Let whoever has joined a mentorship (in sudo) into its channel, and let go whoever has left it."""
        for mentorship in self.filtered(lambda each: each.channel_id and each.state in TALKING_STATES):
            mentorship.channel_id._keep_to(mentorship._get_talking_partners())

    def action_chat(self):
        """Open the messages of the members to each other."""
        self.ensure_one()
        if not self.my_member_id:
            raise AccessError(self.env._("Only the members of a mentorship read what they write to each other."))
        mentorship_sudo = self.sudo()  # sudo: see the field; the member has been checked
        if self.can_chat and not mentorship_sudo.channel_id:
            # Of two who press in the same second, the second one is run again, and finds the channel of the first
            mentorship_sudo._serialize()
            mentorship_sudo._open_channels()
        if not mentorship_sudo.channel_id:
            raise UserError(
                self.env._(
                    "There is nobody to write to here yet: it takes two members who work in Odoo, and an answer to "
                    "the offer. Call, or write a mail instead."
                )
            )
        # Whoever has left the channel by hand comes back with the button
        mentorship_sudo.channel_id._let_in(self.env.user.partner_id)
        return {
            "type": "ir.actions.client",
            "tag": "hr_mentorship.chat",
            "params": {"channel_id": mentorship_sudo.channel_id.id},
        }

    # -- “I need you soon”: the urgent request of which the agreement speaks.

    def action_ask_soon(self):
        """Tell the partner at once that the current user needs them before the next meeting.

        In the channel of the members, if all who read there are those who are asked, and by mail, which says who needs
        them and nothing else. Nobody but them learns of it.
        """
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship ask each other for a word."))
        self._check_state_in(*RUNNING_STATES)
        member_sudo = member.sudo()  # sudo: a member changes nothing but by steps like this one
        member_sudo._note_asked_soon()
        partners_sudo = member_sudo._get_soon_partners()
        partners_sudo._send("hr_mentorship.mail_template_soon")
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: it is urgent, and goes out now
        if self._has_channel_with(partners_sudo):
            action = self.action_chat()
            self._say_soon(partners_sudo)
            return action
        names = format_list(self.env, partners_sudo.employee_id.mapped("name"))
        return toast(
            by_count(
                len(partners_sudo),
                self.env._("%(names)s gets a mail at once. If it cannot wait, call.", names=names),
                self.env._("%(names)s get a mail at once. If it cannot wait, call.", names=names),
            )
        )

    def _has_channel_with(self, partners_sudo):
        """Whether the members can write to each other here, and nobody reads it but the user and these members."""
        if not all(partners_sudo.mapped("has_login")):
            return False
        return self.can_chat and partners_sudo == self.sudo().member_ids - self.my_member_id.sudo()

    def _say_soon(self, partners_sudo):
        reader = partners_sudo.user_id[:1]
        words = self.with_context(lang=reader.lang or self.env.lang).env._(
            "I need you soon. Do you have a few minutes for me before our next meeting?"
        )
        # Posted by the user, who is a member of the channel
        channel = self.sudo().channel_id.sudo(False)
        channel.message_post(body=words, message_type="comment", subtype_xmlid="mail.mt_comment")
