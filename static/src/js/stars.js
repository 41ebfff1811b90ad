import { useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { PriorityField, priorityField } from "@web/views/fields/priority/priority_field";

/** Stars of which none is no answer: to Odoo, none is a value as good as any, and never missing. */
export class StarsField extends PriorityField {
    static template = "hr_mentorship.StarsField";

    setup() {
        super.setup();
        const root = useRef("root");
        // Whoever saves at the end of a long dialog sees what is missing at its beginning
        useEffect(
            (isMissing) => isMissing && root.el.scrollIntoView({ block: "center" }),
            () => [this.props.record.isFieldInvalid(this.props.name)]
        );
    }

    updateRecord(value) {
        return super.updateRecord(value === this.options[0][0] ? false : value);
    }
}

registry.category("fields").add("hr_mentorship_stars", { ...priorityField, component: StarsField });
