import {formatCount} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import {type DependencyKind, poolKinds} from '../profile/wait-context.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {type Advice, adviceFor} from './advice.ts';
import {countGoroutines} from './count-goroutines.ts';
import {type Absorbed, type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';
import {handlersNow} from './handlers-now.ts';
import {hasFallen} from './recent-falls.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['pool-exhausted'];
type Queue = {
	readonly kind: DependencyKind;
	readonly name: string;
	readonly sites: SiteHistory[];
	count: Count;
};

const sitesNamed = 3;

/** Goroutines queue for something of which there is a limited number: connections, mostly. */
export const poolExhausted: Detector<'pool-exhausted'> = {
	id: 'pool-exhausted',
	word: 'pool',
	reads: ['goroutines'],
	check(history, rule) {
		if (history.goroutineReadings === 0) {
			return tooEarly;
		}

		const queues = queuesNow(history, rule).filter(({count}) => count >= rule.warningCount);
		return found(...queues.map(queue => findingOf(history, queue, rule)));
	},
};

function queuesNow(history: History, rule: Rule): readonly Queue[] {
	const queues = new Map<string, Queue>();
	for (const site of history.sites.values()) {
		const dependency = site.waiters?.context.dependency;
		if (dependency === undefined || !poolKinds.has(dependency.kind) || site.site.kind === 'running') {
			continue;
		}

		// A program has many semaphores, and a queue at one that keeps moving up is what it is for.
		const isSemaphore = dependency.kind === 'semaphore';
		if (isSemaphore && hasFallen(site.waiting, rule.holdReadings)) {
			continue;
		}

		const name = isSemaphore ? `${dependency.name} at ${placeOf(site.site)}` : dependency.name;
		const queue = queues.get(name) ?? {kind: dependency.kind, name, sites: [], count: 0};
		queue.sites.push(site);
		queue.count += site.waiters?.count ?? 0;
		queues.set(name, queue);
	}

	for (const queue of queues.values()) {
		queue.sites.sort((a, b) => (b.waiters?.count ?? 0) - (a.waiters?.count ?? 0));
		// Without a limit per host each of them has a goroutine that dials for it: then it is the dial that is slow.
		queue.count -=
			queue.kind === 'http connection pool'
				? countGoroutines(history, /^net\/http\.\(\*Transport\)\.dialConnFor$/u)
				: 0;
	}

	return [...queues.values()];
}

function findingOf(history: History, {kind, name, sites, count}: Queue, rule: Rule): Finding {
	const isSemaphore = kind === 'semaphore';
	const keys = sites.map(({site}) => site.key);
	return {
		subject: {kind: 'thing', name},
		severity: count >= rule.criticalCount ? 'critical' : 'warning',
		headline: `${formatCount(count)} wait for the ${name}`,
		why: isSemaphore
			? 'All permits are taken and the queue does not get shorter: nothing behind it starts before one is given back.'
			: 'Its connections are all taken: work that has already been accepted waits for one to come back before it can begin.',
		...(adviceByPool[kind] ?? adviceFor('semaphore')),
		confidence: isSemaphore ? 'suspected' : 'strong',
		evidence: [
			countEvidence('waiting now', count, 'goroutines'),
			...sites.slice(0, sitesNamed).map(siteEvidence),
		],
		since: undefined,
		stack: sites[0]?.waiters?.groups[0]?.stack,
		sites: keys,
		absorbs: [
			...keys.flatMap((key): readonly Absorbed[] => [
				{detector: 'site-growth', subject: {kind: 'site', key}},
				{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
			]),
			...explainedHandlers(history, sites).map(
				(handler): Absorbed => ({detector: 'handler-pileup', subject: {kind: 'thing', name: handler}}),
			),
		],
	};
}

function siteEvidence({site, waiters}: SiteHistory): Evidence {
	const count = waiters?.count ?? 0;
	return {
		name: 'wait at',
		value: count,
		unit: 'goroutines',
		text: `${placeOf(site)}, ${formatCount(count)}`,
	};
}

/** Handlers of which at least half wait here: what piles them up is this pool. */
function explainedHandlers(history: History, sites: readonly SiteHistory[]): readonly string[] {
	const here = new Set(sites);
	return handlersNow(history)
		.filter(handler => {
			const waiting = handler.sites.filter(site => here.has(site));
			return 2 * waiting.reduce((sum, {waiters}) => sum + (waiters?.count ?? 0), 0) >= handler.count;
		})
		.map(({name}) => name);
}

const adviceByPool: {readonly [kind in DependencyKind]?: Advice} = {
	'database pool': {
		shortStep: 'who keeps connections',
		nextStep:
			'Find who keeps the connections: rows and transactions that some path does not close, slow queries, a second query inside a transaction. Then compare the limit of the pool with what the database can take.',
	},
	'http connection pool': {
		shortStep: 'close response bodies',
		nextStep:
			'Check that every path reads and closes the response body, then compare Transport.MaxConnsPerHost with the number of requests in flight.',
	},
	'redis pool': {
		shortStep: 'look for slow commands',
		nextStep:
			'Look for slow or blocking commands and for connections that are not given back, then compare the size of the pool with the number of commands in flight.',
	},
	'mongo pool': {
		shortStep: 'who keeps connections',
		nextStep:
			'Look for cursors and sessions that stay open and for slow operations, then compare maxPoolSize with the number of operations in flight.',
	},
};
