export type Command = 'watch' | 'check' | 'demo';

/**
 * What a value looks like. `file` is a path, `list` is written with commas, `files` and `texts` are given one by one
 * (repeat the flag, or one per line of the variable), a `switch` is on or off.
 */
type FlagKind = 'duration' | 'percent' | 'count' | 'text' | 'file' | 'files' | 'texts' | 'list' | 'switch';

export type Flag = {
	readonly name: string;
	readonly kind: FlagKind;
	/** Stands for the value in the help when there is no default. */
	readonly placeholder?: string;
	/** Both written as on the command line. */
	readonly defaultText?: string;
	readonly limits?: {readonly least: string; readonly most: string};
	readonly help: string;
	readonly commands: readonly Command[];
	readonly short?: string;
	/** Where it can be set. Each step includes the ones before: command line, environment, config file. */
	readonly settable: 'flag' | 'environment' | 'file';
};

/** What the value of each kind becomes: milliseconds, a fraction, a number of something. */
export type KindValue = {
	readonly duration: number;
	readonly percent: number;
	readonly count: number;
	readonly text: string;
	readonly file: string;
	readonly files: readonly string[];
	readonly texts: readonly string[];
	readonly list: readonly string[];
	readonly switch: boolean;
};
