import type {
	ContendedLock,
	Creator,
	DumpSnapshot,
	DumpWait,
	DumpWaiter,
	PlausibleHolder,
} from '../profile/dump-snapshot.ts';
import type {Label} from '../profile/profile.ts';
import {readTape, type Tape, type TapeReader, type TapeWriter, writeTape} from './tape.ts';
import {readContext, readFrame, readSite, writeContext, writeFrame, writeSite} from './taped-snapshot.ts';

/** Thousands of waiters share a few stacks: what they share is written once, and each waiter is a few numbers. */
export function tapeDump({total, isCut, waiters, waiterCount, locks, hasCreators}: DumpSnapshot): Tape {
	const tape = writeTape();
	const flag = (value: boolean) => tape.number(value ? 1 : 0);
	const wait = (value: DumpWait) => tape.shared(value, of => writeWait(tape, of));
	const creator = (value: Creator | undefined) => tape.shared(value, of => writeCreator(tape, of));

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
	const wait = () => tape.shared(() => readWait(tape));
	const creator = () => tape.shared(() => readCreator(tape));
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

/** No address is written like this. */
const noLock = '\0';

function writeWait(tape: TapeWriter, wait: DumpWait): void {
	writeSite(tape, wait.site);
	tape.stack(wait.stack);
	writeContext(tape, wait.context);
	tape.shared(wait.labels, labels => writeLabels(tape, labels));
	tape.text(wait.state);
	tape.text(wait.offspring);
	tape.number(wait.waitMinutes ?? Number.NaN);
	tape.number(wait.isLeaked ? 1 : 0);
}

function readWait(tape: TapeReader): DumpWait {
	const {number, text} = tape;
	return {
		site: readSite(tape),
		stack: tape.stack(),
		context: readContext(tape),
		labels: tape.shared(() => readLabels(tape)),
		state: text(),
		offspring: text() as DumpWait['offspring'],
		waitMinutes: known(number()),
		isLeaked: number() === 1,
	};
}

function writeCreator(tape: TapeWriter, creator: Creator | undefined): void {
	writeFrame(tape, creator?.frame);
	tape.number(creator?.goroutine ?? Number.NaN);
	tape.text(creator?.state ?? '');
}

function readCreator(tape: TapeReader): Creator | undefined {
	const frame = readFrame(tape);
	const goroutine = known(tape.number());
	const state = tape.text() as Creator['state'];
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
		tape.frame(frame);
		tape.number(byName === true ? 1 : 0);
	};
	tape.text(address);
	tape.number(isExact ? 1 : 0);
	tape.list(waiters, tape.number);
	tape.list(holders, holder);
	tape.list(reentrant, holder);
}

function readLock({text, number, list, frame}: TapeReader): ContendedLock {
	const holder = (): PlausibleHolder => {
		const about = {number: number(), frame: frame()};
		return number() === 1 ? {...about, byName: true} : about;
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
