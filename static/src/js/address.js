import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { router } from "@web/core/browser/router";
import { patch } from "@web/core/utils/patch";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { actionService } from "@web/webclient/actions/action_service";
import { WebClient } from "@web/webclient/webclient";
import { HOME } from "./home";

const PAGE = "mentorship"; // the path of My Mentorship
const APP = "hr_mentorship.hr_mentorship_root_menu";
const UNREADABLE = ["odoo.exceptions.AccessError", "odoo.exceptions.MissingError"];

const isOurs = (model) => /^hr\.mentorship(\.|$)/.test(model || "");

/** An address of a record alone, as mails and messages have it: nothing says where it belongs. */
const isBare = ({ actionStack = [] }) => actionStack.length === 1 && isOurs(actionStack[0].model);

function isUnreadable(error) {
    for (; error; error = error.cause) {
        if (
            error instanceof FetchRecordError ||
            (error instanceof RPCError && UNREADABLE.includes(error.exceptionName))
        ) {
            return true;
        }
    }
    return false;
}

/**
 * What one may not see and what is gone are told alike, in a sentence and on a page one knows.
 *
 * Odoo would leave an empty page behind its error, and name models and records in it. Everything else that goes wrong,
 * and every other model, stays as it is.
 */
patch(actionService, {
    start(env) {
        const service = super.start(...arguments);
        const { doAction, loadState } = service;
        const tell = () =>
            env.services.notification.add(
                _t("This page no longer exists, or it is not one for you. Whoever sent you here may know more."),
                { type: "warning" }
            );
        const modelOf = async ({ action, model }) => {
            if (model || !action) {
                return model;
            }
            return service.loadAction(action).then(
                ({ res_model }) => res_model,
                () => undefined
            );
        };
        service.doAction = async (request, options) => {
            try {
                return await doAction(request, options);
            } catch (error) {
                if (!isOurs(request?.res_model) || request.target === "new" || !isUnreadable(error)) {
                    throw error;
                }
                tell();
            }
        };
        service.loadState = async (state = router.current) => {
            if (isBare(state)) {
                state = { ...state, actionStack: [{ action: PAGE }, ...state.actionStack] };
            }
            try {
                return await loadState(state);
            } catch (error) {
                if (!isUnreadable(error) || !isOurs(await modelOf(state))) {
                    throw error;
                }
                await doAction(HOME, { clearBreadcrumbs: true });
                tell();
                return true;
            }
        };
        return service;
    },
});

patch(WebClient.prototype, {
    async loadRouterState() {
        const belongsHere = isBare(router.current);
        await super.loadRouterState(...arguments);
        const app = belongsHere && this.menuService.getApps().find(({ xmlid }) => xmlid === APP);
        if (app) {
            this.menuService.setCurrentMenu(app);
        }
    },
});
