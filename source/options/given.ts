import type {FlagName} from './flags.ts';

/** Weakest first. */
const sources = ['default', 'file', 'environment', 'flag'] as const;

export type Source = (typeof sources)[number];

export const isStronger = (source: Source, other: Source): boolean =>
	sources.indexOf(source) > sources.indexOf(other);

/** One setting as somebody wrote it, before anything is understood of it. */
export type Given = {
	readonly flag: FlagName;
	readonly source: Source;
	/** How sentences call it: `--interval`, `GOROUTOP_INTERVAL`, `interval in /etc/x.toml`. Holds no value. */
	readonly shown: string;
	/** A switch has one text, `true` or `false`. */
	readonly texts: readonly string[];
};
