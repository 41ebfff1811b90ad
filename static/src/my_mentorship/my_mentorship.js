import { onWillStart, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CardPage } from "./card_page";

/**
 * My Mentorship: the one thing to do next, the people, and what else there is, all of it by one call to the server.
 *
 * What it shows comes as cards and buttons from ``hr.mentorship.overview``: a card opens its record, a button calls a
 * method of it. Here is nothing but how they look.
 */
export class MyMentorship extends CardPage {
    static template = "hr_mentorship.MyMentorship";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        super.setup();
        this.orm = useService("orm");
        useSetupAction({ rootRef: useRef("root") });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.page = await this.orm.call("hr.mentorship.overview", "get_page", []);
    }

    get hasAside() {
        const { people, figures, has_employee } = this.state.page;
        return Boolean(people.length || figures.length || has_employee);
    }

    openPage(xmlid) {
        return this.action.doAction(xmlid);
    }

    openProfile() {
        return this.call({ name: "action_open_my_profile" }, { model: "hr.mentorship.overview", id: 0 });
    }
}

registry.category("actions").add("hr_mentorship.my_mentorship", MyMentorship);
