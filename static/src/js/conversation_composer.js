import { Composer } from "@mail/core/common/composer";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const CONVERSATIONS = [
    "hr.mentorship",
    "hr.mentorship.agreement",
    "hr.mentorship.checkin",
    "hr.mentorship.goal",
    "hr.mentorship.next.step",
];

// Whoever writes here knows who reads it, before they write
patch(Composer.prototype, {
    get placeholder() {
        if (this.thread?.mentorship_talk) {
            return _t("Only the members read this…");
        }
        if (CONVERSATIONS.includes(this.thread?.model)) {
            return _t("Only the members of this mentorship read this, and whoever you mention…");
        }
        return super.placeholder;
    },
});
