import { Component, useState, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const FEWEST = 2;
const MOST = 3;

/**
 * Give the focus back to what opened a dialog, once nothing lies over it any more.
 *
 * The host does so as well, but for what it has hidden or disabled meanwhile.
 */
async function focusAgain(getElement) {
    for (let tries = 0; tries < 30; tries++) {
        await new Promise((resolve) => browser.setTimeout(resolve, 20));
        const el = getElement();
        if (!el?.isConnected) {
            return;
        }
        el.focus();
        if (document.activeElement === el) {
            return;
        }
    }
}

/** The box on a card that chooses its mentor for a comparison; what is chosen is kept by the page around it. */
export class CompareTick extends Component {
    static template = "hr_mentorship.CompareTick";
    static props = { ...standardWidgetProps };

    setup() {
        // A card of ours in another place, as in a dialog, has nothing to be compared with
        this.beside = this.env.mentorshipBeside && useState(this.env.mentorshipBeside);
    }

    get id() {
        return this.props.record.resId;
    }

    get name() {
        return this.props.record.data.name;
    }

    get isChosen() {
        return this.beside.chosen.some(({ id }) => id === this.id);
    }

    get isFull() {
        return this.beside.chosen.length >= MOST;
    }

    get label() {
        return _t("Compare %(name)s with others", { name: this.name });
    }

    toggle() {
        if (this.isChosen) {
            this.beside.chosen = this.beside.chosen.filter(({ id }) => id !== this.id);
        } else {
            this.beside.chosen.push({ id: this.id, name: this.name });
        }
    }
}

registry.category("view_widgets").add("hr_mentorship_compare", {
    component: CompareTick,
    fieldDependencies: [{ name: "name", type: "char" }],
});

/** Two or three mentors side by side, as the server describes them; on a phone one below the other, by what is said. */
export class Comparison extends Component {
    static template = "hr_mentorship.Comparison";
    static components = { Dialog };
    static props = { page: Object, close: Function };

    setup() {
        this.action = useService("action");
        this.ui = useState(useService("ui"));
    }

    ask({ id }, button) {
        return this.action.doActionButton({
            type: "object",
            name: "action_ask",
            resModel: this.props.page.model,
            resId: id,
            resIds: [id],
            context: {},
            onClose: () => focusAgain(() => button),
        });
    }
}

/** Find My Mentor: the cards, and below them who is chosen to be compared. */
export class CandidateController extends KanbanController {
    static template = "hr_mentorship.CandidateKanban";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.dialogs = useService("dialog");
        this.beside = useState({ chosen: [] });
        useSubEnv({ mentorshipBeside: this.beside });
    }

    get canCompare() {
        return this.beside.chosen.length >= FEWEST;
    }

    /** What the bar says, and a screen reader as well whenever it changes. */
    get standing() {
        const { length } = this.beside.chosen;
        if (!length) {
            return "";
        }
        const names = this.beside.chosen.map(({ name }) => name).join(", ");
        if (length < FEWEST) {
            return _t("%(names)s – choose one or two more to compare.", { names });
        }
        return length < MOST
            ? _t("%(names)s – compare them, or choose one more.", { names })
            : _t("%(names)s – more than three cannot be compared.", { names });
    }

    /** Take all ticks away; the focus goes to the last one, as the bar goes with them. */
    clear() {
        const last = this.beside.chosen.at(-1);
        this.beside.chosen = [];
        this.rootRef.el.querySelector(`[data-compare="${last?.id}"]`)?.focus();
    }

    async compare() {
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        try {
            const ids = this.beside.chosen.map(({ id }) => id);
            const page = await this.orm.call(this.props.resModel, "get_comparison", [ids]);
            const getOpener = () => this.rootRef.el?.querySelector(".o_mentorship_beside_bar [name='compare']");
            this.dialogs.add(Comparison, { page }, { onClose: () => void focusAgain(getOpener) });
        } finally {
            this.isBusy = false;
        }
    }
}

registry.category("views").add("hr_mentorship_candidates", { ...kanbanView, Controller: CandidateController });
