import { registry } from "@web/core/registry";
import { card, chooseTag, click, openMenu, see, seeNo, write } from "./tour_helpers";

registry.category("web_tour.tours").add("hr_mentorship_employee_edits_profile_and_finds_mentor", {
    steps: () => [
        click("Open my profile", ".o_mentorship_my button:has(.fa-user-o)"),
        see("my name", ".o_form_view .o_field_widget[name='employee_id']:contains('Olga')"),
        click("Say that I am open to mentor", ".o_field_widget[name='is_open_to_mentor'] input"),
        ...chooseTag("offered_skill_ids", "Selling"),
        ...chooseTag("wanted_skill_ids", "Leading"),
        ...chooseTag("interest_ids", "Chess"),
        write("introduction", "I listen first."),
        click("Save", ".o_form_button_save"),
        seeNo("anything unsaved", ".o_form_view .o_form_dirty"),
        ...openMenu("programs", "mentor_directory", "Mentors"),
        see("who else is a mentor", `${card("Max")}:contains('Leading')`),
        seeNo("myself among the mentors", card("Olga")),
        click("Open the mentor", `${card("Max")}:contains('Leading')`),
        see("how he introduces himself", ".o_field_widget[name='mentor_introduction']:contains('Ask me anything.')"),
    ],
});
