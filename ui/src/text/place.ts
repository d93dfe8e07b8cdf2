/** The name of a country in the reader's language; `null` where the number does not tell one. */
export function countryName(region: string | null, locale: string): string | null {
	if (region === null || !/^[A-Z]{2}$/.test(region)) return null;
	try {
		return new Intl.DisplayNames(locale, { type: "region" }).of(region) ?? null;
	} catch {
		return null;
	}
}

type LocaleZones = Intl.Locale & { getTimeZones?: () => string[] | undefined; timeZones?: string[] };

function zonesOf(region: string): readonly string[] {
	try {
		const locale = new Intl.Locale(`und-${region}`) as LocaleZones;
		return locale.getTimeZones?.() ?? locale.timeZones ?? [];
	} catch {
		return [];
	}
}

/**
 * The time on the caller's wall, where the whole country has the same time now; a country with
 * several says nothing rather than a guess. `differs` from the reader's own.
 */
export function timeThere(
	region: string | null,
	now_ms: number,
	locale: string,
): { time: string; differs: boolean } | null {
	if (region === null) return null;
	const zones = zonesOf(region);
	const times = new Set(zones.map((zone) => clockIn(zone, now_ms, locale)));
	const [time] = times;
	if (times.size !== 1 || time === undefined) return null;
	return { time, differs: time !== clockIn(undefined, now_ms, locale) };
}

function clockIn(zone: string | undefined, now_ms: number, locale: string): string {
	const timeZone = zone === undefined ? {} : { timeZone: zone };
	return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", ...timeZone }).format(now_ms);
}
