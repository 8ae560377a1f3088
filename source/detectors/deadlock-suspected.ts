import type {PlausibleHolder} from '../profile/dump-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import type {SiteKey} from '../profile/site.ts';
import type {History} from '../series/history.ts';
import {stateWords} from './advice.ts';
import {circleWords} from './circle-words.ts';
import {type Absorbed, type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, counted, firstOf, framePlace, placeOf} from './evidence.ts';
import {
	besideLocks,
	besideOf,
	type LockWords,
	lockEvidence,
	rowsShown,
	sitesOf,
	waitersOf,
} from './lock-evidence.ts';
import {type LockGroup, lockGroups} from './lock-groups.ts';
import {holderBeside, type StuckLock} from './lock-waits.ts';
import {type StuckGoroutine, stuckSince, waitEvidence} from './stuck-goroutines.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['deadlock-suspected'];

/** Goroutines that wait for locks in a way that none of them can end. */
export const deadlockSuspected: Detector<'deadlock-suspected'> = {
	id: 'deadlock-suspected',
	word: 'deadlock',
	reads: ['dump'],
	check(history, rule) {
		if (history.dumps.latest === undefined) {
			return tooEarly;
		}

		const groups = lockGroups(history, rule.leastSeconds);
		const told = groups.flatMap(group => {
			const words = wordsOf(history, group);
			return words === undefined ? [] : [findingOf(history, group.locks, words)];
		});
		return found(...told, ...unheldFinding(history, rule));
	},
};

function wordsOf(history: History, {locks, verdict}: LockGroup): LockWords | undefined {
	switch (verdict.kind) {
		case 'circle':
			return circleWords(verdict.circle);
		case 'reentrant':
			return reentrantWords(verdict.lock);
		case 'blocked':
			return blockedWords(history, locks, verdict.roots);
		default:
			return undefined;
	}
}

function reentrantWords(lock: StuckLock): LockWords {
	const [self] = lock.reentrant;
	const stuck = lock.waiters.find(({waiter}) => waiter.number === self?.number) ?? lock.waiters[0];
	const outer = self === undefined ? '' : framePlace(self.frame);
	return {
		headline: `goroutine ${self?.number} may wait for its own lock${stuck === undefined ? '' : `, at ${stuck.waiter.wait.site.name}`}`,
		why: "Go's locks are not re-entrant: a method that holds the lock and calls another that takes it waits for ever, as does a second RLock behind a waiting writer.",
		nextStep: `See whether ${outer} holds the lock when it calls on: if so, split the inner method into one that locks and one that expects the lock to be held.`,
		shortStep: 'do not lock twice',
		confidence: 'suspected',
		evidence: [...firstOf(lock.reentrant.map(outerEvidence), rowsShown), lockEvidence(lock)],
		sites: sitesOf(lock.waiters),
		stack: stuck?.waiter.wait.stack,
		beside: lock.waiters.map(waiting => besideOf(waiting, lock)),
	};
}

function blockedWords(
	history: History,
	locks: readonly StuckLock[],
	roots: readonly StuckGoroutine[],
): LockWords {
	const [root] = roots;
	const held =
		locks.find(({holders}) => holders.some(({number}) => number === root?.waiter.number)) ?? locks[0];
	const place = root === undefined ? '' : placeOf(root.waiter.wait.site);
	const waiting = waitersOf(locks);
	const state = stateWords(root?.waiter.wait.site.kind ?? 'running');
	const lock = locks.length === 1 ? 'the lock' : 'one of the locks';
	const who = `${formatCount(waiting.length)} ${waiting.length === 1 ? 'waits' : 'wait'}`;
	return {
		headline: `may hold ${lock} that ${who} for, stuck ${state}, at ${root?.waiter.wait.site.name}`,
		why: 'Whoever seems to hold the lock waits for another goroutine: if that one needs the lock too, neither can go on.',
		nextStep: `Start at ${place}: find who should end that wait, and release the lock before waiting for others.`,
		shortStep: 'unlock before waiting',
		confidence: 'suspected',
		evidence: [
			...firstOf(roots.map(rootEvidence), rowsShown),
			...firstOf(
				locks.flatMap(({reentrant}) => reentrant.map(outerEvidence)),
				rowsShown,
			),
			...firstOf(locks.map(lockEvidence), rowsShown),
		],
		sites: sitesOf([...roots, ...waiting]),
		stack: root?.waiter.wait.stack,
		beside: [...besideLocks(locks), ...(held?.holders.map(holder => holderBeside(history, holder)) ?? [])],
	};
}

function rootEvidence({waiter}: StuckGoroutine): Evidence {
	const {site} = waiter.wait;
	return {
		name: 'may hold it',
		value: waiter.number,
		unit: '',
		text: `goroutine ${waiter.number}, stuck ${stateWords(site.kind)}, ${placeOf(site)}`,
	};
}

/** Nobody seems to hold any of them: the holders' frames say nothing, or they hold them further up in plain functions. */
function unheldFinding(history: History, rule: Rule): readonly Finding[] {
	const locks = lockGroups(history, rule.leastSecondsUnheld)
		.filter(({verdict}) => verdict.kind === 'unknown')
		.flatMap(group => group.locks);
	const goroutines = waitersOf(locks);
	if (locks.length < 2 || goroutines.length < rule.leastGoroutines) {
		return [];
	}

	return [
		findingOf(history, locks, {
			headline: `${counted(goroutines.length, 'goroutine')} stuck at ${formatCount(locks.length)} different locks`,
			why: 'Several locks that nobody releases are most often held by the very goroutines that wait for the others.',
			nextStep:
				'Compare these stacks: look for two that take the same locks in opposite order, and for a path that returns without unlocking.',
			shortStep: 'compare the stacks',
			confidence: 'suspected',
			evidence: firstOf(locks.map(lockEvidence), rowsShown),
			sites: sitesOf(goroutines),
			stack: goroutines[0]?.waiter.wait.stack,
			beside: besideLocks(locks),
		}),
	];
}

function findingOf(history: History, locks: readonly StuckLock[], words: LockWords): Finding {
	const goroutines = waitersOf(locks);
	const sites = [...new Set<SiteKey>(words.sites)];
	return {
		...words,
		subject: {kind: 'site', key: sites[0] as SiteKey},
		severity: 'critical',
		evidence: [
			...words.evidence,
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			...leakedEvidence(history, sites),
			waitEvidence(goroutines),
		],
		since: stuckSince(history, goroutines),
		sites,
		absorbs: sites.flatMap((key): readonly Absorbed[] => [
			...(
				['stuck-lock', 'leak-confirmed', 'lock-pileup', 'site-growth', 'stuck-send', 'stuck-wait'] as const
			).map((detector): Absorbed => ({detector, subject: {kind: 'site', key}})),
			{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
		]),
		beside: words.beside.slice(0, rowsShown),
	};
}

/** That they never go on is certain then, whoever holds what. */
function leakedEvidence({leaks: {latest}}: History, sites: readonly SiteKey[]): readonly Evidence[] {
	const leaked = latest?.sites.filter(({site}) => sites.includes(site.key)) ?? [];
	const count = leaked.reduce((sum, each) => sum + each.count, 0);
	return count === 0 ? [] : [countEvidence('never go on, says the runtime', count, 'goroutines')];
}

function outerEvidence({number, frame}: PlausibleHolder): Evidence {
	return {
		name: 'outer call',
		value: number,
		unit: '',
		text: `goroutine ${number} came here through ${framePlace(frame)}`,
	};
}
