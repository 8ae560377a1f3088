import {expect, test} from 'vitest';
import {beginWatch} from './begin-watch.ts';
import {type GoodReply, readCaptures} from './fault-target.ts';

const index = '/debug/pprof/';
const heap = '/debug/pprof/heap?debug=1';
const marksOf = ({session}: Awaited<ReturnType<typeof beginWatch>>['watched']) =>
	session().history.marks.map(({kind, text}) => `${kind}: ${text}`);

/** The captured program with other texts in what it answers at a path. */
const changed = (path: string, ...replaced: readonly (readonly [from: RegExp, to: string])[]) => {
	const captures = readCaptures('go1.26');
	const good = captures.get(path) as GoodReply;
	const text = replaced.reduce((all, [from, to]) => all.replace(from, to), String(good.body));
	return new Map([...captures, [path, {...good, body: Buffer.from(text)}]]);
};

/** The captured program in another life: its collections ended at other moments. */
const life = (number: number) =>
	changed(heap, [/(?<=# PauseEnd = \[[^\]]*)(?<moment>\d{13})\d{6}\b/g, `$<moment>${number}00000`]);

test('another build takes over behind a connection that is only dropped', async () => {
	const {server, clock, watched} = await beginWatch();
	const {buildId, goVersion} = watched.report().target;
	server.become(readCaptures('go1.25'));
	server.dropConnections();
	await clock.pass(12_000);
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual([expect.stringMatching(/^restart: another (build|process) answers/)]);
	expect(watched.report().target).toMatchObject({executable: '/srv/zoo/zoo', goVersion: 'go1.25.8'});
	expect([buildId, goVersion]).not.toContain(watched.report().target.buildId);
	expect(goVersion).toBe('go1.26.8');
	expect(watched.screen()).toContain('the process was restarted');
});

test('a new process of the same build, known by its counters', async () => {
	for (const [path, replaced, said] of [
		[index, [/<td>\d+<\/td>(<td><a href='heap\?)/, '<td>0</td>$1'], 'fewer heap records than before'],
		[heap, [/# NumGC = \d+/, '# NumGC = 1'], 'its memory counters began anew'],
	] as const) {
		const {server, clock, watched} = await beginWatch();
		server.become(changed(path, replaced));
		server.dropConnections();
		await clock.pass(20_000);
		expect(marksOf(watched)).toEqual([`restart: another process answers: ${said}`]);
		expect(watched.isLive()).toBe(true);
	}
});

test('nobody listens for a while: what is known stays on the screen, then a new process is taken for one', async () => {
	const {server, clock, watched} = await beginWatch();
	const sites = watched.session().history.sites.size;
	await server.stopListening();
	await clock.pass(30_000);
	expect(watched.session().history.sites.size).toBe(sites);
	expect(watched.screen()).toMatch(
		/✖ Nothing listens at localhost:\d+ any more: did the process end or restart, or the tunnel to it\?/,
	);
	expect(watched.failureLine()).toMatch(/^13:05:50 {2}Nothing listens at .*\? Next try in [\d.]+s\.$/);
	expect(watched.screen()).toContain('◌ stale 30s');
	expect(watched.report().health.failure?.kind).toBe('refused');
	server.become(life(1));
	await server.listenAgain();
	await clock.pass(11_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
	await clock.pass(3000);
	expect(marksOf(watched)).toEqual([
		'gap: nothing listened for a while',
		'restart: nothing listened for a while: another process answers',
	]);
	expect(watched.session().history.sites.size).toBe(sites);
});

test('a tunnel breaks and is back: the process is known again, and nothing of it is forgotten', async () => {
	const {server, clock, watched} = await beginWatch();
	const sites = [...watched.session().history.sites.values()].map(({firstSeenAt}) => firstSeenAt);
	await server.stopListening();
	await clock.pass(30_000);
	await server.listenAgain();
	await clock.pass(14_000);
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual(['gap: nothing listened for a while']);
	expect(watched.screen()).not.toContain('restarted');
	expect([...watched.session().history.sites.values()].map(({firstSeenAt}) => firstSeenAt)).toEqual(sites);
});

test('a crash loop: three lives in a minute, each told from the last, and called what it is', async () => {
	const {server, clock, watched} = await beginWatch();
	for (const number of [1, 2, 3]) {
		await server.stopListening();
		await clock.pass(8000);
		server.become(life(number));
		await server.listenAgain();
		await clock.pass(12_000);
		expect(watched.isLive()).toBe(true);
	}
	expect(marksOf(watched).filter(mark => mark.startsWith('restart'))).toHaveLength(3);
	expect(watched.screen()).toContain('restarted 3 times within');
});

test('a database takes the port, and gives it back', async () => {
	const {server, clock, watched} = await beginWatch();
	const sites = watched.session().history.sites.size;
	server.suffer({onRequest: ({socket}) => socket.end('-ERR unknown command `GET`\r\n')});
	server.dropConnections();
	await clock.pass(20_000);
	expect(watched.report().health.failure).toMatchObject({
		kind: 'not-pprof',
		sentence: `localhost:${server.port} answers, but no longer in HTTP: has another program taken the port?`,
	});
	expect(watched.session().history.sites.size).toBe(sites);
	server.heal();
	await clock.pass(11_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
	expect(marksOf(watched)).toEqual(['gap: no data for a while']);
});

test('a Go program without pprof takes the port', async () => {
	const {server, clock, watched} = await beginWatch();
	server.become(new Map());
	await clock.pass(10_000);
	expect(watched.report().health.failure?.sentence).toBe(
		`localhost:${server.port} serves no pprof any more (404): has another program taken its place, or a proxy?`,
	);
	expect(watched.screen()).toContain('main.receive channels.go:23');
});
