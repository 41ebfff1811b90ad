import { registry } from "@web/core/registry";

const PRESSED = ["button", "a", "input[type='checkbox']"]
    .map((what) => `.o_mentorship_view .o_kanban_record ${what}`)
    .join(", ");

/**
 * Let Enter and Space press the buttons and boxes of our cards: the shortcuts of a kanban take both keys for themselves.
 *
 * A key that reaches a button is the button's. It is kept away from the shortcuts, and the browser does the rest; a link
 * that acts as a button is pressed by hand, as the browser knows nothing of it.
 */
function pressButton(ev) {
    if (!["Enter", " "].includes(ev.key) || ev.ctrlKey || ev.altKey || ev.metaKey) {
        return;
    }
    const button = ev.target.closest?.(PRESSED);
    if (!button || button !== ev.target) {
        return;
    }
    ev.stopPropagation();
    if (button.tagName === "A") {
        ev.preventDefault();
        button.click();
    }
}

registry.category("services").add("hr_mentorship.card_buttons", {
    start() {
        // On the way down: the shortcuts listen on the way up, at the window
        document.addEventListener("keydown", pressButton, { capture: true });
    },
});
