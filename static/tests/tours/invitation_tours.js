import { registry } from "@web/core/registry";
import { card, chooseTag, click, finishDialog, pressHeaderButton, see, seeDialog, seeNo, write } from "./tour_helpers";

const tours = registry.category("web_tour.tours");
const inDialog = (field) => `.modal .o_field_widget[name='${field}']`;

tours.add("hr_mentorship_manager_invites", {
    steps: () => [
        click("Open the program", `.o_field_widget[name='managed_program_ids'] ${card("Leaders")}`),
        see("the program", ".o_form_view .o_field_widget[name='goal']"),
        ...pressHeaderButton("Invite"),
        seeDialog("Invite"),
        click("Choose people by name", `${inDialog("scope")} label:contains('People I choose')`),
        ...chooseTag("employee_ids", "Mia"),
        see("how many are asked", ".modal .alert:contains('People to ask: 1')"),
        write("word", "Come along."),
        see("the mail", `${inDialog("preview")}:contains('Mia')`),
        ...finishDialog("Send Invitations"),
        see("the invitations", "button[name='action_view_invitations']:contains('0 / 1')"),
    ],
});

const invited = ".o_field_widget[name='invitation_ids']";

tours.add("hr_mentorship_employee_accepts_invitation", {
    steps: () => [
        click("Join", `${invited} ${card("Leaders")} button:contains('Join as mentee')`),
        see("the goal in the dialog", ".modal .o_field_widget[name='goal']:contains('More people who dare to lead.')"),
        ...chooseTag("skill_ids", "Speaking"),
        write("motivation", "With joy."),
        ...finishDialog("Apply"),
        seeNo("the invitation", `${invited} .o_kanban_record:not(.o_kanban_ghost)`),
        see("that I have applied", `${card("Leaders")}:contains('You have applied as a mentee')`),
    ],
});
