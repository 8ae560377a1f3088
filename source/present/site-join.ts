import {formatChange, formatCount, formatDelayRate, formatDuration, formatRate} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import type {SiteHistory} from '../series/history.ts';
import {type SiteRow, siteRowOf} from '../session/site-row.ts';
import {makesWait, releasedLate} from './lock-partner-rows.ts';
import {namedRows} from './named-rows.ts';
import {whyNothing} from './profile-silence.ts';
import type {Row} from './row.ts';
import type {Scene} from './scene.ts';

/**
 * What the three profiles say of one site, one below the other: who waits now, how long waits took, what it delays. A
 * lock's waiters and its late releasers are put together, with how they were matched.
 */
export function siteJoin(site: SiteHistory, scene: Scene): readonly Row[] {
	const {known, widthColumns} = scene;
	const block = siteRowOf(site, known.history, 'block', undefined);
	const {kind} = site.site;
	return [
		...namedRows('waiting now', waitingText(block), widthColumns),
		...(kind === 'unlock' || kind === 'runtime lock'
			? [...delaysOthers(site, scene), ...(kind === 'unlock' ? makesWait(site, scene) : [])]
			: [
					...waits(site, block, scene),
					...(lockKinds.has(kind) ? releasedLate(site, scene) : notALock(scene)),
				]),
		...contextRows(site, scene),
	];
}

function waitingText({waiting, changePerMinute}: SiteRow): string {
	if (waiting === undefined) {
		return 'not read yet (goroutine profile)';
	}

	const change = changePerMinute === undefined ? '' : `, ${formatChange(changePerMinute)}/min`;
	return `${waiting === 0 ? 'nobody' : goroutines(waiting)}${change} (goroutine profile)`;
}

/** Waits that the block profile never sees: whoever polls, sleeps or computes is not blocked on another goroutine. */
const unseen: ReadonlySet<WaitKind> = new Set([
	'sleep',
	'accept',
	'net read',
	'net write',
	'connect',
	'file',
	'syscall',
	'cgo',
	'gc assist',
	'gc wait',
	'coroutine',
	'running',
]);

function waits(site: SiteHistory, block: SiteRow, scene: Scene): readonly Row[] {
	if (block.delayPerSecond !== undefined) {
		return namedRows(
			'waits',
			`${ratesText(block, 'nothing ended here')} (block profile)`,
			scene.widthColumns,
		);
	}

	const isUnseen = unseen.has(site.site.kind);
	const text = isUnseen
		? 'never in the block profile, which records channels and locks'
		: `${whyNothing('block', scene)} (block profile; a wait counts when it ends)`;
	return namedRows('waits', text, scene.widthColumns, 'dim');
}

function delaysOthers(site: SiteHistory, scene: Scene): readonly Row[] {
	const mutex = siteRowOf(site, scene.known.history, 'mutex', undefined);
	return [
		...namedRows('waits', 'nobody waits at a release', scene.widthColumns, 'dim'),
		...(mutex.delayPerSecond === undefined
			? namedRows('delays others', `${whyNothing('mutex', scene)} (mutex profile)`, scene.widthColumns, 'dim')
			: namedRows('delays others', `${ratesText(mutex, 'nobody')} (mutex profile)`, scene.widthColumns)),
	];
}

function notALock({widthColumns}: Scene): readonly Row[] {
	return namedRows('delays others', 'no lock is released here (mutex profile)', widthColumns, 'dim');
}

function ratesText(
	{delayPerSecond, eventsPerSecond, averageWaitNanoseconds}: SiteRow,
	nothing: string,
): string {
	if (eventsPerSecond === undefined || eventsPerSecond === 0) {
		return `${nothing} since the reading before`;
	}

	const average =
		averageWaitNanoseconds === undefined ? '' : ` · ${formatDuration(averageWaitNanoseconds)} each`;
	return `${formatDelayRate(delayPerSecond ?? 0)} · ${formatRate(eventsPerSecond)} events/s${average}`;
}

/** What the frames further up say: what is waited for, whose request it is, and whether anybody can call it off. */
function contextRows({waiters}: SiteHistory, {widthColumns}: Scene): readonly Row[] {
	if (waiters === undefined) {
		return [];
	}

	const {dependency, handler, contextFree, isIdle} = waiters.context;
	const pairs: readonly (readonly [string, string])[] = [
		...(isIdle ? [['by design', 'it waits like this whenever there is nothing to do'] as const] : []),
		...(dependency === undefined
			? []
			: [['waits for', `${dependency.name}, in ${dependency.frame.functionName}`] as const]),
		...(handler === undefined ? [] : [['serves', `a request, in ${handler.functionName}`] as const]),
		...(contextFree === undefined
			? []
			: [['cannot be ended', `${contextFree.functionName} takes no context`] as const]),
	];
	return pairs.flatMap(([name, text]) => namedRows(name, safeText(text), widthColumns));
}

function goroutines(count: Count): string {
	return `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
}
