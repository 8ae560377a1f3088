import type {ContentionProfile, ContentionSnapshot} from '../profile/contention-snapshot.ts';
import type {Frame} from '../profile/frame.ts';
import type {GoroutineSnapshot} from '../profile/goroutine-snapshot.ts';
import type {Origin} from '../profile/origin.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import type {DependencyKind, WaitContext} from '../profile/wait-context.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import {readTape, type Tape, type TapeReader, type TapeWriter, writeTape} from './tape.ts';

export function tapeGoroutines({total, observers, sites, siteCount}: GoroutineSnapshot): Tape {
	const tape = writeTape();
	tape.number(total);
	tape.number(observers);
	tape.number(siteCount);
	tape.list(sites, ({site, count, groups, groupCount, context}) => {
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
	});
	return tape.finish();
}

export function untapeGoroutines(tape: Tape): GoroutineSnapshot {
	const {number, text, stack, list} = readTape(tape);
	const readLabel = () => ({key: text(), value: text()});
	const readGroup = () => ({stack: stack(), labels: list(readLabel), count: number()});
	return {
		total: number(),
		observers: number(),
		siteCount: number(),
		sites: list(() => ({
			site: readSite({number, text, stack, list}),
			count: number(),
			groups: list(readGroup),
			groupCount: number(),
			context: readContext({number, text, stack, list}),
		})),
	};
}

export function tapeContention({
	profile,
	contentions,
	delayNanoseconds,
	sites,
	siteCount,
}: ContentionSnapshot): Tape {
	const tape = writeTape();
	tape.text(profile);
	tape.number(contentions);
	tape.number(delayNanoseconds);
	tape.number(siteCount);
	tape.list(sites, entry => {
		writeSite(tape, entry.site);
		tape.number(entry.contentions);
		tape.number(entry.delayNanoseconds);
		tape.list(entry.stacks, ofStack => {
			tape.stack(ofStack.stack);
			tape.number(ofStack.contentions);
			tape.number(ofStack.delayNanoseconds);
		});
		tape.number(entry.stackCount);
	});
	return tape.finish();
}

export function untapeContention(tape: Tape): ContentionSnapshot {
	const {number, text, stack, list} = readTape(tape);
	const readStack = () => ({stack: stack(), contentions: number(), delayNanoseconds: number()});
	return {
		profile: text() as ContentionProfile,
		contentions: number(),
		delayNanoseconds: number(),
		siteCount: number(),
		sites: list(() => ({
			site: readSite({number, text, stack, list}),
			contentions: number(),
			delayNanoseconds: number(),
			stacks: list(readStack),
			stackCount: number(),
		})),
	};
}

export function writeContext(
	tape: TapeWriter,
	{dependency, handler, contextFree, isIdle}: WaitContext,
): void {
	tape.text(dependency?.kind ?? '');
	tape.text(dependency?.name ?? '');
	for (const frame of [dependency?.frame, handler, contextFree]) {
		tape.stack(frame === undefined ? [] : [frame]);
	}

	tape.number(isIdle ? 1 : 0);
}

export function readContext({number, text, stack}: TapeReader): WaitContext {
	const kind = text() as DependencyKind | '';
	const name = text();
	const [frame] = stack();
	const [handler] = stack();
	const [contextFree] = stack();
	const dependency = kind === '' || frame === undefined ? undefined : {kind, name, frame};
	return {dependency, handler, contextFree, isIdle: number() === 1};
}

export function writeSite(tape: TapeWriter, {key, kind, frame, origin, name, place}: Site): void {
	tape.text(key);
	tape.text(kind);
	tape.stack([frame]);
	tape.text(origin);
	tape.text(name);
	tape.text(place);
}

export const noFrame: Frame = {functionName: '', file: '', line: 0};

export function readSite({text, stack}: TapeReader): Site {
	return {
		key: text() as SiteKey,
		kind: text() as WaitKind,
		frame: stack()[0] ?? noFrame,
		origin: text() as Origin,
		name: text(),
		place: text(),
	};
}
