import type {DumpSnapshot, DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History} from './history.ts';

/** Adds one dump. A goroutine that is found again in the same wait keeps the time at which it was first seen there. */
export function recordDump(history: History, at: UnixMilliseconds, snapshot: DumpSnapshot): History {
	const {dumps} = history;
	const before = new Map((dumps.latest?.waiters ?? []).map(waiter => [waiter.number, waiter]));
	const seenSince = new Map<GoroutineNumber, UnixMilliseconds>();
	for (const waiter of snapshot.waiters) {
		const was = before.get(waiter.number);
		const since =
			was !== undefined && isSameWait(was, waiter) ? dumps.seenSince.get(waiter.number) : undefined;
		seenSince.set(waiter.number, since ?? at);
	}

	return {...history, at, dumps: {takenAt: at, count: dumps.count + 1, latest: snapshot, seenSince}};
}

function isSameWait(a: DumpWaiter, b: DumpWaiter): boolean {
	return a.state === b.state && a.lock === b.lock && isSameStack(a, b);
}

function isSameStack({stack: a}: DumpWaiter, {stack: b}: DumpWaiter): boolean {
	return (
		a === b ||
		(a.length === b.length &&
			a.every(
				(frame, depth) => frame.line === b[depth]?.line && frame.functionName === b[depth]?.functionName,
			))
	);
}
