import "@mail/discuss/core/common/thread_actions";
import { threadActionsRegistry } from "@mail/core/common/thread_actions";
import { Thread } from "@mail/core/common/thread_model";
import { patch } from "@web/core/utils/patch";

patch(Thread.prototype, {
    setup() {
        super.setup();
        /** Of the channel of a mentorship. @type {"open"|"closed"|false|undefined} */
        this.mentorship_talk = undefined;
    },
    /** What the server would refuse is not offered. */
    get hasSubChannelFeature() {
        return !this.mentorship_talk && super.hasSubChannelFeature;
    },
});

const invitePeople = threadActionsRegistry.get("invite-people");
const mayInvite = invitePeople.condition;
invitePeople.condition = (context) => !context.thread?.mentorship_talk && mayInvite(context);
