import type {PlausibleHolder} from '../profile/dump-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import type {SiteKey} from '../profile/site.ts';
import type {History} from '../series/history.ts';
import {stateWords} from './advice.ts';
import {type Absorbed, type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, counted, framePlace, placeOf} from './evidence.ts';
import {type LockGroup, lockGroups} from './lock-groups.ts';
import {holderBeside, type StuckLock, waitTitle} from './lock-waits.ts';
import {forHowLong, type StuckGoroutine, stuckSince, waitEvidence} from './stuck-goroutines.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['deadlock-suspected'];
type Words = Pick<
	Finding,
	'headline' | 'why' | 'nextStep' | 'shortStep' | 'confidence' | 'evidence' | 'sites' | 'stack'
> & {readonly beside: NonNullable<Finding['beside']>};

/** Stacks beside a finding: more than a few nobody compares. */
const besideShown = 8;

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

function wordsOf(history: History, {locks, verdict}: LockGroup): Words | undefined {
	switch (verdict.kind) {
		case 'cycle':
			return cycleWords(verdict);
		case 'reentrant':
			return reentrantWords(verdict.lock);
		case 'blocked':
			return blockedWords(history, locks, verdict.roots);
		default:
			return undefined;
	}
}

function cycleWords({locks, isGuessed}: Extract<LockGroup['verdict'], {kind: 'cycle'}>): Words {
	const names = locks.map(({name}) => name);
	const way = locks.length === 2 ? names.join(' ⇄ ') : [...names, names[0]].join(' → ');
	const count = formatCount(locks.length);
	return {
		headline: isGuessed
			? `likely a circle of ${count} locks`
			: `${count} goroutines wait for each other, ${way}`,
		why: 'Each waits for a lock that another of them holds: none of them can ever go on, nor can anyone who comes after.',
		nextStep:
			'Take these locks in one order everywhere, or copy what is needed and release the first lock before the second is taken.',
		shortStep: 'lock in one order',
		confidence: isGuessed ? 'suspected' : 'strong',
		evidence: locks.map(lockEvidence),
		sites: locks.flatMap(sitesOf),
		stack: locks[0]?.waiters[0]?.waiter.wait.stack,
		beside: locks.flatMap(lock => lock.waiters.slice(0, 2).map(stuck => besideOf(stuck, lock))),
	};
}

function reentrantWords(lock: StuckLock): Words {
	const [self] = lock.reentrant;
	const stuck = lock.waiters.find(({waiter}) => waiter.number === self?.number) ?? lock.waiters[0];
	const outer = self === undefined ? '' : framePlace(self.frame);
	return {
		headline: `goroutine ${self?.number} may wait for its own lock, ${lock.name}`,
		why: "Go's locks are not re-entrant: a method that holds the lock and calls another that takes it waits for ever, as does a second RLock behind a waiting writer.",
		nextStep: `See whether ${outer} holds the lock when it calls on: if so, split the inner method into one that locks and one that expects the lock to be held.`,
		shortStep: 'do not lock twice',
		confidence: 'suspected',
		evidence: [...lock.reentrant.map(outerEvidence), lockEvidence(lock)],
		sites: sitesOf(lock),
		stack: stuck?.waiter.wait.stack,
		beside: lock.waiters.map(waiting => besideOf(waiting, lock)),
	};
}

function blockedWords(
	history: History,
	locks: readonly StuckLock[],
	roots: readonly StuckGoroutine[],
): Words {
	const [root] = roots;
	const held =
		locks.find(({holders}) => holders.some(({number}) => number === root?.waiter.number)) ?? locks[0];
	const place = root === undefined ? '' : placeOf(root.waiter.wait.site);
	const waiting = locks.reduce((sum, {waiters}) => sum + waiters.length, 0);
	const state = stateWords(root?.waiter.wait.site.kind ?? 'running');
	return {
		headline: `may hold the lock that ${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for, stuck ${state}, ${held?.name}`,
		why: 'Whoever seems to hold the lock waits for another goroutine: if that one needs the lock too, neither can go on.',
		nextStep: `Start at ${place}: find who should end that wait, and release the lock before waiting for others.`,
		shortStep: 'unlock before waiting',
		confidence: 'suspected',
		evidence: [
			{
				name: 'may hold it',
				value: root?.waiter.number ?? 0,
				unit: '',
				text: `goroutine ${root?.waiter.number}, stuck ${state}, ${place}`,
			},
			...locks.flatMap(({reentrant}) => reentrant.map(outerEvidence)),
			...locks.map(lockEvidence),
		],
		sites: [...roots.map(({waiter}) => waiter.wait.site.key), ...locks.flatMap(sitesOf)],
		stack: root?.waiter.wait.stack,
		beside: [
			...locks.flatMap(lock => lock.waiters.slice(0, 2).map(stuck => besideOf(stuck, lock))),
			...(held?.holders.map(holder => holderBeside(history, holder)) ?? []),
		],
	};
}

/** Nobody seems to hold any of them: the holders' frames say nothing, or they hold them further up in plain functions. */
function unheldFinding(history: History, rule: Rule): readonly Finding[] {
	const locks = lockGroups(history, rule.leastSecondsUnheld)
		.filter(({verdict}) => verdict.kind === 'unknown')
		.flatMap(group => group.locks);
	const goroutines = locks.flatMap(({waiters}) => waiters);
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
			evidence: locks.map(lockEvidence),
			sites: locks.flatMap(sitesOf),
			stack: goroutines[0]?.waiter.wait.stack,
			beside: locks.flatMap(lock => lock.waiters.slice(0, 2).map(stuck => besideOf(stuck, lock))),
		}),
	];
}

function findingOf(history: History, locks: readonly StuckLock[], words: Words): Finding {
	const goroutines = locks.flatMap(({waiters}) => waiters);
	const sites = [...new Set<SiteKey>(words.sites)];
	return {
		...words,
		subject: {kind: 'site', key: sites[0] as SiteKey},
		severity: 'critical',
		evidence: [
			...words.evidence.slice(0, besideShown),
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
		beside: words.beside.slice(0, besideShown),
	};
}

/** That they never go on is certain then, whoever holds what. */
function leakedEvidence({leaks: {latest}}: History, sites: readonly SiteKey[]): readonly Evidence[] {
	const leaked = latest?.sites.filter(({site}) => sites.includes(site.key)) ?? [];
	const count = leaked.reduce((sum, each) => sum + each.count, 0);
	return count === 0 ? [] : [countEvidence('never go on, says the runtime', count, 'goroutines')];
}

function besideOf(stuck: StuckGoroutine, lock: StuckLock): NonNullable<Finding['beside']>[number] {
	return {title: waitTitle(stuck, lock), stack: stuck.waiter.wait.stack};
}

function outerEvidence({number, frame}: PlausibleHolder): Evidence {
	return {
		name: 'outer call',
		value: number,
		unit: '',
		text: `goroutine ${number} came here through ${framePlace(frame)}`,
	};
}

function lockEvidence(lock: StuckLock): Evidence {
	const {waiters, key, name} = lock;
	const [first] = waiters;
	const place = first === undefined ? key : placeOf(first.waiter.wait.site);
	return {
		name: `lock ${name}`,
		value: waiters.length,
		unit: 'goroutines',
		text: `${formatCount(waiters.length)} stuck at ${place} ${forHowLong(waiters)}`,
	};
}

function sitesOf({waiters}: StuckLock): readonly SiteKey[] {
	return [...new Set(waiters.map(({waiter}) => waiter.wait.site.key))];
}
