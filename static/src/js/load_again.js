import { status } from "@odoo/owl";

/**
 * Read the record of a widget again.
 *
 * Whoever has gone to another page meanwhile needs it no more: the host would show them an error of what is gone.
 */
export async function loadAgain(widget) {
    try {
        await widget.props.record.load();
    } catch (error) {
        if (status(widget) !== "destroyed") {
            throw error;
        }
    }
}
