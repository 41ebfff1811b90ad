import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { loadAgain } from "./load_again";

const MILLISECONDS_BETWEEN_LOOKS = 2000;

/** Shows how far runs and jobs in the background are, without anybody pressing reload. */
export class MatchingWatch extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => {
            this.timer = browser.setInterval(() => this.look(), MILLISECONDS_BETWEEN_LOOKS);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async look() {
        const { record } = this.props;
        const isAtWork =
            record.data.is_at_work || record.data.open_job_id || record.data.matching_step === "solving";
        // What somebody is writing must not be thrown away by a reload
        if (this.isLooking || !isAtWork || (await record.isDirty())) {
            return;
        }
        this.isLooking = true;
        try {
            await loadAgain(this);
        } finally {
            this.isLooking = false;
        }
    }
}

registry.category("view_widgets").add("hr_mentorship_matching_watch", { component: MatchingWatch });
