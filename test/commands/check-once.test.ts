import {mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {judgeFiles} from '../../source/commands/check-once.ts';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {captures} from '../decode/capture-files.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import {mutations} from '../decode/mutations.ts';
import {bytesOf} from '../decode/outcome.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'goroutop-once-'));
afterAll(() => rmSync(folder, {recursive: true}));

let written = 0;
/** Writes a file whose name says nothing; `at` is when it was last written. */
function saved(content: Uint8Array | string, at = new Date('2026-11-21T10:00:00Z')): string {
	const file = path.join(folder, `${written++}.bin`);
	writeFileSync(file, content);
	utimesSync(file, at, at);
	return file;
}

const now = Date.parse('2026-11-21T12:00:00Z');
const capture = (name: string, file: string) =>
	path.join(import.meta.dirname, '../../fixtures/captures', name, file);

const judge = (
	files: readonly string[],
	more: {readonly json?: boolean; readonly ascii?: boolean; readonly maxFileBytes?: number} = {},
) =>
	judgeFiles(
		{
			files,
			detectors: defaultSettings,
			json: false,
			ascii: false,
			version: '1.2.3',
			workerUrl: undefined,
			...more,
		},
		now,
	);

const report = async (...files: readonly string[]) => {
	const {stdout, exitCode} = await judge(files, {json: true});
	return {...JSON.parse(stdout), exitCode};
};

const sentence = async (...files: readonly string[]) => {
	const {stdout, stderr, exitCode} = await judge(files);
	expect([stdout, exitCode]).toEqual(['', 3]);
	return stderr
		.replaceAll(folder, '')
		.replaceAll(/\d+\.bin/gu, 'FILE')
		.replace('goroutop: /', '');
};

/** `count` goroutines that wait for one lock, as a dump prints them. */
const pileup = (count: number, name = 'main.(*cache).get') =>
	Array.from(
		{length: count},
		(_, index) => `goroutine ${index + 7} [sync.Mutex.Lock, 3 minutes]:
internal/sync.runtime_SemacquireMutex(0xc00001a0d8?, 0x0?, 0x0?)
	/usr/lib/go/src/runtime/sema.go:95 +0x25
internal/sync.(*Mutex).lockSlow(0xc00001a0d8)
	/usr/lib/go/src/internal/sync/mutex.go:149 +0x15d
sync.(*Mutex).Lock(...)
	/usr/lib/go/src/sync/mutex.go:46
${name}(0xc00001a0d0)
	/src/shop/cache.go:42 +0x5d
created by main.main in goroutine 1
	/src/shop/main.go:20 +0x5d
`,
	).join('\n');

/** A block profile of one send; `delaySeconds` and `contentions` count from the start of the process. */
const blockProfile = (seconds: number, contentions: number, delaySeconds: number) =>
	gzipSync(
		encodedProfile({
			sampleTypes: [
				['contentions', 'count'],
				['delay', 'nanoseconds'],
			],
			locations: [[['runtime.chansend1', 161]], [['main.publish', 12]]],
			samples: [{at: [0, 1], values: [contentions, delaySeconds * 1e9]}],
			takenAtNanoseconds: BigInt(Date.parse('2026-11-21T11:00:00Z') + seconds * 1000) * 1_000_000n,
		}),
	);

describe.each(captures().filter(({name}) => /^go1\.\d+$/u.test(name)))('captures of $name', ({name, has}) => {
	test('are recognised by what they hold', async () => {
		const kinds = ['goroutine', 'goroutineleak', 'block', 'mutex', 'heap'] as const;
		for (const kind of kinds.filter(kind => has(`${kind}.pb.gz`))) {
			expect((await report(capture(name, `${kind}.pb.gz`))).files[0].kind).toBe(kind);
		}

		expect((await report(capture(name, 'goroutine.debug2.txt'))).files[0].kind).toBe('dump');
	});

	test('a dump and a profile of the same program show the same sites', async () => {
		const [dump, profile] = await Promise.all(
			['goroutine.debug2.txt', 'goroutine.pb.gz'].map(file => report(capture(name, file))),
		);
		const sites = ({sites: all}: typeof dump) =>
			all.map((site: Record<string, unknown>) => `${site['waiting']} ${site['kind']} ${site['id']}`).sort();
		// They were taken one after the other: a reader of a connection may be there in one only.
		expect(Math.abs(dump.series.goroutines.last - profile.series.goroutines.last)).toBeLessThanOrEqual(1);
		const own = sites(profile);
		const alike = sites(dump).filter((site: string) => own.includes(site));
		expect(alike.length).toBeGreaterThan(0.85 * own.length);
	});
});

test('says of how many places nothing but their number is known', async () => {
	const file = saved(
		Array.from({length: 5001}, (_, index) =>
			pileup(1, `main.f${index}`).replace('goroutine 7 ', `goroutine ${index + 7} `),
		).join('\n'),
	);
	expect((await judge([file])).stdout).toContain(
		' has goroutines at 5,001 places: the 5,000 with most of them were judged, and some hundreds of a kind are named; the others are only counted.',
	);
	expect((await judge([saved(pileup(40))])).stdout).not.toContain('places');
});

test('for a terminal without Unicode what is found is told in ASCII, marks and names alike', async () => {
	const file = saved(pileup(40, 'main.(*größe).get'));
	const unicode = await judge([file]);
	expect(unicode.stdout).toMatch(/größe/u);
	const ascii = await judge([file], {ascii: true});
	expect(ascii.stdout).toMatch(/^[\x20-\x7e\n]+$/u);
	expect(ascii.stdout).toContain('gr??e');
	expect(ascii.stdout.length).toBe(unicode.stdout.length);
});

describe('a dump', () => {
	test('tells a pile-up at once, with its place', async () => {
		const {stdout, exitCode} = await judge([saved(pileup(25))]);
		expect(exitCode).toBeGreaterThanOrEqual(1);
		expect(stdout).toMatch(
			/^\S+ {2}(warning|critical): \S+: main\.\(\*cache\)\.get \/src\/shop\/cache\.go:42: /mu,
		);
		expect(stdout).toContain('holds a dump of 25 goroutines, 25 of them waiting.');
		expect(stdout).toContain('One dump cannot tell growth');
	});

	test('is found in the middle of a log, in gzip and in UTF-16', async () => {
		const log = `2026/11/21 10:00:00 up\nSIGQUIT: quit\nPC=0x46\n\n${pileup(25)}\nrax 0x0\nexit status 2\n`;
		const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(log, 'utf16le')]);
		for (const content of [log, gzipSync(log), utf16]) {
			expect((await judge([saved(content)])).stdout).toContain('a dump of 25 goroutines');
		}
	});

	test('has as many goroutines for goroutine-count as are in it, the running ones too', async () => {
		const running = Array.from(
			{length: 5990},
			(_, index) => `goroutine ${index + 50} [runnable]:\nmain.work(...)\n\t/src/shop/w.go:5\n`,
		).join('\n');
		const all = await report(saved(`${pileup(10)}\n${running}`));
		expect(all.series.goroutines.last).toBe(6000);
		expect(all.warnings).toContainEqual(
			expect.objectContaining({
				detector: 'goroutine-count',
				headline: expect.stringContaining('6,000 goroutines'),
				place: expect.objectContaining({function: 'main.work'}),
			}),
		);
	});

	test('that was cut says so', async () => {
		const whole = pileup(30);
		const {stdout} = await judge([saved(whole.slice(0, whole.length - 100))]);
		expect(stdout).toContain('is cut off: there were more goroutines than these.');
	});

	test('has the time of its file, and the report says that', async () => {
		const {files, health, watchedMilliseconds, target, schema, notes} = await report(saved(pileup(3)));
		expect(files).toEqual([
			expect.objectContaining({takenAt: '2026-11-21T10:00:00.000Z', takenAtFrom: 'file'}),
		]);
		expect(schema).toBe('goroutop.check/1');
		expect(target.address).toMatch(/\.bin$/u);
		expect(watchedMilliseconds).toBe(0);
		expect(health).toMatchObject({
			lastGoodAt: '2026-11-21T10:00:00.000Z',
			pollMilliseconds: null,
			costFraction: 0,
			failure: null,
		});
		expect(notes).toContainEqual(expect.stringContaining('does not say when it was taken'));
	});

	test('is never judged for what takes a history', async () => {
		const {warnings} = await report(capture('go1.27', 'goroutine.debug2.txt'));
		const detectors = warnings.map(({detector}: {detector: string}) => detector);
		expect(detectors.filter((id: string) => /growth|spike|contention|stale|restart/u.test(id))).toEqual([]);
	});

	test('two of them tell who was there in both', async () => {
		const young = pileup(2).replaceAll(', 3 minutes', '');
		const first = saved(young, new Date('2026-11-21T10:00:00Z'));
		const second = saved(young, new Date('2026-11-21T10:05:00Z'));
		expect((await report(first)).exitCode).toBe(0);
		const both = await report(second, first);
		expect(both.watchedMilliseconds).toBe(300_000);
		expect(both.warnings).toContainEqual(
			expect.objectContaining({detector: 'stuck-lock', since: '2026-11-21T10:00:00.000Z'}),
		);
	});

	test('writes nothing to the terminal that is not text', async () => {
		const {stdout, stderr} = await judge([saved(pileup(25, 'main.\u001bc\u0007evil'))]);
		expect(stdout).toContain('evil');
		expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
	});
});

test.each(['goroutineleak.pb.gz', 'goroutineleak.debug2.txt'])(
	'what the runtime found leaked is critical, each at its place: %s',
	async file => {
		const {warnings, exitCode} = await report(capture('go1.26-leaks', file));
		expect(exitCode).toBe(2);
		expect(warnings).toContainEqual(
			expect.objectContaining({
				detector: 'leak-confirmed',
				place: expect.objectContaining({function: 'main.sendToFull', kind: 'chan send'}),
			}),
		);
	},
);

describe('block and mutex profiles', () => {
	test('one alone has nothing to judge, and says what would have', async () => {
		const {stdout, exitCode} = await judge([saved(blockProfile(0, 100, 500))]);
		expect(exitCode).toBe(3);
		expect(stdout).toMatch(/^nothing to judge\n/u);
		expect(stdout).toContain('name a second one taken some time later (--once a --once b)');
	});

	test('two have rates between them, in whatever order they are named', async () => {
		const [early, late] = [saved(blockProfile(0, 100, 500)), saved(blockProfile(10, 110, 560))];
		for (const files of [
			[early, late],
			[late, early],
		]) {
			const {stdout, exitCode} = await judge(files);
			expect(exitCode).toBe(1);
			expect(stdout).toContain('block-latency: main.publish');
			expect(stdout).toContain('6.0s mean wait in chan send, 6.0 s/s, 1.0 waits/s');
		}
	});

	test('one of seconds=10 has rates of its own', async () => {
		const {stdout, exitCode} = await judge([saved(deltaProfile(10, 10, 60))]);
		expect(stdout).toContain('6.0s mean wait in chan send, 6.0 s/s, 1.0 waits/s');
		expect(exitCode).toBe(1);
	});

	test('without a record nothing is known, not even which it is', async () => {
		const {stdout, exitCode} = await judge([capture('go1.26-off', 'mutex.pb.gz')]);
		expect(stdout).toContain('a block or mutex profile without any record');
		expect(stdout).toContain('Profiling is off in the program, or nothing waited');
		expect(exitCode).toBe(3);
	});

	test('that cannot be put in order are not', async () => {
		const file = saved(blockProfile(0, 100, 500));
		expect(await sentence(file, file)).toContain('were taken at the same moment: are they the same file?');
		expect(await sentence(saved(pileup(3)), saved(pileup(4)))).toContain('nothing tells which came first');
		expect(await sentence(file, saved(deltaProfile(10, 10, 60)))).toContain('cannot be compared');
	});
});

describe('files that cannot be judged', () => {
	test.each<readonly [string, Uint8Array | string, string]>([
		['nothing', '', 'FILE is empty: did the command that wrote it fail?\n'],
		['a web page', '<!doctype html><title>Log in</title>', 'FILE is an HTML page titled “Log in”; goroutop'],
		['a truncated gzip', gzipSync(pileup(9)).subarray(0, 120), 'FILE is cut off: its gzip data has no end'],
		['a damaged gzip', Uint8Array.of(0x1f, 0x8b, 1, 2, 3), 'FILE is damaged: its gzip data cannot be'],
		[
			'a goroutine text',
			'goroutine profile: total 3\n',
			'FILE is a goroutine profile in its text form (debug=1)',
		],
		[
			'a block text',
			'--- contention:\ncycles/second=1\n',
			'curl -so block.pb.gz localhost:6060/debug/pprof/block',
		],
		[
			'a mutex text',
			'--- mutex:\ncycles/second=1\n',
			'curl -so mutex.pb.gz localhost:6060/debug/pprof/mutex',
		],
		['a log with prefixes', 'app | goroutine 1 [running]:\n', 'puts something before each line'],
		['other text', 'hello', 'FILE is plain text that begins with “hello”'],
		[
			'a CPU profile',
			encodedProfile({sampleTypes: [['samples', 'count']], locations: [], samples: []}),
			'FILE is a CPU profile, which shows what runs and not what waits',
		],
		[
			'a profile with a name that would colour the terminal',
			encodedProfile({sampleTypes: [['\u001b[31m', 'count']], locations: [], samples: []}),
			'FILE is a profile of something else (␛[31m/count)',
		],
	])('%s', async (_what, content, start) => {
		expect(await sentence(saved(content))).toContain(start);
	});

	test('a missing file, a folder, and one that is too large', async () => {
		expect(await sentence(path.join(folder, 'missing'))).toBe('missing does not exist.\n');
		expect(await sentence(folder)).toContain(' is a folder: name a file in it.\n');
		expect((await judge([path.join(folder, 'a\u001b[2J')])).stderr).not.toContain('\u001b');
		const inflated = saved(gzipSync(pileup(100)));
		expect((await judge([inflated], {maxFileBytes: 5000})).stderr).toContain(
			'larger than 4.9 KiB when inflated',
		);
		expect((await judge([inflated], {maxFileBytes: 100})).stderr).toContain('larger than 100 B;');
	});

	const inputs = [
		bytesOf(pileup(3)),
		blockProfile(0, 100, 500),
		...captures()
			.filter(({name}) => name === 'go1.27')
			.flatMap(({bytes}) => [bytes('goroutine.pb.gz'), bytes('goroutine.debug2.txt')]),
	];

	test.each(Object.entries(mutations))('%s: a verdict or one sentence', async (_name, spoil) => {
		await fc.assert(
			fc.asyncProperty(spoil(inputs), async bytes => {
				const {stdout, stderr, exitCode} = await judge([saved(bytes)]);
				expect([0, 1, 2, 3]).toContain(exitCode);
				expect(stdout === '').toBe(stderr !== '');
				expect(stderr).toMatch(/^(goroutop: \P{Cc}+[.?]\n)?$/u);
			}),
			{numRuns: 60},
		);
	});
});

/** What block?seconds=N answers. */
function deltaProfile(seconds: number, contentions: number, delaySeconds: number): Uint8Array {
	// Field 10 of profile.proto is duration_nanos.
	const duration: number[] = [0x50];
	for (let rest = BigInt(seconds) * 1_000_000_000n; rest > 0n; rest >>= 7n) {
		duration.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
	}

	const profile = encodedProfile({
		sampleTypes: [
			['contentions', 'count'],
			['delay', 'nanoseconds'],
		],
		locations: [[['runtime.chansend1', 161]], [['main.publish', 12]]],
		samples: [{at: [0, 1], values: [contentions, delaySeconds * 1e9]}],
		takenAtNanoseconds: BigInt(Date.parse('2026-11-21T11:00:00Z')) * 1_000_000n,
	});
	return new Uint8Array([...profile, ...duration]);
}
