import { registry } from "@web/core/registry";

/** Open a page and a dialog over it: what a link in a mail leads to, where nothing is open yet. */
registry.category("actions").add("hr_mentorship.dialog_over_page", async (env, action) => {
    await env.services.action.doAction(action.params.page, { clearBreadcrumbs: true });
    return action.params.dialog;
});
