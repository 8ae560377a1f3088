import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import type {Stack} from '../profile/frame.ts';
import type {SiteWaiters} from '../profile/goroutine-snapshot.ts';
import {formatCount, formatInterval} from '../profile/quantity.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';
import {isNilChannel, neverMade, nilChannelWhy} from './nil-channel.ts';
import {siteAdvice} from './site-advice.ts';
import {creatorEvidence} from './stuck-goroutines.ts';

type Leak = {readonly site: Site; readonly count: Count; readonly stack: Stack | undefined};

/** Goroutines of which the runtime itself says that nothing can ever wake them. */
export const leakConfirmed: Detector<'leak-confirmed'> = {
	id: 'leak-confirmed',
	word: 'leak',
	reads: ['leaks', 'dump', 'goroutines'],
	check(history) {
		if (history.leaks.latest === undefined && history.dumps.latest === undefined) {
			return tooEarly;
		}

		const nil = nilChannelSites(history);
		const known = leaks(history);
		const waiters = waitersAt(history, new Set(known.map(({site}) => site.key)));
		return found(
			...known.map(leak =>
				findingOf(history, leak, nil.has(leak.site.key), creatorEvidence(waiters.get(leak.site.key) ?? [])),
			),
		);
	},
};

/** From the newest leak profile; without one, from what a dump still shows of an earlier one that somebody else took. */
function leaks({leaks: {latest}, dumps}: History): readonly Leak[] {
	if (latest !== undefined) {
		return latest.sites.map(ofProfile);
	}

	const bySite = new Map<SiteKey, Leak>();
	for (const {wait} of dumps.latest?.waiters.filter(waiter => waiter.wait.isLeaked) ?? []) {
		const {site, stack} = wait;
		const count = bySite.get(site.key)?.count ?? 0;
		bySite.set(site.key, {site, count: count + 1, stack});
	}

	return [...bySite.values()];
}

function ofProfile({site, count, groups}: SiteWaiters): Leak {
	return {site, count, stack: groups[0]?.stack};
}

function findingOf(
	history: History,
	{site: {key, kind}, count, stack}: Leak,
	isNil: boolean,
	creators: readonly Evidence[],
): Finding {
	const subject = {kind: 'site', key} as const;
	const site = history.sites.get(key);
	const now = site?.waiters?.count ?? 0;
	const isLock = lockKinds.has(kind);
	return {
		subject,
		severity: 'critical',
		...(isLock ? {word: 'deadlock', wantsDump: true} : {}),
		headline: [
			isLock
				? `${formatCount(count)} blocked ${stateWords(kind)} for ever`
				: `${formatCount(count)} leaked ${isNil ? 'at a nil channel' : stateWords(kind)}`,
			// What came since the profile is not known to have leaked, but where it stands one may ask.
			...(now > count ? [`${formatCount(now)} here now`] : []),
			'confirmed by the runtime',
		].join(', '),
		why: isNil
			? nilChannelWhy
			: 'Nothing that still runs can end this wait: whoever is in it stays, with all it holds, until the process ends.',
		...(isNil ? neverMade : site === undefined ? adviceFor(kind) : siteAdvice(site, history)),
		confidence: 'confirmed',
		evidence: [
			{...countEvidence('leaked', count, 'goroutines'), text: leakedText(history, count)},
			...(now > count ? [countEvidence('waiting here now', now, 'goroutines')] : []),
			...creators,
		],
		since: undefined,
		stack,
		sites: [key],
		absorbs: [
			{detector: 'leak-suspected', subject},
			{detector: 'stuck-send', subject},
			{detector: 'stuck-wait', subject},
			{detector: 'site-growth', subject},
			{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
		],
	};
}

function leakedText({leaks: {takenAt}, at}: History, count: Count): string {
	const {text} = countEvidence('', count, 'goroutines');
	const age = takenAt === undefined ? 0 : at - takenAt;
	return age < 1000 ? text : `${text}, as of ${formatInterval(Math.floor(age / 1000) * 1000)} ago`;
}

/** Who stands there by the latest dump: a leak profile does not say who started them. */
function waitersAt(
	{dumps}: History,
	keys: ReadonlySet<SiteKey>,
): ReadonlyMap<SiteKey, readonly {readonly waiter: DumpWaiter}[]> {
	return Map.groupBy(
		(dumps.latest?.waiters ?? []).filter(({wait}) => keys.has(wait.site.key)).map(waiter => ({waiter})),
		({waiter}) => waiter.wait.site.key,
	);
}

/** Sites at which every goroutine of the latest dump waits for a nil channel. */
function nilChannelSites({dumps}: History): ReadonlySet<SiteKey> {
	const waiters = dumps.latest?.waiters ?? [];
	const nil = new Set(waiters.filter(isNilChannel).map(({wait}) => wait.site.key));
	for (const waiter of nil.size > 0 ? waiters : []) {
		if (!isNilChannel(waiter)) {
			nil.delete(waiter.wait.site.key);
		}
	}

	return nil;
}
