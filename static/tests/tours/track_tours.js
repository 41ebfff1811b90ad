import { registry } from "@web/core/registry";
import { click, finishDialog, person, pressInDialog, see, seeDialog, seeNo, seeStatus, todo } from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const mine = todo("Does it fit?");

tours.add("hr_mentorship_mentee_answers_fit_check", {
    steps: () => [
        see("that I am asked", mine),
        click("Say that it is not a fit", `${mine} button:contains('It is not a fit')`),
        seeDialog("Look for a New Match"),
        see("that nobody is to blame", ".modal p:contains('nobody')"),
        pressInDialog("Give It Another Try"),
        seeNo("a dialog", ".modal"),
        click("Open the mentorship", `${person("Max")} h3 a`),
        seeStatus("Active"),
        seeNo("what I have taken back", ".alert:contains('Only you see this')"),
    ],
});

// Starts at the address behind a choice in the mail
tours.add("hr_mentorship_mentee_uses_choices", {
    steps: () => [
        seeDialog("Log Check-in"),
        pressInDialog("Cancel"),
        seeNo("a dialog", ".modal"),
        see("the choices", ".alert:contains('That is fine as well')"),
        click("Choose a break", ".alert button:contains('Take a break')"),
        seeDialog("Pause"),
        ...finishDialog("Pause"),
        seeNo("the choices", ".alert button:contains('Take a break')"),
    ],
});
