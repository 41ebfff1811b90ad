"""The people of a mentorship, as its members show themselves to each other."""


def get_partner_members(mentorship):
    """Return the other members; a mentee of a group looks to its mentor first."""
    members = mentorship.member_ids
    others = (members - mentorship.my_member_id).sorted(lambda member: member.role != "mentor")
    # With those of the other mentorships on the page: their people are read at once
    return others.with_prefetch(members._prefetch_ids)


def name_partners(mentorship):
    members = get_partner_members(mentorship)
    mentors = members.filtered(lambda member: member.role == "mentor")
    # sudo: partners read each other's names
    return ", ".join((mentors or members).sudo().employee_id.mapped("name"))


def make_person(member, with_details=False):
    employee_sudo = member.sudo().employee_id  # sudo: partners read each other's names
    person = {
        "key": f"member,{member.id}",
        "member_id": member.id,
        "id": employee_sudo.id,
        "name": employee_sudo.name,
        "job": member.job_title or "",
        "role": member.role,
        # Of peers alone: for all others it would be a query for nothing
        "offered": ", ".join(member.offered_skill_ids.mapped("name")) if member.role == "peer" else "",
        "topics": ", ".join(member.skill_ids.mapped("name")),
    }
    if with_details:
        person.update(introduction=member.introduction or "", motivation=member.motivation or "")
    return person
