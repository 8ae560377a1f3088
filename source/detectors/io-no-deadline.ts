import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import type {Dependency, DependencyKind} from '../profile/wait-context.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';
import {heldOpenText, openBody} from './held-open.ts';
import {openBodyAdvice, requestersOf} from './http-requesters.ts';
import {
	bySite,
	creatorEvidence,
	forHowLong,
	type StuckSite,
	standingAt,
	stuckGoroutines,
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
function isOpenBody({wait: {site, context}}: DumpWaiter): boolean {
	return context.dependency?.kind === 'http body' && site.frame.functionName === transportLoop;
}

/** A stream that somebody reads keeps its connection just as long; that one is meant. */
function bodiesBeingRead(history: History): number {
	const waiters = history.dumps.latest?.waiters ?? [];
	return waiters.filter(waiter => waiter.wait.context.dependency?.kind === 'http body' && !isOpenBody(waiter))
		.length;
}

/** A call without a context is for `no-context` to tell, which knows more. */
function waitsForNetwork({wait: {site, context}}: DumpWaiter): boolean {
	const {dependency, isIdle, contextFree} = context;
	return (networkKinds.has(site.kind) || waitsForPeer(dependency)) && !isIdle && contextFree === undefined;
}

/** In a select, for what other goroutines read from the network or write to it. */
export function waitsForPeer(dependency: Dependency | undefined): boolean {
	return dependency !== undefined && networkDependencies.has(dependency.kind);
}

function findingOf(history: History, stuckSite: StuckSite): Finding {
	const {
		site: {kind},
		goroutines,
	} = stuckSite;
	const context = goroutines[0]?.waiter.wait.context;
	const dependency = context?.dependency;
	const isNamed = dependency !== undefined && dependency.kind !== 'network';
	const verb = goroutines.length === 1 ? 'waits' : 'wait';
	const waitsFor = isNamed ? `${verb} for ${dependency.name}` : stateWords(kind);
	return {
		...standingAt(history, stuckSite),
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} ${waitsFor} ${forHowLong(goroutines)}, no sign of a deadline`,
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
	};
}

function openBodyFinding(history: History, stuckSite: StuckSite): Finding {
	const {site, goroutines} = stuckSite;
	const count = goroutines.length;
	const now = history.sites.get(site.key)?.waiters?.count ?? 0;
	return {
		...standingAt(history, stuckSite),
		severity: 'warning',
		word: 'leak',
		headline: [
			heldOpenText(openBody, Math.max(now, count)),
			`${now > count ? `${formatCount(count)} of them ` : ''}${forHowLong(goroutines)}`,
			'neither read nor closed',
		].join(', '),
		why: 'Each keeps a connection that cannot be used again, and the two goroutines that serve it.',
		...openBodyAdvice(history),
		confidence: 'suspected',
		evidence: [
			...requestersOf(history),
			countEvidence('left open', count, 'response bodies'),
			waitEvidence(goroutines),
		],
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
