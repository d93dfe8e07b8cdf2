/** Of the browser's interface for extensions, what this one uses. */
declare namespace chrome {
	interface Event<F> {
		addListener(listener: F): void;
	}
	namespace runtime {
		interface MessageSender {
			id?: string;
			url?: string;
			frameId?: number;
			tab?: { id?: number };
		}
		interface Port {
			name: string;
			sender?: MessageSender;
			postMessage(message: unknown): void;
			disconnect(): void;
			onMessage: Event<(message: unknown) => void>;
			onDisconnect: Event<(port: Port) => void>;
		}
		const id: string;
		const lastError: { message?: string } | undefined;
		const onInstalled: Event<() => void>;
		const onStartup: Event<() => void>;
		const onConnect: Event<(port: Port) => void>;
		const onMessage: Event<
			(message: unknown, sender: MessageSender, answer: (answer: unknown) => void) => boolean | undefined
		>;
		function connect(info: { name: string }): Port;
		function connectNative(host: string): Port;
		function sendMessage(message: unknown): Promise<unknown>;
		function openOptionsPage(): Promise<void>;
		function getURL(path: string): string;
	}
	namespace storage {
		interface Area {
			get(key: string): Promise<Record<string, unknown>>;
			set(values: Record<string, unknown>): Promise<void>;
		}
		const local: Area;
		const session: Area & { setAccessLevel(level: { accessLevel: string }): Promise<void> };
		const onChanged: Event<(changes: Record<string, { newValue?: unknown }>, area: string) => void>;
	}
	namespace contextMenus {
		function create(item: { id: string; title: string; contexts: string[] }): void;
		function update(id: string, item: { title: string }): Promise<void>;
		function removeAll(): Promise<void>;
		const onClicked: Event<
			(info: { selectionText?: string; frameId?: number }, tab?: { id?: number }) => void
		>;
	}
	namespace commands {
		const onCommand: Event<(command: string, tab?: { id?: number }) => void>;
	}
	namespace scripting {
		interface Script {
			id: string;
			matches: string[];
			excludeMatches: string[];
			js: string[];
			css: string[];
			allFrames: boolean;
			matchOriginAsFallback: boolean;
			runAt: string;
			persistAcrossSessions: boolean;
		}
		function getRegisteredContentScripts(filter: { ids: string[] }): Promise<Script[]>;
		function registerContentScripts(scripts: Script[]): Promise<void>;
		function updateContentScripts(scripts: Script[]): Promise<void>;
		function unregisterContentScripts(filter: { ids: string[] }): Promise<void>;
		function executeScript<T>(order: {
			target: { tabId: number; allFrames: boolean };
			func: () => T;
		}): Promise<{ result?: T }[]>;
	}
	namespace permissions {
		function request(wanted: { origins: string[] }): Promise<boolean>;
		function remove(left: { origins: string[] }): Promise<boolean>;
		function contains(wanted: { origins: string[] }): Promise<boolean>;
		const onRemoved: Event<() => void>;
	}
	namespace action {
		function setTitle(to: { title: string; tabId?: number }): Promise<void>;
		function setBadgeText(to: { text: string; tabId?: number }): Promise<void>;
		function setBadgeBackgroundColor(to: { color: string }): Promise<void>;
		function setIcon(to: { imageData: Record<string, ImageData> }): Promise<void>;
	}
	namespace tabs {
		function query(of: { active: boolean; currentWindow: boolean }): Promise<{ id?: number; url?: string }[]>;
		function connect(tab: number, info: { name: string }): runtime.Port;
		function sendMessage(tab: number, message: unknown, to?: { frameId: number }): Promise<unknown>;
	}
	namespace i18n {
		function getUILanguage(): string;
	}
	namespace dom {
		function openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null;
	}
}
