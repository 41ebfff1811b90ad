import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { HOME } from "./home";

/** What is asked about. An address can name any action of a client, and fill in what that is given. */
const STEPS = { "hr.mentorship": ["action_offer"] };

/** Whether the server has made it: no address holds a list. */
const isOurs = ({ model, method, ids }) =>
    STEPS[model]?.includes(method) && Array.isArray(ids) && ids.every((id) => Number.isInteger(id));

/** Ask what a step on the server wants to know before it goes on; see `ask` in `models/common/client_actions.py`. */
registry.category("actions").add("hr_mentorship.ask", (env, action) => {
    const { question, label, model, method, ids } = action.params;
    if (!isOurs(action.params)) {
        return HOME;
    }
    env.services.dialog.add(ConfirmationDialog, {
        body: question,
        confirmLabel: label,
        cancelLabel: _t("Not Yet"),
        confirm: () =>
            env.services.action.doActionButton({
                type: "object",
                name: method,
                resModel: model,
                resIds: ids,
                context: user.context,
            }),
        cancel: () => {},
    });
});
