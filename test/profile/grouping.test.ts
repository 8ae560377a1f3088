import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {learnOwnRoot} from '../../source/profile/origin.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {drawProfile} from './draw-stack.ts';

const captures = new URL('../../fixtures/captures/', import.meta.url);
const versions = readdirSync(captures).filter(name => /^go1\.\d+$/u.test(name));

function captured(version: string, name: string): Profile {
	const decoded = decodeProfile(gunzipSync(readFileSync(new URL(`${version}/${name}.pb.gz`, captures))));
	if (!decoded.ok) {
		throw new Error(`the capture ${version}/${name} is ${decoded.reason}`);
	}

	return decoded.value;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('goroutines by site', () => {
	test('goroutines of one site come together, the largest first', () => {
		const {total, sites} = groupGoroutines(
			drawProfile(`
				3 runtime.chansend1 < main.send@/src/a.go:5 < main.one@/src/a.go:9
				4 runtime.chansend1 < main.send@/src/a.go:5 < main.two@/src/a.go:10
				5 runtime.selectgo < main.loop@/src/a.go:20`),
			undefined,
		);
		expect(total).toBe(12);
		expect(sites.map(({site, count, groupCount}) => [site.name, count, groupCount])).toEqual([
			['main.send', 7, 2],
			['main.loop', 5, 1],
		]);
		expect(sites[0]?.groups.map(({count}) => count)).toEqual([4, 3]);
	});

	test('whoever serves this very request, and its reader, are left out', () => {
		const {total, observers} = groupGoroutines(
			drawProfile(`
				1 runtime.goroutineProfileWithLabels < net/http/pprof.handler.ServeHTTP < net/http.(*conn).serve
				2 internal/poll.runtime_pollWait < net/http.(*connReader).backgroundRead
				6 runtime.selectgo < main.loop@/src/a.go:20`),
			undefined,
		);
		expect([total, observers]).toEqual([7, 1]);
	});

	test('a reader of this request that has no frames yet is left out, another newborn goroutine is not', () => {
		const {total, observers, sites} = groupGoroutines(
			drawProfile(`
				1 runtime.goroutineProfileWithLabels < net/http/pprof.handler.ServeHTTP < net/http.(*conn).serve
				2
				6 runtime.selectgo < main.loop@/src/a.go:20`),
			undefined,
		);
		expect([total, observers]).toEqual([7, 1]);
		expect(sites.map(({site, count}) => [site.name, count])).toEqual([
			['main.loop', 6],
			['(no frames)', 1],
		]);
	});

	test.each(versions)('counts of a real profile of %s sum to its total', version => {
		const profile = captured(version, 'goroutine');
		const ownRoot = learnOwnRoot(profile.samples.map(({stack}) => stack));
		const {total, sites} = groupGoroutines(profile, ownRoot);
		expect(sum(sites.map(({count}) => count))).toBe(total);
		for (const {count, groups, groupCount} of sites) {
			expect(groupCount > groups.length || sum(groups.map(group => group.count)) === count).toBe(true);
		}

		const inProfile = sum(profile.samples.map(({values}) => values[0] ?? 0));
		expect(inProfile - total).toBeGreaterThanOrEqual(1);
		expect(inProfile - total).toBeLessThanOrEqual(2);
	});

	test.each(versions)('the waits of a real program of %s have their names', version => {
		const profile = captured(version, 'goroutine');
		const {sites} = groupGoroutines(profile, learnOwnRoot(profile.samples.map(({stack}) => stack)));
		const kindAt = (name: string) => sites.find(({site}) => site.name === name)?.site.kind;
		expect({
			send: kindAt('main.send'),
			receive: kindAt('main.receive'),
			nothing: kindAt('main.selectNothing'),
			deposit: kindAt('main.(*account).deposit'),
			store: kindAt('main.(*registry).store'),
			once: kindAt('main.setUpOnce'),
			take: kindAt('main.(*queue).take'),
			group: kindAt('main.parkOnWaitGroup.func1'),
			socket: kindAt('main.readSocket'),
			pipe: kindAt('main.readPipe'),
			child: kindAt('main.waitForChild'),
			nap: kindAt('main.napBetweenRetries'),
			listener: kindAt('main.acceptForever'),
		}).toEqual({
			send: 'chan send',
			receive: 'chan receive',
			nothing: 'empty select',
			deposit: 'mutex',
			store: 'rwmutex',
			once: 'once',
			take: 'cond',
			group: 'waitgroup',
			socket: 'net read',
			pipe: 'file',
			child: 'child process',
			nap: 'sleep',
			listener: 'accept',
		});
	});
});

describe('contention by site', () => {
	test('delay and events are added up, the most delay first', () => {
		const snapshot = groupContention(
			drawProfile(`
				2 100 sync.(*Mutex).Unlock < main.put@/src/a.go:5 < main.one@/src/a.go:9
				3 900 sync.(*Mutex).Unlock < main.put@/src/a.go:5 < main.two@/src/a.go:10
				9 500 sync.(*RWMutex).RUnlock < main.get@/src/a.go:20`),
			'mutex',
			undefined,
		);
		expect(snapshot).toMatchObject({profile: 'mutex', contentions: 14, delayNanoseconds: 1500});
		expect(
			snapshot.sites.map(({site, contentions, delayNanoseconds, stackCount}) => [
				site.name,
				contentions,
				delayNanoseconds,
				stackCount,
			]),
		).toEqual([
			['main.put', 5, 1000, 2],
			['main.get', 9, 500, 1],
		]);
	});

	test.each(versions.flatMap(version => [[version, 'block'] as const, [version, 'mutex'] as const]))(
		'sums of a real profile of %s (%s) are kept to the unit',
		(version, which) => {
			const profile = captured(version, which);
			const {contentions, delayNanoseconds, sites} = groupContention(profile, which, undefined);
			expect(sum(sites.map(site => site.contentions))).toBe(contentions);
			expect(sum(sites.map(site => site.delayNanoseconds))).toBe(delayNanoseconds);
			expect(contentions).toBe(sum(profile.samples.map(({values}) => values[0] ?? 0)));
			expect(contentions).toBeGreaterThan(0);
		},
	);

	test.each(versions)('the profile of %s names who releases late', version => {
		const {sites} = groupContention(captured(version, 'mutex'), 'mutex', undefined);
		expect(sites[0]?.site).toMatchObject({
			name: 'main.(*counter).hammer',
			kind: 'unlock',
			place: 'contention.go:36',
		});
	});
});
