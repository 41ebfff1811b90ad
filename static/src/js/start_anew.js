import { registry } from "@web/core/registry";
import { HOME } from "./home";

/**
 * Show a page from its top and with its first tab, in place of itself: a reload would keep the tab and the place where
 * somebody has pressed a button. Whoever is on another page stays there. See `models/common/client_actions.py`.
 */
registry.category("actions").add("hr_mentorship.start_anew", (env, { params }) => {
    if (!params.page?.res_model) {
        return HOME;
    }
    const here = env.services.action.currentController;
    const isHere = here?.props.resModel === params.page.res_model && here?.view?.type === "form";
    if (!isHere) {
        return { type: "ir.actions.client", tag: "soft_reload" };
    }
    return env.services.action.doAction(params.page, { stackPosition: "replaceCurrentAction" });
});
