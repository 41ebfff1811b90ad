import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * My Impact: what one has done as a mentor and as a mentee, all of it by one call to ``hr.mentorship.impact``.
 */
export class MyImpact extends Component {
    static template = "hr_mentorship.MyImpact";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ page: null });
        useSetupAction({ rootRef: useRef("root") });
        onWillStart(async () => {
            this.state.page = await this.orm.call("hr.mentorship.impact", "get_page", []);
        });
    }

    hrefOf(person) {
        return `/odoo/hr.mentorship/${person.id}`;
    }

    open(person) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hr.mentorship",
            res_id: person.id,
            views: [[false, "form"]],
        });
    }

    printCertificate(person) {
        return this.action.doActionButton({
            type: "object",
            name: "action_print_certificate",
            resModel: "hr.mentorship",
            resId: person.id,
            resIds: [person.id],
            context: {},
        });
    }
}

registry.category("actions").add("hr_mentorship.my_impact", MyImpact);
