import { registry } from "@web/core/registry";

import { click, openMenu, pressHeaderButton, see, seeStatus, write } from "./tour_helpers";

const openReview = () => [
    ...openMenu("rewards", "points_review", "Fair Play"),
    click("Open what was noticed", ".o_data_row:contains('Mia') td[name='mentorship_id'], .o_kanban_record:contains('Mia')"),
    see("the reason", ".o_field_widget[name='words']:contains('The two have given each other points')"),
    see("who got how many", ".o_field_widget[name='words']:contains('Mia to Max: 3 ×, 30 points')"),
];

registry.category("web_tour.tours").add("hr_mentorship_manager_finds_all_well", {
    steps: () => [
        ...openReview(),
        write("word", "They prepared the fair together."),
        ...pressHeaderButton("All Is Well"),
        seeStatus("Dismissed"),
        see("who decided", ".o_field_widget[name='decided_by_id']:contains('Pia')"),
    ],
});
