import { onPatched, useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { loadAgain } from "../js/load_again";
import { CardPage } from "../my_mentorship/card_page";

/**
 * What a member sees of a mentorship or of a check-in, in place of its form: the people, one next action, and tabs.
 *
 * It comes with the record, as its field `page`, and shows nothing to whoever is no member: to them the form belongs.
 * Members who run the program as well unfold that below.
 */
export class MentorshipPage extends CardPage {
    static template = "hr_mentorship.Page";
    static props = { ...standardWidgetProps };

    setup() {
        super.setup();
        this.root = useRef("root");
        this.panel = useRef("panel");
        this.isLedToPanel = false;
        onPatched(() => this.leadToPanel());
        Object.assign(this.state, { tab: "", isUnfolded: false });
        useEffect(
            (el, tab, isUnfolded) => {
                const form = el?.closest(".o_form_view");
                form?.classList.toggle("o_mentorship_own", Boolean(el));
                form?.classList.toggle("o_mentorship_with_form", isUnfolded);
                form?.classList.toggle("o_mentorship_with_messages", tab === "messages" || isUnfolded);
            },
            () => [this.root.el, this.tab?.key, this.state.isUnfolded]
        );
    }

    get page() {
        return this.props.record.data.page;
    }

    get own() {
        const { resModel, resId } = this.props.record;
        return { model: resModel, id: resId };
    }

    get tab() {
        const tabs = this.page?.tabs || [];
        return tabs.find((tab) => tab.key === this.state.tab) || tabs[0];
    }

    /** Open a tab; on a phone, where the tabs stay at the foot of the screen, with what it holds in sight. */
    choose(key) {
        const isOpen = key === this.tab.key;
        this.state.tab = key;
        this.isLedToPanel = this.env.isSmall;
        if (isOpen) {
            this.leadToPanel(); // nothing is drawn anew, after which it would
        }
    }

    leadToPanel() {
        if (this.isLedToPanel) {
            this.panel.el?.scrollIntoView({ block: "start" });
        }
        this.isLedToPanel = false;
    }

    load() {
        return loadAgain(this);
    }

    /** With the arrows from tab to tab, as in any list of tabs. */
    onTabKey(ev) {
        const keys = this.page.tabs.map((tab) => tab.key);
        const isRtl = getComputedStyle(this.root.el).direction === "rtl";
        const forth = isRtl ? "ArrowLeft" : "ArrowRight";
        const back = isRtl ? "ArrowRight" : "ArrowLeft";
        const at = keys.indexOf(this.tab.key);
        const to = {
            [forth]: (at + 1) % keys.length,
            [back]: (at + keys.length - 1) % keys.length,
            Home: 0,
            End: keys.length - 1,
        }[ev.key];
        if (to === undefined) {
            return;
        }
        ev.preventDefault();
        this.state.tab = keys[to];
        this.root.el.querySelector(`[data-tab="${keys[to]}"]`).focus();
    }
}

registry.category("view_widgets").add("hr_mentorship_page", {
    component: MentorshipPage,
    fieldDependencies: [{ name: "page", type: "json" }],
});
