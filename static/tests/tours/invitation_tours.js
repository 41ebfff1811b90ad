import { registry } from "@web/core/registry";
import {
    chooseTag,
    click,
    finishDialog,
    inSection,
    onDesk,
    pressHeaderButton,
    see,
    seeDialog,
    seeNo,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");
const inDialog = (field) => `.modal .o_field_widget[name='${field}']`;

tours.add("hr_mentorship_manager_invites", {
    steps: () => [
        click("Open the program", `${inSection("quiet", "Leaders")} h3 a`),
        see("the program", ".o_form_view .o_field_widget[name='goal']"),
        ...pressHeaderButton("Invite"),
        seeDialog("Invite"),
        click("Choose people by name", `${inDialog("scope")} label:contains('People I choose')`),
        ...chooseTag("employee_ids", "Mia"),
        see("how many are asked", ".modal .alert:contains('People to ask: 1')"),
        write("word", "Come along."),
        see("the mail", `${inDialog("preview")}:contains('Mia')`),
        ...finishDialog("Invite One Person"),
        // A phone keeps the figures of a form behind a button
        ...onDesk([see("the invitations", "button[name='action_view_invitations']:contains('0 / 1')")]),
    ],
});

tours.add("hr_mentorship_employee_accepts_invitation", {
    steps: () => [
        click("Join", `${todo("You are invited to “Leaders”")} button:contains('Join as mentee')`),
        see("the goal in the dialog", ".modal .o_field_widget[name='goal']:contains('More people who dare to lead.')"),
        ...chooseTag("skill_ids", "Speaking"),
        write("motivation", "With joy."),
        ...finishDialog("Apply"),
        seeNo("the invitation", todo("You are invited")),
        see("that I have applied", `${inSection("participants", "Leaders")}:contains('Applied')`),
    ],
});
