import { registry } from "@web/core/registry";

import { card, click, finishDialog, openMenu, pressInDialog, see, seeDialog, seeNo, seeStatus } from "./tour_helpers";

const MOST_TAPS = 3;

registry.category("web_tour.tours").add("hr_mentorship_employee_redeems_a_reward", {
    steps: () => {
        const fromCatalogueToMine = [
            click("Tap the card", card("Evening at the theatre")),
            see("what I have", ".o_field_widget[name='my_balance']:contains('100')"),
            click("Tap “Redeem”", ".o_statusbar_buttons button[name='action_redeem']"),
            seeDialog("Redeem"),
            see("what is left then", ".modal .o_field_widget[name='balance_after']:contains('20')"),
            pressInDialog("Redeem Now"),
            see("who takes care of it", ".o_field_widget[name='progress_text']:contains('Olga takes care of it')"),
        ];
        const taps = fromCatalogueToMine.filter((step) => step.run).length;
        if (taps > MOST_TAPS) {
            throw new Error(`It takes ${taps} taps to redeem a reward, and may take ${MOST_TAPS}.`);
        }
        return [
            ...openMenu("rewards", "reward_catalogue", "Reward Catalogue"),
            see("that the points suffice", `${card("Evening at the theatre")}:contains('You have enough points')`),
            // Who knows what it is needs not open it
            click("Tap “Redeem” on the card", `${card("Evening at the theatre")} button[name='action_redeem']`),
            seeDialog("Redeem"),
            ...finishDialog("Not Now"),
            ...fromCatalogueToMine,
            seeStatus("Approved"),
            ...openMenu("rewards", "my_redemption", "My Rewards"),
            see("it among mine", `${card("Evening at the theatre")}:contains('Approved')`),
        ];
    },
});

registry.category("web_tour.tours").add("hr_mentorship_owner_hands_out_a_reward", {
    steps: () => [
        ...openMenu("rewards", "redemption_to_fulfil", "Rewards to Hand Out"),
        click("Say that Mia has it", ".o_data_row button[name='action_fulfil'], .o_kanban_record button[name='action_fulfil']"),
        seeNo("anything to do", ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"),
    ],
});
