import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Two arrows on a line of a list in a form: they do by key or tap what its handle does by dragging. */
export class MoveLine extends Component {
    static template = "hr_mentorship.MoveLine";
    static props = { ...standardWidgetProps, list: String, name: String };

    setup() {
        this.up = useRef("up");
        this.down = useRef("down");
    }

    get lines() {
        return this.props.record.model.root.data[this.props.list];
    }

    get position() {
        return this.lines.records.findIndex((line) => line.id === this.props.record.id);
    }

    get isFirst() {
        return this.position <= 0;
    }

    get isLast() {
        return this.position === this.lines.records.length - 1;
    }

    label(isUp) {
        const name = this.props.record.data[this.props.name]?.display_name || "";
        return isUp
            ? _t("%(name)s, now %(position)s: up", { name, position: this.position + 1 })
            : _t("%(name)s, now %(position)s: down", { name, position: this.position + 1 });
    }

    async move(by) {
        const lines = this.lines;
        if (!(await lines.leaveEditMode())) {
            return;
        }
        const position = this.position;
        const before = by < 0 ? lines.records[position - 2] : lines.records[position + 1];
        await lines.resequence(this.props.record.id, before ? before.id : null);
        // The row was taken out and put back, and the focus with it; at an end, one of the two has nothing to do
        await new Promise(requestAnimationFrame);
        const [own, other] = by < 0 ? [this.up, this.down] : [this.down, this.up];
        (own.el?.disabled ? other : own).el?.focus();
    }
}

registry.category("view_widgets").add("hr_mentorship_move", {
    component: MoveLine,
    listViewWidth: 96,
    extractProps: ({ options }) => ({ list: options.list, name: options.name }),
});
