import type {ContendedLock, DumpSnapshot, DumpWaiter, PlausibleHolder} from '../profile/dump-snapshot.ts';
import {baseName, shortFunctionName} from '../profile/function-name.ts';
import {formatCount, formatInterval} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import {type Count, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {SiteHistory} from '../series/history.ts';
import {stuckTime} from '../series/stuck.ts';
import {clockText} from './clock-text.ts';
import {namedRows} from './named-rows.ts';
import {blankRow, type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {titledStacks} from './stack-rows.ts';

/** Where goroutines release or run, a dump finds nobody waiting. */
const waitless: ReadonlySet<WaitKind> = new Set(['unlock', 'runtime lock', 'running']);
const creatorsShown = 3;
const locksShown = 2;
const holdersShown = 2;

/** What the latest dump knows of a site's goroutines: since when they stand, who created them, which lock, who may hold it. */
export function siteInDump(site: SiteHistory, scene: Scene): readonly Row[] {
	const {known, session, widthColumns} = scene;
	const {latest, takenAt} = known.history.dumps;
	if (waitless.has(site.site.kind)) {
		return [];
	}

	if (latest === undefined || takenAt === undefined) {
		return site.waiters === undefined
			? []
			: [row(segment(' d takes a dump: since when these wait, who created them, for which lock', 'dim'))];
	}

	const here = latest.waiters.filter(waiter => waiter.wait.site.key === site.site.key);
	const taken = `dump of ${clockText(takenAt, session.settings.utcOffsetMilliseconds)}`;
	const isPart = latest.isCut || latest.waiterCount > latest.waiters.length;
	const cut = isPart ? ', of the part of it that was read' : '';
	if (here.length === 0) {
		return [row(segment(` ${taken}: no goroutine waited here${cut}`, 'dim'))];
	}

	return [
		row(segment(` ${taken}: ${goroutines(here.length)} waited here${cut}`, 'strong')),
		...namedRows('standing', standingText(here, scene), widthColumns),
		...creatorTexts(here, latest).flatMap((text, index) =>
			namedRows(index === 0 ? 'created by' : '', text, widthColumns),
		),
		...lockRows(here, latest, scene),
	];
}

function standingText(here: readonly DumpWaiter[], {known}: Scene): string {
	const times = here.map(waiter => stuckTime(known.history, waiter));
	const spans = (saidBy: 'runtime' | 'dumps') =>
		times.filter(time => time.saidBy === saidBy).map(({milliseconds}) => milliseconds);
	const [byRuntime, byDumps] = [spans('runtime'), spans('dumps')];
	const unknown = here.length - byRuntime.length - byDumps.length;
	const leaked = here.filter(({wait}) => wait.isLeaked).length;
	return [
		...(leaked > 0 ? [`${formatCount(leaked)} for ever, says the runtime`] : []),
		...(byRuntime.length > 0
			? [`${formatCount(byRuntime.length)} for ${spanText(byRuntime)}, as the runtime counts`]
			: []),
		...(byDumps.length > 0
			? [`${formatCount(byDumps.length)} in the same wait in each dump for ${spanText(byDumps)}`]
			: []),
		...(unknown > 0
			? [`${formatCount(unknown)} not known for how long${another(known.history.dumps.count)}`]
			: []),
	].join('; ');
}

function another(dumps: Count): string {
	return dumps < 2 ? ' (d again tells who has not moved)' : '';
}

/** Both are lower bounds: the longest is what counts, the shortest says whether they came together. */
function spanText(spans: readonly Milliseconds[]): string {
	const [shortest, longest] = [Math.min(...spans), Math.max(...spans)];
	return shortest === longest
		? `at least ${timeText(longest)}`
		: `at least ${timeText(shortest)}, some for ${timeText(longest)}`;
}

function timeText(milliseconds: Milliseconds): string {
	return milliseconds % millisecondsPerMinute === 0
		? `${milliseconds / millisecondsPerMinute} min`
		: formatInterval(Math.floor(milliseconds / 1000) * 1000);
}

/** By the line of the `go` statement, most goroutines first. */
function creatorTexts(here: readonly DumpWaiter[], {hasCreators}: DumpSnapshot): readonly string[] {
	const places = new Map<string, DumpWaiter[]>();
	for (const waiter of here) {
		if (waiter.createdBy !== undefined) {
			const {functionName, file, line} = waiter.createdBy.frame;
			const place = safeText(`${shortFunctionName(functionName)} ${baseName(file)}:${line}`);
			const created = places.get(place) ?? [];
			created.push(waiter);
			places.set(place, created);
		}
	}

	const sorted = [...places].sort(([, a], [, b]) => b.length - a.length);
	const hidden = sorted.length - creatorsShown;
	return [
		...sorted
			.slice(0, creatorsShown)
			.map(
				([place, created]) =>
					`${place}: ${formatCount(created.length)}, ${creatorsText(created, hasCreators)}`,
			),
		...(hidden > 0 ? [`and ${formatCount(hidden)} more places`] : []),
	];
}

function creatorsText(created: readonly DumpWaiter[], hasCreators: boolean): string {
	if (!hasCreators) {
		return created.every(({createdBy}) => createdBy?.state === 'gone')
			? 'and no goroutine runs that function now'
			: 'and a goroutine runs that function now';
	}

	const states = new Map(created.map(({createdBy}) => [createdBy?.goroutine, createdBy?.state]));
	const gone = [...states.values()].filter(state => state === 'gone').length;
	if (states.size === 1) {
		return `by one goroutine that is ${gone === 1 ? 'gone' : 'still there'}`;
	}

	const fate =
		gone === states.size ? 'all gone' : gone === 0 ? 'all still there' : `${formatCount(gone)} of them gone`;
	return `by ${formatCount(states.size)} goroutines, ${fate}`;
}

function lockRows(here: readonly DumpWaiter[], latest: DumpSnapshot, scene: Scene): readonly Row[] {
	const numbers = new Set(here.map(({number}) => number));
	return latest.locks
		.map(lock => ({lock, count: lock.waiters.filter(number => numbers.has(number)).length}))
		.filter(({count}) => count > 0)
		.sort((a, b) => b.count - a.count)
		.slice(0, locksShown)
		.flatMap(({lock, count}) => [
			...namedRows('waits for', lockText(lock, count), scene.widthColumns),
			...holderRows(lock, latest, scene),
		]);
}

function lockText({address, isExact, waiters}: ContendedLock, count: Count): string {
	const elsewhere = waiters.length - count;
	const what = isExact ? `lock ${address}` : `a lock of the object at ${address}`;
	return safeText(
		`${what}: ${goroutines(count)} here${elsewhere > 0 ? `, ${formatCount(elsewhere)} at other places` : ''}`,
	);
}

function holderRows({holders, reentrant}: ContendedLock, latest: DumpSnapshot, scene: Scene): readonly Row[] {
	const {widthColumns} = scene;
	const texts = [
		...reentrant.map(holder => `${holderText(holder)}: it waits here itself, perhaps for its own lock`),
		...holders.map(holderText),
	].map(safeText);
	if (texts.length === 0) {
		return namedRows(
			'may be held by',
			'nobody that can be seen: no stack is inside a method of its object',
			widthColumns,
			'dim',
		);
	}

	const hidden = texts.length - holdersShown - 1;
	const shown = hidden > 0 ? [...texts.slice(0, holdersShown), `and ${hidden + 1} more`] : texts;
	const stacks = [...reentrant, ...holders].slice(0, holdersShown).flatMap(({number}) => {
		const holder = latest.waiters.find(waiter => waiter.number === number);
		return holder === undefined
			? []
			: [{title: `goroutine ${number}, ${holder.wait.state}, may hold it`, stack: holder.wait.stack}];
	});
	return [
		...shown.flatMap((text, index) => namedRows(index === 0 ? 'may be held by' : '', text, widthColumns)),
		...(stacks.length > 0 ? [blankRow, ...titledStacks(stacks, scene)] : []),
	];
}

function holderText({number, frame, byName}: PlausibleHolder): string {
	const doubt = byName === true ? ' (by its name alone: no address was printed)' : '';
	const place = frame.file === '' ? '' : ` ${baseName(frame.file)}:${frame.line}`;
	return `goroutine ${number}, in ${shortFunctionName(frame.functionName)}${place}${doubt}`;
}

function goroutines(count: Count): string {
	return `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
}
