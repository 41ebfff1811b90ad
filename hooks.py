def post_init_hook(env):
    """Give every employee who is already there a mentorship profile."""
    env["hr.employee"].with_context(active_test=False).search([])._create_mentorship_profiles()
