import type {SiteKey} from '../profile/site.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import type {Topic} from './topic.ts';

/** The views in the order of their keys. `shortTitle` is for where not all titles fit into one line. */
export const screens = [
	{id: 'sites', title: 'Sites', shortTitle: 'Sites'},
	{id: 'goroutines', title: 'Goroutines', shortTitle: 'Goroutines'},
	{id: 'mutex', title: 'Mutex', shortTitle: 'Mutex'},
	{id: 'heap', title: 'Heap & GC', shortTitle: 'Heap'},
	{id: 'warnings', title: 'Warnings', shortTitle: 'Warnings'},
	{id: 'triage', title: 'Triage', shortTitle: 'Triage'},
	{id: 'dependencies', title: 'Dependencies', shortTitle: 'Depends'},
] as const;

export type ScreenId = (typeof screens)[number]['id'];

/** How far back cards and charts look. */
export const ranges = [
	{label: '1 min', milliseconds: 60_000},
	{label: '5 min', milliseconds: 300_000},
	{label: '15 min', milliseconds: 900_000},
	{label: '1 h', milliseconds: 3_600_000},
] as const satisfies readonly {label: string; milliseconds: Milliseconds}[];

/** Identity of a row, whatever its place: a site's key, a state, a dependency, a question, a warning's id. */
export type RowKey = string;

export type Sort = {readonly column: string; readonly reversed: boolean};

/** `draft` is being typed; it filters at once, and escape brings `applied` back. */
export type Filter = {readonly applied: string; readonly draft: string | undefined};

/**
 * What lies over the screen. `scroll` is the first line shown, from 0 up, or how far from the end to be: -1 is the end,
 * -2 one line above it. It is held within what there is when drawn.
 */
export type Overlay =
	| {readonly kind: 'none'}
	/** `under` is what esc brings back. */
	| {readonly kind: 'help'; readonly scroll: number; readonly under: Overlay}
	| {
			readonly kind: 'explanation';
			readonly topics: readonly Topic[];
			readonly scroll: number;
			readonly under: Overlay;
	  }
	| {readonly kind: 'site'; readonly key: SiteKey; readonly scroll: number}
	/** `id` is that of its row: what has cleared and fired again has several. */
	| {readonly kind: 'warning'; readonly id: RowKey; readonly scroll: number};

/** What the person looks at, and how. Never what is known: that is History. */
export type Look = {
	readonly widthColumns: Count;
	readonly heightRows: Count;
	readonly screen: ScreenId;
	readonly overlay: Overlay;
	/** The row under the cursor, by screen; the first row when it is not there. */
	readonly cursors: {readonly [screen in ScreenId]?: RowKey};
	readonly sorts: {readonly [screen in ScreenId]?: Sort};
	/** While the cursor moves rows keep their places, from 0 on, so that they do not slip away under it. */
	readonly held: {readonly places: ReadonlyMap<RowKey, Count>; readonly until: UnixMilliseconds} | undefined;
	readonly filter: Filter;
	readonly ownCodeOnly: boolean;
	readonly rangeIndex: Count;
	/** Every number shows its change since then. */
	readonly baseline: History | undefined;
};

export function rangeOf(look: Look): (typeof ranges)[number] {
	return ranges[look.rangeIndex] ?? ranges[1];
}

export function activeFilter({filter}: Look): string {
	return filter.draft ?? filter.applied;
}
