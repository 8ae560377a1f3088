import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Milliseconds, Seconds} from '../../source/profile/units.ts';
import {decodeRecording} from '../../source/target/recording.ts';
import {openTape} from '../../source/target/tape.ts';
import {openWatch} from './begin-watch.ts';
import type {Answers} from './fault-target.ts';

/** The demo's program, which lives through an incident of three minutes from now on. */
const incident = (now: () => Milliseconds): Answers => {
	const decoded = decodeRecording(readFileSync(new URL('../../fixtures/demo.recording', import.meta.url)));
	if (!decoded.ok) {
		throw new Error(decoded.sentence);
	}
	const tape = openTape(decoded.recording);
	const start = now();
	return {
		get: path => {
			const {pathname, searchParams} = new URL(path, 'http://demo');
			return tape.find(pathname.replace('/debug/pprof/', ''), searchParams, now() - start);
		},
	};
};

type Outage = {readonly fromSecond: Seconds; readonly toSecond: Seconds};

/** The warnings that stand at each of `seconds`, of a watch from the first second on. */
const standingAt = async (
	seconds: readonly Seconds[],
	outage?: Outage,
): Promise<ReadonlyMap<Seconds, readonly string[]>> => {
	const {server, clock, watched, stop} = await openWatch();
	server.become(incident(clock.now));
	const start = clock.now();
	const standing = new Map<Seconds, readonly string[]>();
	const turns = outage === undefined ? [] : [outage.fromSecond, outage.toSecond];
	for (const second of [...seconds, ...turns].sort((a, b) => a - b)) {
		await clock.pass(start + second * 1000 - clock.now());
		if (second === outage?.fromSecond) {
			server.suffer({onRequest: ({socket}) => socket.resetAndDestroy()});
		} else if (second === outage?.toSecond) {
			server.heal();
		}
		const {warnings} = watched.session();
		standing.set(
			second,
			warnings.standing.filter(({detector}) => detector !== 'stale').map(({id}) => id),
		);
	}
	await stop();
	return standing;
};

test('an outage in the middle of an incident takes no warning away that would stand without it', async () => {
	const seconds = [108, 112, 120, 130, 135, 140, 150];
	const without = await standingAt(seconds);
	const withOutage = await standingAt(seconds, {fromSecond: 110, toSecond: 125});
	expect(without.get(108)?.length).toBeGreaterThan(2);
	for (const second of seconds) {
		const expected = without.get(second)?.filter(id => without.get(108)?.includes(id)) ?? [];
		expect(withOutage.get(second), `at ${second} s`).toEqual(expect.arrayContaining(expected));
	}
});
