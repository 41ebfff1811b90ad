import { Component, onPatched, onWillStart, status, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * A page of cards and buttons as the server describes them: a card opens its record, a button calls a method of it, and
 * then the page is loaded again. Whoever extends this says in `load` how.
 */
export class CardPage extends Component {
    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ page: null, isBusy: false });
        this.next = useRef("next");
        this.losesFocus = false;
        onPatched(() => this.keepFocus());
    }

    /** What has been pressed may be gone: whoever works with the keyboard goes on at what comes next. */
    keepFocus() {
        if (this.losesFocus && document.activeElement === document.body) {
            this.next.el?.focus();
        }
        this.losesFocus = false;
    }

    hrefOf({ model, id }) {
        return `/odoo/${model}/${id}`;
    }

    open({ model, id }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    chatWith({ mentorship_id }) {
        return this.call({ name: "action_chat" }, { model: "hr.mentorship", id: mentorship_id });
    }

    pressRow(row, card) {
        if (row.action) {
            return this.action.doAction(row.action, { additionalContext: row.context });
        }
        return this.press(row, card);
    }

    press(button, card) {
        if (!button.confirm) {
            return this.call(button, card);
        }
        this.dialog.add(ConfirmationDialog, {
            body: button.confirm,
            confirmLabel: button.confirm_label,
            cancelLabel: button.cancel_label,
            confirm: () => this.call(button, card),
            cancel: () => {},
        });
    }

    async call(button, { model, id }) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        let isFresh = false;
        const refresh = async (closing) => {
            isFresh = true;
            // Where another page takes the place of this one, nothing is loaded any more: the answer to a call of a
            // component that is gone never comes, and the dialog that waits for it would stay open
            if (!closing?.noReload && status(this) !== "destroyed") {
                this.losesFocus = true;
                await this.load();
            }
        };
        try {
            await this.action.doActionButton({
                type: "object",
                name: button.name,
                resModel: model,
                resId: id,
                resIds: id ? [id] : [],
                args: button.args && JSON.stringify(button.args),
                context: user.context,
                onClose: refresh,
            });
            if (!isFresh) {
                await refresh();
            }
        } finally {
            this.state.isBusy = false;
        }
    }
}

/** A page of the web client's own, all of which comes by one call: of `get_page` of the model `static source`. */
export class CardAction extends CardPage {
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        super.setup();
        this.orm = useService("orm");
        useSetupAction({ rootRef: useRef("root") });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call(this.constructor.source, "get_page", []);
    }
}
