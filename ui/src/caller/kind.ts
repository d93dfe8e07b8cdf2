import type { LucideIcon } from "@lucide/svelte";
import Building2 from "@lucide/svelte/icons/building-2";
import Headset from "@lucide/svelte/icons/headset";
import UserRound from "@lucide/svelte/icons/user-round";
import UserRoundCheck from "@lucide/svelte/icons/user-round-check";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import type { KindView } from "../bindings";

export const KIND_ICON: Record<KindView, LucideIcon> = {
	contact: UserRound,
	lead: UserRoundPlus,
	account: Building2,
	person_account: UserRoundCheck,
	user: Headset,
};
