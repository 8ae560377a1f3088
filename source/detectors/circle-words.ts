import {formatCount} from '../profile/quantity.ts';
import type {Evidence} from './detector.ts';
import {counted, firstOf, placeOf} from './evidence.ts';
import type {LockCircle, LockLink} from './lock-circles.ts';
import {
	besideLocks,
	besideOf,
	type LockWords,
	lockEvidence,
	placesText,
	rowsShown,
	sitesOf,
	waitersOf,
} from './lock-evidence.ts';
import {holderText} from './lock-waits.ts';
import type {StuckGoroutine} from './stuck-goroutines.ts';

/** Functions of a circle that find room in one line. */
const functionsNamed = 4;

const advice = {
	nextStep:
		'Take these locks in one order everywhere, or copy what is needed and release the first lock before the second is taken.',
	shortStep: 'lock in one order',
} as const;

/** Who is in the circle, what each waits for, and apart from that how many only wait behind it. */
export function circleWords(circle: LockCircle): LockWords {
	const {members, locks, behind, isGuessed} = circle;
	if (members.length === 0) {
		return unknownMembers(circle);
	}

	const inside = new Set(members.map(({stuck}) => stuck.waiter.number));
	const isBehind = ({waiter}: StuckGoroutine) => !inside.has(waiter.number);
	const queue = waitersOf(locks).filter(isBehind);
	const further = waitersOf(behind);
	const likely = isGuessed ? ' likely' : '';
	const andBehind = queue.length === 0 ? '' : ` and ${formatCount(queue.length)} behind them`;
	return {
		headline: `${formatCount(members.length)} goroutines${likely} wait for each other${andBehind}, ${wayText(members)}`,
		why: isGuessed
			? 'Each waits for a lock that another of them may hold, as far as their stacks tell: if so, none of them can ever go on, nor can anyone who comes after.'
			: 'Each waits for a lock that another of them holds: none of them can ever go on, nor can anyone who comes after.',
		...advice,
		confidence: isGuessed ? 'suspected' : 'strong',
		evidence: [
			...firstOf(members.map(memberEvidence), rowsShown),
			...(queue.length === 0 ? [] : [behindEvidence('wait behind them', queue)]),
			...(further.length === 0
				? []
				: [behindEvidence(`behind, at ${counted(behind.length, 'other lock')}`, further)]),
		],
		sites: sitesOf([...members.map(({stuck}) => stuck), ...queue, ...further]),
		stack: members[0]?.stuck.waiter.wait.stack,
		beside: [
			...members.map(({stuck, lock}, index) => besideOf(stuck, lock, numberOf(members, index + 1))),
			...besideLocks(locks.map(lock => ({...lock, waiters: lock.waiters.filter(isBehind)}))),
		],
	};
}

/** Several could be part of it: to name some of them would be wrong of the others. */
function unknownMembers({locks, behind}: LockCircle): LockWords {
	const stuck = waitersOf(locks);
	const further = waitersOf(behind);
	return {
		headline: `likely a circle among ${formatCount(locks.length)} locks, ${formatCount(stuck.length)} goroutines wait for them`,
		why: 'Those who wait for one of these locks may hold another, as far as their stacks tell, but not who holds which: if they hold them in a circle, none can ever go on.',
		...advice,
		confidence: 'suspected',
		evidence: [
			...firstOf(locks.map(lockEvidence), rowsShown),
			...(further.length === 0
				? []
				: [behindEvidence(`behind, at ${counted(behind.length, 'other lock')}`, further)]),
		],
		sites: sitesOf([...stuck, ...further]),
		stack: stuck[0]?.waiter.wait.stack,
		beside: besideLocks(locks),
	};
}

/** `stock.(*Shelf).Take ⇄ orders.(*Book).Count`: where each of them waits. */
function wayText(members: readonly LockLink[]): string {
	const names = members.map(({stuck}) => stuck.waiter.wait.site.name);
	const [first = ''] = names;
	if (new Set(names).size === 1) {
		return `${names.length === 2 ? 'both' : 'all'} at ${first}`;
	}

	if (names.length === 2) {
		return names.join(' ⇄ ');
	}

	const left = names.length - functionsNamed;
	return [...names.slice(0, functionsNamed), left > 0 ? `${formatCount(left)} more` : first].join(' → ');
}

function memberEvidence(
	{stuck: {waiter}, lock}: LockLink,
	index: number,
	members: readonly LockLink[],
): Evidence {
	const holder = holderText(lock, waiter.number, numberOf(members, index + 1));
	return {
		name: 'in the circle',
		value: waiter.number,
		unit: '',
		text: `goroutine ${waiter.number} waits at ${placeOf(waiter.wait.site)} for ${lock.name}, which ${holder} seems to hold`,
	};
}

function behindEvidence(name: string, goroutines: readonly StuckGoroutine[]): Evidence {
	return {
		name,
		value: goroutines.length,
		unit: 'goroutines',
		text: `${counted(goroutines.length, 'goroutine')}, at ${placesText(goroutines)}`,
	};
}

function numberOf(members: readonly LockLink[], index: number): number | undefined {
	return members[index % members.length]?.stuck.waiter.number;
}
