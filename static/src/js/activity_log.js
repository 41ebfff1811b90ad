import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/**
 * Open the log where a to-do of a check-in is marked as done: a tick alone says nothing about whether the two have met.
 *
 * The server refuses the tick in any case, and offers the log there; this saves the dialog in between.
 *
 * @returns {Promise<boolean>} whether the log took the place of the tick
 */
async function logInstead(component) {
    const { activity, onActivityChanged } = component.props;
    if (activity.res_model !== "hr.mentorship.checkin") {
        return false;
    }
    const { action, orm, "mail.store": store } = component.env.services;
    const log = await orm.call("mail.activity", "action_log_checkin", [[activity.id]]);
    if (!log) {
        return false;
    }
    const thread = store.Thread.insert({ model: activity.res_model, id: activity.res_id });
    await action.doAction(log, { onClose: () => onActivityChanged?.(thread) });
    return true;
}

patch(Activity.prototype, {
    async onClickMarkAsDone(ev) {
        // The event forgets it while we wait for the server
        const { currentTarget } = ev;
        if (!(await logInstead(this))) {
            return super.onClickMarkAsDone({ currentTarget });
        }
    },
});

patch(ActivityListPopoverItem.prototype, {
    async onClickMarkAsDone() {
        if (!(await logInstead(this))) {
            return super.onClickMarkAsDone();
        }
    },
});
