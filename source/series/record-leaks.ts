import type {LeakSnapshot} from '../profile/leak-snapshot.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History} from './history.ts';

/** Adds what the runtime's own leak detection found. */
export function recordLeaks(history: History, at: UnixMilliseconds, latest: LeakSnapshot): History {
	return {...history, at, leaks: {takenAt: at, latest}};
}
