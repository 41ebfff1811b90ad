import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Ask what a step on the server wants to know before it goes on; see `ask` in `models/common/client_actions.py`. */
registry.category("actions").add("hr_mentorship.ask", (env, action) => {
    const { question, label, model, method, ids } = action.params;
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
