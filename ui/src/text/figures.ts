/** `180,000` */
export function decimal(number: number, locale: string): string {
	return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(number);
}

/** `12.5%`, of 12.5. */
export function percent(number: number, locale: string): string {
	return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(number / 100);
}

/** `€180,000`; without a currency, or with one nobody can write, the figure alone. */
export function amount(figure: number, currency: string | null, locale: string): string {
	if (currency === null || !/^[A-Z]{3}$/.test(currency)) return decimal(figure, locale);
	const digits = Number.isInteger(figure) ? 0 : 2;
	return new Intl.NumberFormat(locale, {
		style: "currency",
		currency,
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	}).format(figure);
}
