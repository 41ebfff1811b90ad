import { registry } from "@web/core/registry";

import { card, click, finishDialog, inSection, openMenu, pressHeaderButton, see, seeDialog, seeMyMentorship, seeNo, write } from "./tour_helpers";

const tours = registry.category("web_tour.tours");
const THANKS = "Mia thanks Max";
const ACTIVE_DIALOG = ".modal:not(.o_inactive_modal)";

tours.add("hr_mentorship_mentee_thanks_on_the_wall", {
    steps: () => [
        ...pressHeaderButton("Write a Thank-you"),
        seeDialog("Write a Thank-you"),
        write("message", "Thank you for Tuesday."),
        see("that it stays between the two", `${ACTIVE_DIALOG} p:contains('Only the members')`),
        click("Put it forward for the wall", `${ACTIVE_DIALOG} .o_field_widget[name='on_wall'] input`),
        see("who reads it then", `${ACTIVE_DIALOG} p:contains('once your partner agrees')`),
        ...finishDialog("Send"),
    ],
});

tours.add("hr_mentorship_mentor_shows_it_on_the_wall", {
    steps: () => [
        seeMyMentorship(),
        see("the question among the news", inSection("news", THANKS)),
        click("Open the wall", ".o_mentorship_my [data-section='wall'] button:contains('Open the wall')"),
        see("what I am asked", `${card(THANKS)}:contains('only if all of you agree')`),
        click("Show it", `${card(THANKS)} button[name='action_agree']`),
        see("it shown", `${card(THANKS)} button[name='action_react']`),
    ],
});

tours.add("hr_mentorship_colleague_reacts_on_the_wall", {
    steps: () => [
        ...openMenu("rewards", "wall", "Wall"),
        see("the words", `${card(THANKS)}:contains('Thank you for Tuesday.')`),
        seeNo("a way to take it back", `${card(THANKS)} button[name='action_take_back']`),
        click("Tap the heart", `${card(THANKS)} button[aria-label='Lovely']`),
        see("my heart", `${card(THANKS)} button[aria-label='Lovely'][aria-pressed='true']:contains('1')`),
        click("Tap the star instead", `${card(THANKS)} button[aria-label='Inspiring']`),
        see("my star", `${card(THANKS)} button[aria-label='Inspiring'][aria-pressed='true']:contains('1')`),
        see("no heart any more", `${card(THANKS)} button[aria-label='Lovely'][aria-pressed='false']:contains('0')`),
    ],
});

tours.add("hr_mentorship_mentee_takes_it_back_from_the_wall", {
    steps: () => [
        ...openMenu("rewards", "wall", "Wall"),
        click("Take it back", `${card(THANKS)} button[name='action_take_back']`),
        click("Confirm it", `${ACTIVE_DIALOG} footer button:contains('Take Back')`),
        see("what the wall is for", ".o_view_nocontent:contains('The wall is still empty')"),
    ],
});

tours.add("hr_mentorship_mentee_goes_on_the_leaderboard_and_off_again", {
    steps: () => [
        seeMyMentorship(),
        click("Open the leaderboard", ".o_mentorship_my [data-section='leaderboard'] button"),
        see("who is on it", ".o_mentorship_leaderboard tr:contains('Amy'):contains('10')"),
        seeNo("my own name", ".o_mentorship_leaderboard td:contains('Mia')"),
        see("that I am not on it", ".o_mentorship_leaderboard p:contains('You are not on it.')"),
        click("Put me on it", ".o_mentorship_leaderboard button[name='action_join_leaderboard']"),
        see("who reads it then", `${ACTIVE_DIALOG}:contains('Everybody who takes part in')`),
        click("Yes", `${ACTIVE_DIALOG} footer button:contains('Put Me on It')`),
        see("my own name", ".o_mentorship_leaderboard tr[aria-current]:contains('Mia')"),
        see("my place", ".o_mentorship_leaderboard p:contains('You are on it: place 1.')"),
        click("Take me off", ".o_mentorship_leaderboard button[name='action_leave_leaderboard']"),
        seeNo("my own name", ".o_mentorship_leaderboard td:contains('Mia')"),
        see("that I am not on it", ".o_mentorship_leaderboard p:contains('You are not on it.')"),
        see("the others still", ".o_mentorship_leaderboard tr:contains('Amy')"),
    ],
});
