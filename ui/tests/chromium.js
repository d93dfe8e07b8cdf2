/** The browser the tests and pictures use: the system's Chromium, offline. */
export const CHROMIUM = {
	executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
	args: [
		"--no-sandbox",
		"--disable-gpu",
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
	],
};

/** Where the fixtures' agent sits. */
export const ZONE = "Europe/Berlin";
