import {describe, expect, test} from 'vitest';
import {baseName, packagePath, shortFunctionName} from '../../source/profile/function-name.ts';
import {type SiteKey, siteOf} from '../../source/profile/site.ts';
import {type SiteId, siteIdOf} from '../../source/profile/site-id.ts';
import {drawStack} from './draw-stack.ts';

describe('siteOf', () => {
	test("is the first frame of the people's own code on the way up", () => {
		const stack = drawStack(
			'runtime.gopark < runtime.chansend1 < example.com/shop/worker.(*Pool).dispatch@/src/shop/worker/pool.go:88 < main.main@/src/shop/main.go:9',
		);
		expect(siteOf(stack, undefined)).toEqual({
			key: 'example.com/shop/worker.(*Pool).dispatch\n/src/shop/worker/pool.go:88\nchan send',
			kind: 'chan send',
			frame: stack[2],
			origin: 'own',
			name: 'worker.(*Pool).dispatch',
			place: 'pool.go:88',
		});
	});

	test('goes past libraries to own code, and else names the outermost library frame', () => {
		const library = 'github.com/lib/pq.recv@/m/pq@v1.0.0/a.go:1 < github.com/lib/pq.loop@/m/pq@v1.0.0/b.go:2';
		// A version in a path holds the @ that this drawing splits at, so the files are put in by hand.
		const stack = drawStack(library).map(frame => ({...frame, file: '/root/go/pkg/mod/pq/a.go'}));
		const waiting = [...drawStack('runtime.gopark < runtime.selectgo'), ...stack];
		expect(siteOf(waiting, undefined)).toMatchObject({name: 'pq.loop', origin: 'library', kind: 'select'});
		expect(siteOf([...waiting, ...drawStack('main.run@/src/shop/main.go:4')], undefined)).toMatchObject({
			name: 'main.run',
			origin: 'own',
		});
	});

	test("names the outermost standard frame where only Go's own code is", () => {
		const idle = drawStack(
			'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net/http.(*conn).serve',
		);
		expect(siteOf(idle, undefined)).toMatchObject({
			name: 'http.(*conn).serve',
			origin: 'standard',
			kind: 'net read',
		});
	});

	test('names a stack without frames too', () => {
		expect(siteOf([], undefined)).toMatchObject({name: '(no frames)', place: '', origin: 'runtime'});
	});

	test('two kinds of wait on one line are two sites', () => {
		const own = 'main.run@/src/shop/main.go:4';
		const send = siteOf(drawStack(`runtime.chansend1 < ${own}`), undefined);
		const receive = siteOf(drawStack(`runtime.chanrecv1 < ${own}`), undefined);
		expect(send.key).not.toBe(receive.key);
	});
});

describe('names of functions', () => {
	test.each([
		[
			'example.com/shop/worker.(*Pool).dispatch.func1',
			'example.com/shop/worker',
			'worker.(*Pool).dispatch.func1',
		],
		['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml.v3', 'yaml.v3.Unmarshal'],
		['main.(*box[...]).wait', 'main', 'main.(*box[...]).wait'],
		['main.f[go.shape.struct { a/b.C }]', 'main', 'main.f[go.shape.struct { a/b.C }]'],
		['memcpy', '', 'memcpy'],
	])('%s', (functionName, path, short) => {
		expect(packagePath(functionName)).toBe(path);
		expect(shortFunctionName(functionName)).toBe(short);
	});

	test('the last element of a path, built on any system', () => {
		expect([baseName('/src/shop/pool.go'), baseName('C:\\src\\pool.go'), baseName('pool.go')]).toEqual([
			'pool.go',
			'pool.go',
			'pool.go',
		]);
	});
});

describe('siteIdOf', () => {
	const key = 'example.com/shop/worker.send\n/src/pool.go:88\nchan send' as SiteKey;

	test('is short, speakable, and the same every time', () => {
		const id = siteIdOf(key, new Set());
		expect(id).toMatch(/^[a-hjkmnp-z][2-9][a-hjkmnp-z]$/u);
		expect(siteIdOf(key, new Set())).toBe(id);
	});

	test('stays short where names were made to collide, and costs no more for the last of thousands', () => {
		const given = new Set<SiteId>();
		let looks = 0;
		const taken = {
			get size() {
				return given.size;
			},
			has: (id: SiteId) => {
				looks += 1;
				// Whatever a hash makes begins with a letter: all of that is taken already.
				return /^[a-z]/u.test(id) || given.has(id);
			},
		};
		for (let index = 0; index < 5000; index++) {
			const id = siteIdOf(`${key} ${index}` as SiteKey, taken);
			expect(given.has(id)).toBe(false);
			expect(id).toMatch(/^[2-9][a-z][2-9][a-z]?[2-9]?$/u);
			given.add(id);
		}

		expect(looks).toBeLessThan(5000 * 10);
	});

	test('grows until it is free, and thousands differ', () => {
		const first = siteIdOf(key, new Set());
		expect(siteIdOf(key, new Set([first])).startsWith(first)).toBe(true);
		const taken = new Set<SiteId>();
		for (let index = 0; index < 5000; index++) {
			taken.add(siteIdOf(`${key} ${index}` as SiteKey, taken));
		}

		expect(taken.size).toBe(5000);
	});
});
