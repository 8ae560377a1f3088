import {formatChange, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf, rateEvidence} from './evidence.ts';
import {type Rise, risingFloor} from './rising-floor.ts';
import {sitesOfKind} from './sites-of-kind.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['thread-growth'];

/** Kinds of wait that keep an operating-system thread; pipes and sockets need none, but their files may. */
const threadKinds: ReadonlySet<WaitKind> = new Set(['syscall', 'cgo', 'file', 'dns', 'child process']);
const sitesNamed = 3;
/** From this share of all goroutines on, a growth of them is the same fact as the growth of the threads. */
const mostFraction = 0.5;
/** The runtime may use this many threads per processor without anything being wrong. */
const threadsPerProcessor = 2;

/** Operating-system threads keep being added. Go keeps those that it no longer needs, so the number hardly ever falls. */
export const threadGrowth: Detector<'thread-growth'> = {
	id: 'thread-growth',
	word: 'threads',
	reads: ['heartbeat'],
	check(history, rule) {
		const rise = riseOf(history, rule);
		if (rise === 'too-early') {
			return tooEarly;
		}

		if (rise === 'level') {
			return found();
		}

		const suspects = sitesOfKind(history, threadKinds).slice(0, sitesNamed);
		const [first] = suspects;
		return found({
			subject: {kind: 'process'},
			severity: rise.latest >= rule.criticalCount ? 'critical' : 'warning',
			headline: [
				`${formatCount(rise.latest)} threads`,
				`${formatChange(rise.perMinute)}/min`,
				first === undefined
					? 'no goroutine is in a system call'
					: `${formatCount(first.waiters.count)} ${stateWords(first.site.kind)} at one site`,
			].join(', '),
			why: 'Each call that blocks in the system or in C keeps a thread, with its stack and its place in the limits; at 10,000 threads Go ends the program.',
			...(first === undefined
				? {
						shortStep: 'look for LockOSThread',
						nextStep:
							'Look for goroutines that call runtime.LockOSThread, and for short blocking calls that come in bursts: files, name lookups through C.',
					}
				: adviceFor(first.site.kind)),
			confidence: first === undefined ? 'suspected' : 'strong',
			evidence: [
				countEvidence('threads now', rise.latest, 'threads'),
				{
					name: 'growth',
					value: rise.latest - rise.fromFloor,
					unit: 'threads',
					text: `${formatChange(rise.latest - rise.fromFloor)} threads in ${formatMilliseconds(rise.to - rise.from)}`,
				},
				rateEvidence('pace', rise.perMinute, 'threads/min'),
				...suspects.map(({site, waiters}) => ({
					name: placeOf(site),
					value: waiters.count,
					unit: 'goroutines',
					text: `${formatCount(waiters.count)} ${stateWords(site.kind)}`,
				})),
			],
			since: rise.from,
			stack: first?.waiters.groups[0]?.stack,
			sites: suspects.map(({site}) => site.key),
			absorbs: [
				...suspects.map(({site}) => ({
					detector: 'site-growth' as const,
					subject: {kind: 'site' as const, key: site.key},
				})),
				...(first !== undefined && first.waiters.count >= mostFraction * history.goroutinesInProfile
					? [{detector: 'goroutine-growth' as const, subject: {kind: 'process' as const}}]
					: []),
			],
		});
	},
};

/** Many and still rising, or doubled within ten minutes in a steady rise: one burst adds its threads at once and no more. */
function riseOf({threads, comparableSince, metrics}: History, rule: Rule): Rise | 'level' | 'too-early' {
	const lately = risingFloor(threads, comparableSince, rule);
	if (lately.kind === 'too-early') {
		return 'too-early';
	}

	const manyCount = Math.max(rule.threadCount, threadsPerProcessor * (metrics?.gomaxprocs ?? 0));
	if (lately.kind === 'rising' && lately.rise.latest >= manyCount) {
		return lately.rise;
	}

	const slowly = risingFloor(threads, comparableSince, {
		...rule,
		windowSeconds: rule.doubledSeconds / rule.windowCount,
		shortestSpanSeconds: rule.doubledSeconds,
	});
	return slowly.kind === 'rising' &&
		slowly.rise.latest >= 2 * Math.max(slowly.rise.fromFloor, rule.leastForDoublingCount)
		? slowly.rise
		: 'level';
}
