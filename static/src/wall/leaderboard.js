import { registry } from "@web/core/registry";
import { CardAction } from "../my_mentorship/card_page";

/**
 * The leaderboards that the user may read.
 */
export class Leaderboard extends CardAction {
    static template = "hr_mentorship.Leaderboard";
    static source = "hr.mentorship.leaderboard";
}

registry.category("actions").add("hr_mentorship.leaderboard", Leaderboard);
