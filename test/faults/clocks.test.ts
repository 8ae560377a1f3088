import {expect, test} from 'vitest';
import {systemClock} from '../../source/live/clock.ts';
import type {History} from '../../source/series/history.ts';
import {beginWatch} from './begin-watch.ts';
import {virtualClock} from './virtual-clock.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The clock of the program, above two clocks of a machine that can be set apart. */
const machine = () => {
	const clock = virtualClock();
	const start = clock.now();
	let wallAhead = 0;
	const {now} = systemClock({wall: () => clock.now() + wallAhead, monotonic: () => clock.now() - start});
	return {
		clock,
		now,
		/** Somebody sets the clock, or the machine slept: then the monotonic one stood still. */
		setAhead: (milliseconds: number) => {
			wallAhead += milliseconds;
		},
	};
};
const marksOf = ({session}: Awaited<ReturnType<typeof beginWatch>>['watched']) =>
	session().history.marks.map(({kind, text}) => `${kind}: ${text}`);

test('goroutop is stopped for a minute, and its connection is gone when it goes on', async () => {
	const {server, clock, watched} = await beginWatch();
	const {sites} = watched.session().history;
	clock.skip(minute);
	server.dropConnections();
	await clock.pass(3000);
	expect(watched.isLive()).toBe(true);
	expect(watched.screen()).toContain('● live 2s');
	expect(marksOf(watched)).toEqual(['gap: no data for a while']);
	expect(siteKeys(watched.session().history)).toEqual(siteKeys({sites}));
	expect(watched.session().warnings.firing).toEqual([]);
	// No burst to make up for what was missed.
	const asked = server.asked.length;
	await clock.pass(10_000);
	expect(server.asked.slice(asked).filter(path => path === '/debug/pprof/')).toHaveLength(5);
});

test('the machine sleeps for an hour', async () => {
	const {clock, now, setAhead} = machine();
	const {server, watched} = await beginWatch({clock, now});
	setAhead(hour);
	server.dropConnections();
	await clock.pass(5000);
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual(['gap: no data for a while']);
	expect(watched.screen()).toMatch(/ 14:05:2\d $/mu);
	expect(watched.session().warnings.firing).toEqual([]);
});

test('the clock is set back by an hour: time goes on, nothing is called a gap, no rate is negative', async () => {
	const {clock, now, setAhead} = machine();
	const {watched} = await beginWatch({clock, now});
	const before = watched.session().at;
	setAhead(-hour);
	await clock.pass(30_000);
	expect(watched.session().at - before).toBe(30_000);
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual([]);
	expect(watched.screen()).not.toMatch(/-\d/u);
});

test('the clock jitters by half a second each second, as under a bad NTP server', async () => {
	const {clock, now, setAhead} = machine();
	const {watched} = await beginWatch({clock, now});
	for (let second = 0; second < 60; second++) {
		setAhead(second % 2 === 0 ? 500 : -500);
		await clock.pass(1000);
	}
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual([]);
});

test('patience that the target asks for is kept on a clock that was set back', async () => {
	const {clock, now, setAhead} = machine();
	const {server, watched} = await beginWatch({clock, now});
	setAhead(-hour);
	const asked = server.asked.length;
	server.suffer({onRequest: ({answer}) => answer({status: 429, headers: ['Retry-After: 60']})});
	await clock.pass(50_000);
	expect(watched.screen()).toMatch(/next try 1\ds/u);
	expect(server.asked.slice(asked).filter(path => path === '/debug/pprof/')).toHaveLength(1);
	server.heal();
	await clock.pass(15_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
});

test("a pause until a date is counted on the target's own clock, a year behind", async () => {
	const {server, clock, watched} = await beginWatch();
	server.suffer({
		onRequest: ({answer}) =>
			answer({
				status: 503,
				headers: ['Date: Fri, 21 Nov 2025 10:00:00 GMT', 'Retry-After: Fri, 21 Nov 2025 10:00:40 GMT'],
			}),
	});
	await clock.pass(10_000);
	expect(watched.report().health.failure?.sentence).toBe(
		`localhost:${server.port} answered 503 and asks for 40 s of patience: /debug/pprof/.`,
	);
	expect(watched.screen()).toMatch(/next try [23]\ds/u);
});

function siteKeys({sites}: Pick<History, 'sites'>): readonly string[] {
	return Array.from(sites.values(), ({site}) => site.key);
}
