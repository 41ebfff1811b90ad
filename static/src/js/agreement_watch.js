import { Component, onWillUnmount, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { loadAgain } from "./load_again";

/** Shows at once what a partner changes in an agreement, or signs, while one has it open. */
export class AgreementWatch extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
        const bus = useService("bus_service");
        const look = (change) => this.look(change);
        bus.subscribe("hr_mentorship.agreement_changed", look);
        onWillUnmount(() => bus.unsubscribe("hr_mentorship.agreement_changed", look));
    }

    get mentorshipId() {
        const { record } = this.props;
        return record.resModel === "hr.mentorship" ? record.resId : record.data.mentorship_id?.id;
    }

    async look({ mentorship_id }) {
        const { record } = this.props;
        if (mentorship_id !== this.mentorshipId || !record.resId) {
            return;
        }
        if (await record.isDirty()) {
            // Who is about to sign has entered nothing but a tick and a name: kept, and looked at beside the new text
            if (record.resModel === "hr.mentorship.sign" && record.data.step === "confirm" && (await record.save())) {
                return;
            }
            // What somebody is writing must not be thrown away; the server puts both together, or says what has changed
            this.notification.add(_t("The agreement has just been changed. What you are entering stays as it is."));
            return;
        }
        await loadAgain(this);
    }
}

registry.category("view_widgets").add("hr_mentorship_agreement_watch", { component: AgreementWatch });
