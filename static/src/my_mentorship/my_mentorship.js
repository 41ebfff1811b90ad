import { registry } from "@web/core/registry";
import { CardAction } from "./card_page";

/**
 * My Mentorship: the one thing to do next, the people, and what else there is, all of it by one call to the server.
 *
 * What it shows comes as cards and buttons from ``hr.mentorship.overview``: a card opens its record, a button calls a
 * method of it. Here is nothing but how they look.
 */
export class MyMentorship extends CardAction {
    static template = "hr_mentorship.MyMentorship";
    static source = "hr.mentorship.overview";

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
