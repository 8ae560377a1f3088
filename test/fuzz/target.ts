/** Something that reads what others wrote, and what must hold whatever that was. */
export type FuzzTarget = {
	readonly name: string;
	/** Inputs to begin with: real captures, and small ones that show every form. */
	readonly seeds: () => readonly Uint8Array[];
	/** Words of the format. */
	readonly words: readonly string[];
	/** Inputs are not made longer than this. */
	readonly maxBytes: number;
	/** Throws when something does not hold. */
	readonly check: (input: Uint8Array) => void | Promise<void>;
};
