"""Uses the demo company for a while, in the version from which check_update in .ci/run comes. For `odoo shell`."""

SIGNATURE = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def main(env):
    marc, nadia, abigail, tina, aiko, chloe = (
        env.ref(name if "." in name else f"hr_mentorship.{name}")
        for name in ("base.user_demo", "user_nadia", "user_abigail", "user_tina", "user_aiko", "user_chloe")
    )
    sign_and_meet(env.ref("hr_mentorship.mentorship_c2_marc_nadia"), marc, nadia)
    prepare_first_meeting(env.ref("hr_mentorship.mentorship_door_aiko_abigail"), aiko, abigail)
    # A client could write into somebody else's list
    env["hr.mentorship.block"].with_user(tina).sudo().create(
        {"profile_id": marc.employee_id.mentorship_profile_ids.id, "blocked_employee_id": chloe.employee_id.id}
    )
    # A client could give anybody a language that is not installed
    chloe.lang = "xx_XX"
    env.cr.commit()


def sign_and_meet(pair, mentor, mentee):
    pair.open_agreement_id.with_user(mentor)._sign("Marc Demo", SIGNATURE)
    assert pair.state == "active", pair.state
    meetings = pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned").sorted("planned_date")
    for checkin in meetings[:2]:
        checkin._move_to("planned", planned_date=pair.start_date)
        checkin.with_user(mentor)._log("done", held_on=pair.start_date, summary="We began.", rating=4)
    # One is confirmed with an opinion of one's own, the other waits
    meetings[0].with_user(mentee)._log("done", held_on=pair.start_date, summary="So we did.", rating=5)


def prepare_first_meeting(pair, mentor, mentee):
    for user in (mentor, mentee):
        pair.with_user(user).action_accept()
    question = pair.program_id.question_ids[:1]
    pair.open_agreement_id.with_user(mentee)._record_first_meeting(
        answers=dict.fromkeys(question, "To lead one release by herself."), values={"goals": "One release."}, seen={}
    )


main(env)  # noqa: F821 - the shell's
