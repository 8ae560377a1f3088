import type {
	ContendedLock,
	Creator,
	DumpSnapshot,
	DumpWait,
	DumpWaiter,
	PlausibleHolder,
} from '../profile/dump-snapshot.ts';
import type {Label} from '../profile/profile.ts';
import type {Site} from '../profile/site.ts';
import type {WaitContext} from '../profile/wait-context.ts';
import {readTape, type Tape, type TapeReader, type TapeWriter, writeTape} from './tape.ts';
import {noFrame, readContext, readSite, writeContext, writeSite} from './taped-snapshot.ts';

/** Thousands of waiters share a few stacks: what they share is written once, and each waiter is a few numbers. */
export function tapeDump({total, isCut, waiters, waiterCount, locks, hasCreators}: DumpSnapshot): Tape {
	const tape = writeTape();
	const flag = (value: boolean) => tape.number(value ? 1 : 0);
	const wait = writeShared(tape, writeWait(tape));
	const creator = writeShared(tape, (value: Creator | undefined) => writeCreator(tape, value));

	tape.number(total);
	flag(isCut);
	tape.number(waiterCount);
	flag(hasCreators);
	tape.list(waiters, waiter => {
		tape.number(waiter.number);
		wait(waiter.wait);
		creator(waiter.createdBy);
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
	const readWaiter = (): DumpWaiter => ({
		number: number(),
		wait: wait(),
		createdBy: creator(),
		lock: lock(),
		lockObject: lock(),
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

/** No address is written like this. */
const noLock = '\0';

function writeWait(tape: TapeWriter): (wait: DumpWait) => void {
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

function readWait(tape: TapeReader): () => DumpWait {
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
		offspring: text() as DumpWait['offspring'],
		waitMinutes: known(number()),
		isLeaked: number() === 1,
	});
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
