import { Component, useState } from "@odoo/owl";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { registry } from "@web/core/registry";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Odoo's signature pad, which writes the name anew when that is changed in a field beside it. */
class NamedSignature extends NameAndSignature {
    setup() {
        super.setup();
        // Odoo offers to write a name only if there is one from the beginning
        this.defaultName = " ";
        this.props.signature.drawName = () => {
            if (this.state.signMode === "auto" && this.signaturePad) {
                this.drawCurrentName();
            }
        };
    }
}

/**
 * A signature that stands in the form itself: written from the name at once, or drawn or loaded instead.
 *
 * Odoo's own field is a box that opens a dialog, which no key reaches.
 */
export class SignaturePad extends Component {
    static template = "hr_mentorship.SignaturePad";
    static components = { NamedSignature };
    static props = { ...standardFieldProps, fullName: { type: String } };

    setup() {
        const name = this.props.record.data[this.props.fullName] || "";
        this.signature = useState({ name, isSignatureEmpty: true, drawName: () => {} });
        useRecordObserver((record) => {
            const written = record.data[this.props.fullName] || "";
            if (written !== this.signature.name) {
                this.signature.name = written;
                this.signature.drawName();
                this.keep();
            }
        });
    }

    keep() {
        const { isSignatureEmpty } = this.signature;
        const image = isSignatureEmpty ? false : this.signature.getSignatureImage().split(",")[1];
        this.props.record.update({ [this.props.name]: image });
    }

    /** The choices of the pad are links that act as buttons: Space presses a button. */
    onKeydown(ev) {
        if (ev.key === " " && ev.target.matches("a[role='button']")) {
            ev.preventDefault();
            ev.target.click();
        }
    }
}

registry.category("fields").add("hr_mentorship_signature", {
    component: SignaturePad,
    supportedTypes: ["binary"],
    extractProps: ({ options }) => ({ fullName: options.full_name }),
});
