import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import type {Frame} from '../profile/frame.ts';
import {shortFunctionName} from '../profile/function-name.ts';
import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {Advice} from './advice.ts';
import {countGoroutines} from './count-goroutines.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, durationEvidence, framePlace} from './evidence.ts';
import {
	bySite,
	forHowLong,
	type StuckSite,
	standingAt,
	stuckGoroutines,
	waitEvidence,
} from './stuck-goroutines.ts';

/** Goroutines wait long under a call that takes no context: nothing can call them back. */
export const noContext: Detector<'no-context'> = {
	id: 'no-context',
	word: 'no context',
	reads: ['dump', 'goroutines'],
	check(history, {leastSeconds}) {
		if (history.dumps.latest === undefined && history.goroutineReadings === 0) {
			return tooEarly;
		}

		const isBounded = boundedCalls(history);
		const findings: Finding[] = [];
		for (const stuckSite of bySite(stuckGoroutines(history, leastSeconds, isMeant))) {
			const wrapper = stuckSite.goroutines[0]?.waiter.wait.context.contextFree;
			if (wrapper !== undefined && !isBounded(wrapper) && isStillThere(history, stuckSite)) {
				findings.push(stuckFinding(history, stuckSite, wrapper));
			}
		}

		const told = new Set(findings.flatMap(({sites}) => sites));
		for (const site of history.sites.values()) {
			const wrapper = site.waiters?.context.contextFree;
			const meanSeconds = meanWaitSeconds(site);
			if (
				wrapper !== undefined &&
				meanSeconds >= leastSeconds &&
				!told.has(site.site.key) &&
				!isBounded(wrapper)
			) {
				findings.push(meanFinding(site, wrapper, meanSeconds));
			}
		}

		return found(...findings);
	},
};

function isMeant({wait: {context}}: DumpWaiter): boolean {
	const {contextFree, isIdle, handler} = context;
	// To wait for a child process is some goroutines' job; in a request it is not.
	const isChild = contextFree?.functionName.startsWith('os/exec.') === true;
	return contextFree !== undefined && !isIdle && !(isChild && handler === undefined);
}

/** A newer goroutine profile may show that they have left. */
function isStillThere(history: History, {site}: StuckSite): boolean {
	const isNewer = (history.goroutinesTakenAt ?? 0) > (history.dumps.takenAt ?? 0);
	return !isNewer || history.sites.get(site.key)?.waiters !== undefined;
}

/** Of the waits here that ended between the last two block profiles; 0 where none did. */
function meanWaitSeconds({rates}: SiteHistory): number {
	const last = rates.block?.last;
	return last === undefined || last.contentions === 0 ? 0 : last.delayNanoseconds / last.contentions / 1e9;
}

type Guard = {readonly of: RegExp; readonly goroutine: RegExp};

// net/http and os/exec start a goroutine for each call that a timeout or a context bounds.
const guards: readonly Guard[] = [
	{of: /^net\/http\./u, goroutine: /^net\/http\.setRequestCancel\.func/u},
	{of: /^os\/exec\./u, goroutine: /^os\/exec\.\(\*Cmd\)\.watchCtx\.func/u},
];

/**
 * Whether there are as many guards as goroutines in such calls: then Client.Timeout or CommandContext ends them. It takes
 * a look at every frame there is, so it is only answered where it matters, and once.
 */
function boundedCalls(history: History): (wrapper: Frame) => boolean {
	const answers = new Map<Guard, boolean>();
	const isBounded = (guard: Guard): boolean => {
		const guarding = countGoroutines(history, guard.goroutine);
		return guarding > 0 && guarding >= countContextFree(history, guard.of);
	};
	return ({functionName}) => {
		const guard = guards.find(({of}) => of.test(functionName));
		if (guard === undefined) {
			return false;
		}

		const answer = answers.get(guard) ?? isBounded(guard);
		answers.set(guard, answer);
		return answer;
	};
}

function countContextFree(history: History, of: RegExp): number {
	let count = 0;
	for (const {waiters} of history.sites.values()) {
		const wrapper = waiters?.context.contextFree;
		count += wrapper !== undefined && of.test(wrapper.functionName) ? (waiters?.count ?? 0) : 0;
	}

	return count;
}

function stuckFinding(history: History, stuckSite: StuckSite, wrapper: Frame): Finding {
	const {goroutines} = stuckSite;
	return {
		...sayings(wrapper),
		...standingAt(history, stuckSite),
		headline: `${formatCount(goroutines.length)} in ${shortFunctionName(wrapper.functionName)} ${forHowLong(goroutines)}, without a context`,
		confidence: 'strong',
		evidence: [
			wrapperEvidence(wrapper),
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			waitEvidence(goroutines),
			...servingEvidence(goroutines[0]?.waiter.wait.context.handler),
		],
	};
}

function meanFinding({site: {key}, waiters}: SiteHistory, wrapper: Frame, meanSeconds: number): Finding {
	const mean = formatMilliseconds(meanSeconds * 1000);
	return {
		...sayings(wrapper),
		subject: {kind: 'site', key},
		headline: `${formatCount(waiters?.count ?? 0)} in ${shortFunctionName(wrapper.functionName)}, mean wait ${mean}, without a context`,
		confidence: 'strong',
		evidence: [
			wrapperEvidence(wrapper),
			countEvidence('waiting now', waiters?.count ?? 0, 'goroutines'),
			durationEvidence('mean wait', meanSeconds * 1e9),
			...servingEvidence(waiters?.context.handler),
		],
		since: undefined,
		stack: waiters?.groups[0]?.stack,
		sites: [key],
		absorbs: [{detector: 'block-latency', subject: {kind: 'site', key}}],
	};
}

function sayings(wrapper: Frame): Pick<Finding, 'severity' | 'why' | 'nextStep' | 'shortStep'> {
	const family = families.find(({of}) => of.test(wrapper.functionName));
	return {
		severity: 'warning',
		why: 'Nothing can call these back: when their caller has given up they still wait, and keep what they hold.',
		shortStep: 'pass a context',
		nextStep: family?.nextStep ?? 'Use the form of this call that takes a context, and give that a deadline.',
	};
}

const families: readonly (Pick<Advice, 'nextStep'> & {readonly of: RegExp})[] = [
	{
		of: /^database\/sql\./u,
		nextStep:
			"Use QueryContext, ExecContext, PrepareContext or BeginTx with the request's context and a deadline.",
	},
	{
		of: /^net\/http\./u,
		nextStep:
			'Make the request by http.NewRequestWithContext and Client.Do, or set Client.Timeout at the least.',
	},
	{
		of: /^(net|crypto\/tls)\.Dial/u,
		nextStep: "Dial by a Dialer's DialContext, with a deadline in the context.",
	},
	{
		of: /^net\.Lookup/u,
		nextStep: "Look names up by a Resolver's methods, which take a context, with a deadline.",
	},
	{
		of: /^os\/exec\./u,
		nextStep: 'Start the command by exec.CommandContext with a deadline, and set Cmd.WaitDelay.',
	},
	{
		of: /^time\.Sleep$/u,
		nextStep: 'Wait in a select on a timer and on ctx.Done(), so that the sleep ends with its request.',
	},
];

function wrapperEvidence(wrapper: Frame): Evidence {
	return {name: 'takes no context', value: 1, unit: 'call', text: framePlace(wrapper)};
}

function servingEvidence(handler: Frame | undefined): readonly Evidence[] {
	return handler === undefined
		? []
		: [{name: 'serving', value: 1, unit: 'handler', text: shortFunctionName(handler.functionName)}];
}
