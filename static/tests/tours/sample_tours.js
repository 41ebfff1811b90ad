import { registry } from "@web/core/registry";

import { click, onDesk, onPhone, see, seeLater, seeMyMentorship } from "./tour_helpers";

registry.category("web_tour.tours").add("hr_mentorship_sample_program", {
    steps: () => [
        seeMyMentorship(),
        click("Load it", ".o_mentorship_next button[name='action_load_sample']"),
        // Months of mentoring are made in some seconds, which are more on a busy machine
        seeLater("what it is", ".o_form_view div[name='sample']:contains('invented')"),
        ...onDesk([click("Go back", ".o_breadcrumb .breadcrumb-item:contains('My Mentorship') a")]),
        ...onPhone([click("Go back", ".o_breadcrumb .o_back_button")]),
        see("it among the own programs", ".o_mentorship_my article:contains('(sample)')"),
        click("Remove it", ".o_mentorship_my button[name='action_remove_sample']"),
        click("Yes", ".modal .btn-primary"),
        seeLater("the empty page again", ".o_mentorship_next button[name='action_load_sample']"),
    ],
});
