import {describe, expect, test} from 'vitest';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {captures} from '../decode/capture-files.ts';
import {decodedValue} from '../decode/outcome.ts';

const both = captures().filter(capture => capture.has('goroutine.pb.gz', 'goroutine.debug2.txt'));

/** The zoo's busy corner, and connections: dump and profile were fetched one after the other. */
const comesAndGoes = /^main\.\(\*(prices|counter)\)|^net\/http\./u;

test('there is a capture of each Go version', () => expect(both.length).toBeGreaterThanOrEqual(9));

describe.each(both)('$name', capture => {
	const dump = groupDump(decodedValue(decodeDump(capture.bytes('goroutine.debug2.txt'))), undefined);
	const profile = groupGoroutines(decodedValue(decodeProfile(capture.bytes('goroutine.pb.gz'))), undefined);

	test('dump and profile find the same waits at the same sites', () => {
		const inProfile = new Map(profile.sites.map(({site, count}) => [site.key, count]));
		const inDump = new Map<string, number>();
		for (const {
			wait: {site},
		} of dump.waiters) {
			inDump.set(site.key, (inDump.get(site.key) ?? 0) + 1);
		}

		const different = [...inDump].filter(([key, count]) => inProfile.get(key as never) !== count);
		expect(inDump.size).toBeGreaterThan(65);
		expect(different.filter(([key]) => !comesAndGoes.test(key))).toEqual([]);
	});

	test('every lock with a printed address is found, with who plausibly holds it', () => {
		const named = (name: string) => dump.waiters.filter(({wait}) => wait.site.name === name);
		const lockOf = (name: string) =>
			dump.locks.find(({waiters}) => waiters.includes(named(name)[0]?.number ?? -1));
		const holdersOf = (name: string) => lockOf(name)?.holders.map(({frame}) => frame.functionName);
		expect(new Set(named('main.(*account).deposit').map(({lock}) => lock)).size).toBe(1);
		expect(holdersOf('main.(*audit).record')).toEqual(['main.(*audit).reconcile']);
		expect(holdersOf('main.(*ledger).recount')).toEqual(['main.(*ledger).post']);
		expect(lockOf('main.(*basket).total')?.reentrant.map(({frame}) => frame.functionName)).toEqual([
			'main.(*basket).add',
		]);
		expect(dump.locks.flatMap(({reentrant}) => reentrant)).toHaveLength(1);
		// A writer that waits for readers: only the object is printed.
		const writers = named('main.(*registry).store');
		expect(writers.map(({lock, lockObject}) => lock ?? lockObject).every(Boolean)).toBe(true);
	});
});
