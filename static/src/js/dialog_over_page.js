import { registry } from "@web/core/registry";
import { HOME } from "./home";

/** Open a page and a dialog over it: what a link in a mail leads to, where nothing is open yet. */
registry.category("actions").add("hr_mentorship.dialog_over_page", async (env, action) => {
    const { page, dialog } = action.params;
    if (!page?.type || !dialog?.type) {
        return HOME;
    }
    await env.services.action.doAction(page, { clearBreadcrumbs: true });
    return dialog;
});
