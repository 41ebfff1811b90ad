class RewardCompany:
    """Helpers to fill a catalogue and wallets; mixed into classes of the company of the other tests."""

    @classmethod
    def add_reward(cls, name="A book", price=80, **values):
        """Publish a reward that ada hands out, approved by nobody unless told."""
        return cls.env["hr.mentorship.reward"].create(
            {"name": name, "price": price, "owner_id": cls.ada.user_id.id, "is_published": True, **values}
        )

    @classmethod
    def add_codes(cls, reward, *codes):
        cls.env["hr.mentorship.reward.code"]._import(reward, "\n".join(codes).encode())

    @classmethod
    def pay(cls, employee, points):
        cls.env["hr.mentorship.wallet"]._earn([{"employee_id": employee.id, "points": points, "reason": "A talk"}])

    def balance(self, employee):
        return self.env["hr.mentorship.wallet"].search([("employee_id", "=", employee.id)]).balance

    def redeem(self, reward, employee, **answers):
        """Redeem as ``employee`` does, through the dialog; return the redemption as the superuser sees it."""
        dialog = self.as_user(self.env["hr.mentorship.redeem"], employee).create({"reward_id": reward.id, **answers})
        dialog.action_redeem()
        redemption = dialog.sudo().redemption_id.with_env(self.env)
        self.env.invalidate_all()
        return redemption
