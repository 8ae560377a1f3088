import type {ContentionProfile, ContentionSnapshot, SiteContention} from '../profile/contention-snapshot.ts';
import type {Frame} from '../profile/frame.ts';
import type {GoroutineSnapshot, SiteWaiters} from '../profile/goroutine-snapshot.ts';
import type {Origin} from '../profile/origin.ts';
import type {Label} from '../profile/profile.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import type {DependencyKind, WaitContext} from '../profile/wait-context.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import {
	type Heard,
	readTape,
	type Tape,
	type TapeReader,
	type TapeWriter,
	type Written,
	writeTape,
} from './tape.ts';

export function tapeGoroutines(
	{total, observers, sites, siteCount}: GoroutineSnapshot,
	written?: Written,
): Tape {
	const tape = writeTape(written);
	tape.number(total);
	tape.number(observers);
	tape.number(siteCount);
	tape.table('goroutine', sites, {
		keyOf: ({site}) => site,
		isSame: isSameWaiting,
		write: ({site, count, groups, groupCount, context}) => {
			writeSite(tape, site);
			tape.number(count);
			tape.list(groups, group => {
				tape.stack(group.stack);
				tape.list(group.labels, ({key, value}) => {
					tape.text(key);
					tape.text(value);
				});
				tape.number(group.count);
			});
			tape.number(groupCount);
			writeContext(tape, context);
		},
	});
	return tape.finish();
}

export function untapeGoroutines(taped: Tape, heard?: Heard): GoroutineSnapshot {
	const tape = readTape(taped, heard);
	const {number, text, stack, list} = tape;
	const readLabel = () => ({key: text(), value: text()});
	const readGroup = () => ({stack: stack(), labels: list(readLabel), count: number()});
	return {
		total: number(),
		observers: number(),
		siteCount: number(),
		sites: tape.table('goroutine', () => ({
			site: readSite(tape),
			count: number(),
			groups: list(readGroup),
			groupCount: number(),
			context: readContext(tape),
		})),
	};
}

export function tapeContention(
	{profile, contentions, delayNanoseconds, sites, siteCount}: ContentionSnapshot,
	written?: Written,
): Tape {
	const tape = writeTape(written);
	tape.text(profile);
	tape.number(contentions);
	tape.number(delayNanoseconds);
	tape.number(siteCount);
	tape.table(profile, sites, {
		keyOf: ({site}) => site,
		isSame: isSameContention,
		write: entry => {
			writeSite(tape, entry.site);
			tape.number(entry.contentions);
			tape.number(entry.delayNanoseconds);
			tape.list(entry.stacks, ofStack => {
				tape.stack(ofStack.stack);
				tape.number(ofStack.contentions);
				tape.number(ofStack.delayNanoseconds);
			});
			tape.number(entry.stackCount);
		},
	});
	return tape.finish();
}

export function untapeContention(taped: Tape, heard?: Heard): ContentionSnapshot {
	const tape = readTape(taped, heard);
	const {number, text, stack, list, table} = tape;
	const readStack = () => ({stack: stack(), contentions: number(), delayNanoseconds: number()});
	const profile = text() as ContentionProfile;
	return {
		profile,
		contentions: number(),
		delayNanoseconds: number(),
		siteCount: number(),
		sites: table(profile, () => ({
			site: readSite(tape),
			contentions: number(),
			delayNanoseconds: number(),
			stacks: list(readStack),
			stackCount: number(),
		})),
	};
}

function isSameWaiting(a: SiteWaiters, b: SiteWaiters): boolean {
	return (
		a.count === b.count &&
		a.groupCount === b.groupCount &&
		a.context === b.context &&
		a.groups.length === b.groups.length &&
		a.groups.every((group, index) => {
			const other = b.groups[index];
			return (
				group.stack === other?.stack &&
				group.count === other.count &&
				isSameLabels(group.labels, other.labels)
			);
		})
	);
}

function isSameLabels(a: readonly Label[], b: readonly Label[]): boolean {
	return (
		a.length === b.length &&
		a.every(({key, value}, index) => key === b[index]?.key && value === b[index]?.value)
	);
}

function isSameContention(a: SiteContention, b: SiteContention): boolean {
	return (
		a.contentions === b.contentions &&
		a.delayNanoseconds === b.delayNanoseconds &&
		a.stackCount === b.stackCount &&
		a.stacks.length === b.stacks.length &&
		a.stacks.every(({stack, contentions, delayNanoseconds}, index) => {
			const other = b.stacks[index];
			return (
				stack === other?.stack &&
				contentions === other.contentions &&
				delayNanoseconds === other.delayNanoseconds
			);
		})
	);
}

export function writeContext(tape: TapeWriter, context: WaitContext): void {
	tape.shared(context, ({dependency, handler, contextFree, isIdle}) => {
		tape.text(dependency?.kind ?? '');
		tape.text(dependency?.name ?? '');
		for (const frame of [dependency?.frame, handler, contextFree]) {
			writeFrame(tape, frame);
		}

		tape.number(isIdle ? 1 : 0);
	});
}

export function readContext(tape: TapeReader): WaitContext {
	return tape.shared(() => {
		const kind = tape.text() as DependencyKind | '';
		const name = tape.text();
		const frame = readFrame(tape);
		const handler = readFrame(tape);
		const contextFree = readFrame(tape);
		const dependency = kind === '' || frame === undefined ? undefined : {kind, name, frame};
		return {dependency, handler, contextFree, isIdle: tape.number() === 1};
	});
}

/** A frame that may not be there. */
export function writeFrame(tape: TapeWriter, frame: Frame | undefined): void {
	tape.list(frame === undefined ? [] : [frame], tape.frame);
}

export function readFrame(tape: TapeReader): Frame | undefined {
	return tape.list(tape.frame)[0];
}

export function writeSite(tape: TapeWriter, site: Site): void {
	tape.shared(site, ({key, kind, frame, origin, name, place}) => {
		tape.text(key);
		tape.text(kind);
		tape.frame(frame);
		tape.text(origin);
		tape.text(name);
		tape.text(place);
	});
}

export function readSite({shared, text, frame}: TapeReader): Site {
	return shared(() => ({
		key: text() as SiteKey,
		kind: text() as WaitKind,
		frame: frame(),
		origin: text() as Origin,
		name: text(),
		place: text(),
	}));
}
