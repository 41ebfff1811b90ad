import { registry } from "@web/core/registry";
import { chooseTag, click, pressInDialog, see, seeDialog, seeNo, todo } from "./tour_helpers";

const tours = registry.category("web_tour.tours");
const isStep = (number, words) =>
    see(`step ${number}`, `.modal .o_field_widget[name=step_in_words]:contains('${number} of 5: ${words}')`);

tours.add("hr_mentorship_employee_is_guided_through_profile", {
    steps: () => [
        click("Fill in my profile", `${todo("Tell us about yourself")} button:contains('Fill in My Profile')`),
        seeDialog("My Mentorship Profile"),
        isStep(1, "What you share"),
        ...chooseTag("wanted_skill_ids", "Leading"),
        pressInDialog("Next"),
        isStep(2, "About you"),
        pressInDialog("Next"),
        isStep(3, "In your words"),
        { content: "Say it", trigger: ".modal div[name=introduction] textarea", run: "edit I listen first." },
        pressInDialog("Next"),
        isStep(4, "How you work"),
        pressInDialog("Next"),
        isStep(5, "When you have time"),
        pressInDialog("See what others see"),
        see("my words", ".modal div[name=introduction]:contains('I listen first.')"),
        pressInDialog("Done"),
        seeNo("a dialog", ".modal"),
        seeNo("the same again", todo("Tell us about yourself")),
    ],
});
