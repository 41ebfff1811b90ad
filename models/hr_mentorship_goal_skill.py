from odoo import api, fields, models


class HrMentorshipGoal(models.Model):
    """A skill and a level that the goal leads to; reaching it proposes the level, and writes nothing."""

    _inherit = "hr.mentorship.goal"

    skill_id = fields.Many2one("hr.skill", ondelete="set null", index="btree_not_null")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        "Level to Reach",
        compute="_compute_skill_level_id",
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('skill_type_id', '=', skill_type_id)]",
        help="When the goal is reached, this level is proposed to the mentee, then to HR. Nothing is written silently.",
    )
    proposal_state = fields.Selection(
        lambda self: self.env["hr.mentorship.skill.proposal"]._fields["state"]._description_selection(self.env),
        compute="_compute_proposal",
    )

    @api.depends("skill_id")
    def _compute_skill_level_id(self):
        for goal in self:
            if goal.skill_level_id.skill_type_id != goal.skill_id.skill_type_id:
                goal.skill_level_id = False

    @api.depends("state")
    def _compute_proposal(self):
        # sudo: that there is a proposal is known to whoever reads the goal it comes from
        found = self.env["hr.mentorship.skill.proposal"].sudo().search([("goal_id", "in", self.ids)], order="id")
        by_goal = {proposal.goal_id.id: proposal.state for proposal in found}
        for goal in self:
            goal.proposal_state = by_goal.get(goal.id, False)

    def _after_reach(self):
        result = super()._after_reach()
        self.env["hr.mentorship.skill.proposal"]._propose_for(self)
        return result

    def _before_reopen(self):
        result = super()._before_reopen()
        self.env["hr.mentorship.skill.proposal"]._take_back_for(self)
        return result
