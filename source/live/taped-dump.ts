import type {
	ContendedLock,
	Creator,
	DumpSnapshot,
	DumpWaiter,
	GoroutineNumber,
	PlausibleHolder,
} from '../profile/dump-snapshot.ts';
import type {Frame} from '../profile/frame.ts';
import type {Label} from '../profile/profile.ts';
import type {Site} from '../profile/site.ts';
import type {WaitContext} from '../profile/wait-context.ts';
import {readTape, type Tape, type TapeReader, type TapeWriter, writeTape} from './tape.ts';
import {noFrame, readContext, readSite, writeContext, writeSite} from './taped-snapshot.ts';

/** What thousands of waiters have in common. */
type SharedWait = Omit<DumpWaiter, 'number' | 'createdBy' | 'lock' | 'lockObject'>;

/** Thousands of waiters share a few stacks: what they share is written once, and each waiter is a few numbers. */
export function tapeDump({total, isCut, waiters, waiterCount, locks, hasCreators}: DumpSnapshot): Tape {
	const tape = writeTape();
	const flag = (value: boolean) => tape.number(value ? 1 : 0);
	const oneWait = shareWaits();
	const oneCreator = shareCreators();
	const wait = writeShared(tape, writeWait(tape));
	const creator = writeShared(tape, (value: Creator | undefined) => writeCreator(tape, value));

	tape.number(total);
	flag(isCut);
	tape.number(waiterCount);
	flag(hasCreators);
	tape.list(waiters, waiter => {
		tape.number(waiter.number);
		wait(oneWait(waiter));
		creator(oneCreator(waiter.createdBy));
		tape.text(waiter.lock ?? noLock);
		tape.text(waiter.lockObject ?? noLock);
	});
	tape.list(locks, lock => writeLock(tape, lock));
	return tape.finish();
}

export function untapeDump(taped: Tape): DumpSnapshot {
	const tape = readTape(taped);
	const {number, text} = tape;
	const flag = () => number() === 1;
	const wait = readShared(tape, readWait(tape));
	const creator = readShared(tape, () => readCreator(tape));
	const lock = () => {
		const address = text();
		return address === noLock ? undefined : address;
	};
	// Field by field: to spread what is shared takes several times as long.
	const readWaiter = (): DumpWaiter => {
		const goroutine = number();
		const {site, state, waitMinutes, isLeaked, stack, offspring, labels, context} = wait();
		return {
			number: goroutine,
			site,
			state,
			waitMinutes,
			isLeaked,
			stack,
			createdBy: creator(),
			lock: lock(),
			lockObject: lock(),
			offspring,
			labels,
			context,
		};
	};
	const [total, isCut, waiterCount, hasCreators] = [number(), flag(), number(), flag()];
	const waiters = tape.list(readWaiter);
	const locks = tape.list(() => readLock(tape));
	return {total, isCut, waiters, waiterCount, locks, hasCreators};
}

/** Writes a value where it is first met, by identity, and from then on only its position. */
function writeShared<Value>(tape: TapeWriter, write: (value: Value) => void): (value: Value) => void {
	const positions = new Map<Value, number>();
	return value => {
		const position = positions.get(value);
		tape.number(position ?? positions.size);
		if (position === undefined) {
			positions.set(value, positions.size);
			write(value);
		}
	};
}

function readShared<Value>({number}: TapeReader, read: () => Value): () => Value {
	const values: Value[] = [];
	return () => {
		const position = number();
		if (position >= values.length) {
			values.push(read());
		}

		return values[position] as Value;
	};
}

/** No address is written like this. */
const noLock = '\0';

/** Goroutines in the same wait, by identity of what the digest shares, and by the text of their labels. */
function shareWaits(): (waiter: DumpWaiter) => SharedWait {
	const numbers = new Map<unknown, number>();
	const numberOf = (value: unknown) => {
		const number = numbers.get(value) ?? numbers.size;
		numbers.set(value, number);
		return number;
	};
	const labelsByText = new Map<string, readonly Label[]>();
	const waits = new Map<string, SharedWait>();
	return waiter => {
		const {site, state, waitMinutes, isLeaked, stack, offspring, labels, context} = waiter;
		const ofLabels = labels.length === 0 ? '' : JSON.stringify(labels);
		const oneOfLabels = labelsByText.get(ofLabels) ?? labels;
		labelsByText.set(ofLabels, oneOfLabels);
		const shared = [site, stack, context, oneOfLabels, state].map(numberOf);
		const key = `${shared.join(' ')} ${waitMinutes} ${isLeaked} ${offspring}`;
		const wait = waits.get(key) ?? {...waiter, labels: oneOfLabels};
		waits.set(key, wait);
		return wait;
	};
}

function writeWait(tape: TapeWriter): (wait: SharedWait) => void {
	const stack = writeShared(tape, tape.stack);
	const site = writeShared(tape, (value: Site) => writeSite(tape, value));
	const context = writeShared(tape, (value: WaitContext) => writeContext(tape, value));
	const labels = writeShared(tape, (value: readonly Label[]) => writeLabels(tape, value));
	return wait => {
		site(wait.site);
		stack(wait.stack);
		context(wait.context);
		labels(wait.labels);
		tape.text(wait.state);
		tape.text(wait.offspring);
		tape.number(wait.waitMinutes ?? Number.NaN);
		tape.number(wait.isLeaked ? 1 : 0);
	};
}

function readWait(tape: TapeReader): () => SharedWait {
	const {number, text} = tape;
	const stack = readShared(tape, tape.stack);
	const site = readShared(tape, () => readSite(tape));
	const context = readShared(tape, () => readContext(tape));
	const labels = readShared(tape, () => readLabels(tape));
	return () => ({
		site: site(),
		stack: stack(),
		context: context(),
		labels: labels(),
		state: text(),
		offspring: text() as DumpWaiter['offspring'],
		waitMinutes: known(number()),
		isLeaked: number() === 1,
	});
}

/** Each goroutine of a dump has a creator of its own, though one loop may have started them all. */
function shareCreators(): (creator: Creator | undefined) => Creator | undefined {
	const ofFrame = new Map<Frame, Map<GoroutineNumber | undefined, Creator>>();
	return creator => {
		if (creator === undefined) {
			return undefined;
		}

		const ofNumber = ofFrame.get(creator.frame) ?? new Map<GoroutineNumber | undefined, Creator>();
		const found = ofNumber.get(creator.goroutine);
		if (found?.state === creator.state) {
			return found;
		}

		ofFrame.set(creator.frame, ofNumber.set(creator.goroutine, creator));
		return creator;
	};
}

function writeCreator(tape: TapeWriter, creator: Creator | undefined): void {
	tape.stack(creator === undefined ? [] : [creator.frame]);
	tape.number(creator?.goroutine ?? Number.NaN);
	tape.text(creator?.state ?? '');
}

function readCreator({stack, number, text}: TapeReader): Creator | undefined {
	const [frame] = stack();
	const goroutine = known(number());
	const state = text() as Creator['state'];
	return frame === undefined ? undefined : {frame, goroutine, state};
}

function writeLabels(tape: TapeWriter, labels: readonly Label[]): void {
	tape.list(labels, ({key, value}) => {
		tape.text(key);
		tape.text(value);
	});
}

function readLabels({list, text}: TapeReader): readonly Label[] {
	return list(() => ({key: text(), value: text()}));
}

function writeLock(tape: TapeWriter, {address, isExact, waiters, holders, reentrant}: ContendedLock): void {
	const holder = ({number, frame, byName}: PlausibleHolder) => {
		tape.number(number);
		tape.stack([frame]);
		tape.number(byName === true ? 1 : 0);
	};
	tape.text(address);
	tape.number(isExact ? 1 : 0);
	tape.list(waiters, tape.number);
	tape.list(holders, holder);
	tape.list(reentrant, holder);
}

function readLock({text, number, list, stack}: TapeReader): ContendedLock {
	const holder = (): PlausibleHolder => {
		const [goroutine, [frame = noFrame]] = [number(), stack()];
		return number() === 1 ? {number: goroutine, frame, byName: true} : {number: goroutine, frame};
	};
	return {
		address: text(),
		isExact: number() === 1,
		waiters: list(number),
		holders: list(holder),
		reentrant: list(holder),
	};
}

/** What a dump does not say goes as NaN: no number of its own is. */
function known(value: number): number | undefined {
	return Number.isNaN(value) ? undefined : value;
}
