import { registry } from "@web/core/registry";

import { click, finishDialog, pressHeaderButton, see, seeDialog, seeStatus, todo, write } from "./tour_helpers";

registry.category("web_tour.tours").add("hr_mentorship_member_pauses_and_leaves", {
    steps: () => [
        click("Open the mentorship", ".o_mentorship_person_card h3 a"),
        seeStatus("Active"),
        ...pressHeaderButton("Pause"),
        seeDialog("Pause"),
        ...finishDialog("Pause"),
        seeStatus("Paused"),
        see("until when", ".o_mentorship_talk header:contains('Takes a break until')"),
        ...pressHeaderButton("Go On"),
        seeStatus("Active"),
        ...pressHeaderButton("End Early"),
        seeDialog("End Early"),
        write("thank_you", "Thank you for your time."),
        click("Ask for another partner", ".modal .o_field_widget[name='back_to_pool'] input"),
        ...finishDialog("End the Mentorship"),
        seeStatus("Ended"),
    ],
});

registry.category("web_tour.tours").add("hr_mentorship_partner_wants_another", {
    steps: () => [
        see("the question", todo("Would you like another partner")),
        click("Say yes", "button[name='action_back_to_pool']"),
        see("that it was heard", "body:not(:has(button[name='action_back_to_pool']))"),
    ],
});
