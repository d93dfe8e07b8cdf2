import type { ChannelView, NotWritten, TextId } from "../bindings";
import { t } from "./text.svelte";

const CHANNEL_TEXT: Record<Exclude<ChannelView["channel"], "other">, TextId> = {
	live_chat: "channel-live-chat",
	sms: "channel-sms",
	whats_app: "channel-whatsapp",
	facebook: "channel-facebook",
	rcs: "channel-rcs",
};

/** What carries a chat; what nobody knows yet has the phone system's own name. */
export function channelName(channel: ChannelView): string {
	return channel.channel === "other" ? channel.name : t(CHANNEL_TEXT[channel.channel]);
}

/** Why nothing is written about a chat. */
export function whyNot(why: NotWritten): string {
	return why === "unmatched" ? t("chat-entry-none-unmatched") : t(`entry-none-${why}`);
}
