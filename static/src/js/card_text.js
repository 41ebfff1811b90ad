import { useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { TextField, textField } from "@web/views/fields/text/text_field";

/** A text that is written on its card, where Odoo would open a dialog for each. */
export class CardTextField extends TextField {
    static props = { ...TextField.props, labelField: { type: String } };

    setup() {
        super.setup();
        useEffect((textarea) => {
            textarea?.setAttribute("aria-label", this.props.record.data[this.props.labelField]);
        }, () => [this.textareaRef.el]);
    }
}

registry.category("fields").add("hr_mentorship_card_text", {
    ...textField,
    component: CardTextField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...textField.extractProps(fieldInfo, dynamicInfo),
        labelField: fieldInfo.options.label_field,
        readonly: dynamicInfo.readonly,
    }),
});
