/** What is used of Bun beyond what Node has. */
type Bun = {
	readonly isMainThread: boolean;
	readonly unsafe: {
		/** How many times as often as usual code must run before it is compiled. */
		readonly setJITPolicy: (scale: number) => void;
	};
};

export const bun: Bun = Reflect.get(globalThis, 'Bun');
