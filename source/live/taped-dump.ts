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
import {readTape, type Tape, type TapeReader, type TapeWriter, writeTape} from './tape.ts';
import {noFrame, readContext, readSite, writeContext, writeSite} from './taped-snapshot.ts';

/** Thousands of waiters share a few stacks: what they share is written once, and each waiter is a few numbers. */
export function tapeDump({total, isCut, waiters, waiterCount, locks, hasCreators}: DumpSnapshot): Tape {
	const tape = writeTape();
	const flag = (value: boolean) => tape.number(value ? 1 : 0);
	const optionalText = (value: string | undefined) => {
		flag(value !== undefined);
		tape.text(value ?? '');
	};
	const stack = writeShared(tape, tape.stack);
	const site = writeShared(tape, (value: DumpWaiter['site']) => writeSite(tape, value));
	const context = writeShared(tape, (value: DumpWaiter['context']) => writeContext(tape, value));
	const creator = writeShared(tape, (value: Creator | undefined) => writeCreator(tape, value));
	const labels = writeShared(tape, (value: DumpWaiter['labels']) => writeLabels(tape, value));
	const oneCreator = shareCreators();
	const oneOfLabels = shareLabels();

	tape.number(total);
	flag(isCut);
	tape.number(waiterCount);
	flag(hasCreators);
	tape.list(waiters, waiter => {
		tape.number(waiter.number);
		site(waiter.site);
		tape.text(waiter.state);
		tape.number(waiter.waitMinutes ?? Number.NaN);
		flag(waiter.isLeaked);
		stack(waiter.stack);
		optionalText(waiter.lock);
		optionalText(waiter.lockObject);
		tape.text(waiter.offspring);
		creator(oneCreator(waiter.createdBy));
		labels(oneOfLabels(waiter.labels));
		context(waiter.context);
	});
	tape.list(locks, lock => writeLock(tape, lock));
	return tape.finish();
}

export function untapeDump(taped: Tape): DumpSnapshot {
	const tape = readTape(taped);
	const {number, text} = tape;
	const flag = () => number() === 1;
	const optionalText = () => {
		const isThere = flag();
		const value = text();
		return isThere ? value : undefined;
	};
	const stack = readShared(tape, tape.stack);
	const site = readShared(tape, () => readSite(tape));
	const context = readShared(tape, () => readContext(tape));
	const creator = readShared(tape, () => readCreator(tape));
	const labels = readShared(tape, () => readLabels(tape));

	const readWaiter = (): DumpWaiter => ({
		number: number(),
		site: site(),
		state: text(),
		waitMinutes: known(number()),
		isLeaked: flag(),
		stack: stack(),
		lock: optionalText(),
		lockObject: optionalText(),
		offspring: text() as DumpWaiter['offspring'],
		createdBy: creator(),
		labels: labels(),
		context: context(),
	});
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

const noLabels: readonly Label[] = [];

function shareLabels(): (labels: readonly Label[]) => readonly Label[] {
	const known = new Map<string, readonly Label[]>();
	return labels => {
		if (labels.length === 0) {
			return noLabels;
		}

		const text = JSON.stringify(labels);
		const found = known.get(text) ?? labels;
		known.set(text, found);
		return found;
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
