/** Made by build.mjs: every text whose id begins with `extension-`. */
declare module "virtual:extension-words" {
	const words: unknown;
	export default words;
}
