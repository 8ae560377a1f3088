import {formatChange, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {windowOf} from '../series/window.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';
import {
	bySite,
	creatorEvidence,
	forHowLong,
	isQueue,
	type StuckGoroutine,
	type StuckSite,
	stuckGoroutines,
	stuckSince,
	waitEvidence,
} from './stuck-goroutines.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['leak-suspected'];

/** Kinds in which a goroutine waits for another one that may never come. */
const leakKinds: ReadonlySet<WaitKind> = new Set(['chan send', 'chan receive', 'select', 'cond']);

/** Many goroutines stuck at one site, and something that tells them from a pool that waits for work. */
export const leakSuspected: Detector<'leak-suspected'> = {
	id: 'leak-suspected',
	word: 'leak',
	reads: ['dump'],
	check(history, rule) {
		if (history.dumps.latest === undefined) {
			return tooEarly;
		}

		const stuck = stuckGoroutines(
			history,
			rule.leastMinutes * 60,
			({wait: {site, context}}) =>
				leakKinds.has(site.kind) && (site.origin === 'own' || site.origin === 'library') && !context.isIdle,
		);
		const connected = startersOfConnections(history);
		return found(
			...bySite(stuck)
				.filter(
					stuckSite => stuckSite.goroutines.length >= rule.leastGoroutines && !isQueue(history, stuckSite),
				)
				.flatMap(stuckSite => {
					const sign = signOf(history, stuckSite, connected, rule);
					return sign === undefined ? [] : [findingOf(history, stuckSite, sign)];
				}),
		);
	},
};

function signOf(
	history: History,
	{site, goroutines}: StuckSite,
	connected: ReadonlySet<number>,
	rule: Rule,
): Evidence | undefined {
	if (site.kind === 'chan send') {
		return {name: 'sign', value: 1, unit: '', text: 'a send that nobody takes'};
	}

	return (
		growthOf(history, site.key, rule) ??
		(site.origin === 'own' ? goneCreators(goroutines, connected, rule) : undefined)
	);
}

/** A pool warms up and stays: only what still rises, in each third of what was seen, is more than that. */
function growthOf(history: History, key: StuckSite['site']['key'], rule: Rule): Evidence | undefined {
	const waiting = history.sites.get(key)?.waiting;
	const to = history.goroutinesTakenAt;
	if (waiting === undefined || to === undefined) {
		return undefined;
	}

	const from = history.comparableSince;
	const third = (to - from) / 3;
	const thirds = [0, 1, 2].map(index => windowOf(waiting, from + index * third, from + (index + 1) * third));
	const [first = 0, middle = 0, last = 0] = thirds.map(window => window?.minimum ?? 0);
	// It must go on to the end: a warm-up that is over has a last third above the others too.
	const newest = thirds[2];
	const goesOn = newest !== undefined && newest.last - newest.first >= (last - first) / 8;
	const isLongEnough = to - from >= rule.leastMinutes * 60_000;
	return isLongEnough && goesOn && first < middle && middle < last && last - first >= rule.leastRise
		? {
				name: 'growth',
				value: last - first,
				unit: 'goroutines',
				text: `${formatChange(last - first)} goroutines in ${formatMilliseconds(to - from)}`,
			}
		: undefined;
}

/** Each was started by another goroutine that has ended since: nobody is left who would feed or end them as a pool. */
function goneCreators(
	goroutines: readonly StuckGoroutine[],
	connected: ReadonlySet<number>,
	{goneCreatorFraction, leastCreators}: Rule,
): Evidence | undefined {
	const numbered = goroutines.flatMap(({waiter: {createdBy}}) =>
		createdBy?.goroutine === undefined ? [] : [createdBy],
	);
	const gone = numbered.filter(({state, goroutine}) => state === 'gone' && !connected.has(goroutine ?? 0));
	const creators = new Set(gone.map(({goroutine}) => goroutine)).size;
	// One that started a whole pool and ended is no sign; nearly one each is.
	const areMany = creators >= leastCreators && creators >= goneCreatorFraction * gone.length;
	return areMany && gone.length >= goneCreatorFraction * numbered.length
		? {
				name: 'creators gone',
				value: creators,
				unit: 'goroutines',
				text: `${formatCount(creators)} different goroutines started them and have ended`,
			}
		: undefined;
}

/** Whoever also started a goroutine that reads from or writes to the network set up a connection, whose partners wait by design. */
function startersOfConnections(history: History): ReadonlySet<number> {
	const waiters = history.dumps.latest?.waiters ?? [];
	return new Set(
		waiters
			.filter(({wait: {site}}) => site.kind === 'net read' || site.kind === 'net write')
			.flatMap(({createdBy}) => createdBy?.goroutine ?? []),
	);
}

function findingOf(history: History, {site: {key, kind}, goroutines}: StuckSite, sign: Evidence): Finding {
	const subject = {kind: 'site', key} as const;
	return {
		subject,
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} stuck ${stateWords(kind)} ${forHowLong(goroutines)}`,
		why: 'They have stood still for a minute or longer, and nothing points to a pool that waits for work: what they hold is not given back.',
		...adviceFor(kind),
		confidence: kind === 'chan send' ? 'strong' : 'suspected',
		evidence: [
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			sign,
			waitEvidence(goroutines),
			...creatorEvidence(goroutines),
		],
		since: stuckSince(history, goroutines),
		stack: goroutines[0]?.waiter.wait.stack,
		sites: [key],
		absorbs: [
			{detector: 'stuck-send', subject},
			{detector: 'stuck-wait', subject},
			{detector: 'site-growth', subject},
		],
	};
}
