import { registry } from "@web/core/registry";

import { finishDialog, pressHeaderButton, see, seeNo } from "./tour_helpers";

const changes = ".alert:contains('Changed since the approval')";

registry.category("web_tour.tours").add("hr_mentorship_sponsor_agrees_to_changes", {
    steps: () => [
        see("what was approved and what it is now", `${changes}:contains('Places for Mentees: approved 20, now 40')`),
        ...pressHeaderButton("Agree to Changes"),
        see("the same in the dialog", ".modal .o_field_widget[name='change_text']:contains('approved 20, now 40')"),
        ...finishDialog("Agree"),
        seeNo("anything that differs", changes),
    ],
});
