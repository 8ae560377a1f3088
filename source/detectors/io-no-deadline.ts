import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {DependencyKind} from '../profile/wait-context.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';
import {
	bySite,
	creatorEvidence,
	longestWait,
	type StuckSite,
	stuckGoroutines,
	stuckSince,
	waitEvidence,
} from './stuck-goroutines.ts';

const networkKinds: ReadonlySet<WaitKind> = new Set(['net read', 'net write', 'connect', 'dns']);
// Waits for the network that other goroutines do on their behalf: these are in a select.
const networkDependencies: ReadonlySet<DependencyKind> = new Set([
	'http response',
	'http body',
	'tls handshake',
	'dial',
	'dns',
]);

const transportLoop = 'net/http.(*persistConn).readLoop';

/** Network reads and writes that last so long that nothing seems to bound them. Stacks do not show deadlines: it stays a suspicion. */
export const ioNoDeadline: Detector<'io-no-deadline'> = {
	id: 'io-no-deadline',
	word: 'no deadline',
	reads: ['dump'],
	check(history, {leastSeconds}) {
		if (history.dumps.latest === undefined) {
			return tooEarly;
		}

		const stuck = stuckGoroutines(history, leastSeconds, waitsForNetwork);
		const open = stuck.filter(({waiter}) => isOpenBody(waiter));
		const others = stuck.filter(({waiter}) => !isOpenBody(waiter));
		return found(
			...bySite(others).map(site => findingOf(history, site)),
			...bySite(open.slice(bodiesBeingRead(history))).map(site => openBodyFinding(history, site)),
		);
	},
};

/** The transport holds a connection until somebody has read or closed the body of its response. */
function isOpenBody({site, context}: DumpWaiter): boolean {
	return context.dependency?.kind === 'http body' && site.frame.functionName === transportLoop;
}

/** A stream that somebody reads keeps its connection just as long; that one is meant. */
function bodiesBeingRead(history: History): number {
	const waiters = history.dumps.latest?.waiters ?? [];
	return waiters.filter(waiter => waiter.context.dependency?.kind === 'http body' && !isOpenBody(waiter))
		.length;
}

/** A call without a context is for `no-context` to tell, which knows more. */
function waitsForNetwork({site, context}: DumpWaiter): boolean {
	const {dependency, isIdle, contextFree} = context;
	const isNetwork =
		networkKinds.has(site.kind) || (dependency !== undefined && networkDependencies.has(dependency.kind));
	return isNetwork && !isIdle && contextFree === undefined;
}

function findingOf(history: History, {site: {key, kind}, goroutines}: StuckSite): Finding {
	const context = goroutines[0]?.waiter.context;
	const dependency = context?.dependency;
	const isNamed = dependency !== undefined && dependency.kind !== 'network';
	const waitsFor = isNamed ? `wait for ${dependency.name}` : stateWords(kind);
	return {
		subject: {kind: 'site', key},
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} ${waitsFor} for ${formatMilliseconds(longestWait(goroutines))}, no sign of a deadline`,
		why: 'A peer that never answers and never hangs up holds these for ever, with all that they hold themselves.',
		...adviceOf(dependency?.kind, kind),
		confidence: 'suspected',
		evidence: [
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			waitEvidence(goroutines),
			...(context?.handler === undefined
				? []
				: [
						{
							name: 'serving',
							value: goroutines.length,
							unit: 'goroutines',
							text: context.handler.functionName,
						},
					]),
			...creatorEvidence(goroutines),
		],
		since: stuckSince(history, goroutines),
		stack: goroutines[0]?.waiter.stack,
		sites: [key],
		absorbs: [{detector: 'site-growth', subject: {kind: 'site', key}}],
	};
}

function openBodyFinding(history: History, {site: {key}, goroutines}: StuckSite): Finding {
	const count = goroutines.length;
	return {
		subject: {kind: 'site', key},
		severity: 'warning',
		headline: `${formatCount(count)} HTTP response ${count === 1 ? 'body' : 'bodies'} neither read nor closed for ${formatMilliseconds(longestWait(goroutines))}`,
		why: 'Each keeps a connection that cannot be used again, and the two goroutines that serve it.',
		nextStep:
			'Find the request whose response body some path does not close: defer Body.Close() right after the error check.',
		shortStep: 'close response bodies',
		confidence: 'suspected',
		evidence: [countEvidence('left open', count, 'response bodies'), waitEvidence(goroutines)],
		since: stuckSince(history, goroutines),
		stack: goroutines[0]?.waiter.stack,
		sites: [key],
		absorbs: [{detector: 'site-growth', subject: {kind: 'site', key}}],
	};
}

const http: Advice = {
	shortStep: 'set a timeout',
	nextStep:
		'Give each request a context with a deadline, or set Client.Timeout; http.DefaultClient has none.',
};

const adviceByDependency: {readonly [kind in DependencyKind]?: Advice} = {
	'http response': http,
	'http body': http,
	'http server': {
		shortStep: 'set server timeouts',
		nextStep:
			'Set ReadTimeout and WriteTimeout on http.Server, or deadlines by http.ResponseController: a client that reads or sends slowly keeps its request here.',
	},
	database: {
		shortStep: 'bound the query',
		nextStep:
			"Pass each query a context with a deadline, and set the driver's own read timeout for servers that vanish.",
	},
	'tls handshake': {
		shortStep: 'bound the handshake',
		nextStep:
			'Call HandshakeContext with a deadline, or set the deadline on the connection before the handshake.',
	},
};

function adviceOf(dependency: DependencyKind | undefined, kind: WaitKind): Advice {
	const ofDependency = dependency === undefined ? undefined : adviceByDependency[dependency];
	return ofDependency ?? adviceFor(networkKinds.has(kind) ? kind : 'net read');
}
