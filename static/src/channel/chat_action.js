import { registry } from "@web/core/registry";

/** Opens the channel of a mentorship: as a window beside the page on a desk, as a page of its own on a phone. */
async function openChat(env, action) {
    const { channel_id: id } = action.params;
    const thread = await env.services["mail.store"].Thread.getOrFetch({ model: "discuss.channel", id });
    thread?.open({ focus: true });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("hr_mentorship.chat", openChat);
