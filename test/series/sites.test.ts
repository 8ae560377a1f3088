import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {siteOf} from '../../source/profile/site.ts';
import {siteIdOf} from '../../source/profile/site-id.ts';
import type {SiteHistory} from '../../source/series/history.ts';
import {emptySeries} from '../../source/series/series.ts';
import {draftOf, type Sites, sitesOf} from '../../source/series/sites.ts';

const siteAt = (line: number, lastSeenAt = 0): SiteHistory => {
	const site = siteOf([{functionName: 'main.work', file: 'main.go', line}], undefined);
	return {
		id: siteIdOf(site.key, new Set()),
		site,
		firstSeenAt: 0,
		lastSeenAt,
		waiting: emptySeries,
		waiters: undefined,
		rates: {},
	};
};
const keyOf = (line: number) => siteAt(line).site.key;
const linesOf = (sites: Sites) => Array.from(sites.values(), ({site}) => site.frame.line);

type Edit = {readonly line: number; readonly seenAt: number | undefined};

const edits = fc.array(fc.record({line: fc.nat(12), seenAt: fc.option(fc.nat(1000), {nil: undefined})}), {
	maxLength: 12,
});

function edited(sites: Sites, changes: readonly Edit[]): Sites {
	const draft = draftOf(sites);
	for (const {line, seenAt} of changes) {
		if (seenAt === undefined) draft.delete(keyOf(line));
		else draft.set(siteAt(line, seenAt));
	}
	return draft.finish();
}

function editedMap(map: ReadonlyMap<number, number>, changes: readonly Edit[]): ReadonlyMap<number, number> {
	const copy = new Map(map);
	for (const {line, seenAt} of changes) {
		if (seenAt === undefined) copy.delete(line);
		else copy.set(line, seenAt);
	}
	return copy;
}

describe('versions of the sites', () => {
	test('are each what a map of their own would be, however they branch', () => {
		fc.assert(
			fc.property(fc.array(fc.record({from: fc.nat(20), changes: edits}), {maxLength: 20}), branches => {
				const versions: {sites: Sites; map: ReadonlyMap<number, number>}[] = [
					{sites: sitesOf([]), map: new Map()},
				];
				for (const {from, changes} of branches) {
					const base = versions[from % versions.length];
					if (base !== undefined) {
						versions.push({sites: edited(base.sites, changes), map: editedMap(base.map, changes)});
					}
				}
				for (const {sites, map} of versions) {
					expect(sites.size).toBe(map.size);
					expect(linesOf(sites).toSorted()).toEqual([...map.keys()].toSorted());
					for (let line = 0; line <= 12; line += 1) {
						expect(sites.get(keyOf(line))?.lastSeenAt).toBe(map.get(line));
					}
				}
			}),
		);
	});

	test('stay in the order in which they came', () => {
		const first = edited(sitesOf([siteAt(5), siteAt(3)]), [{line: 9, seenAt: 1}]);
		expect(linesOf(first)).toEqual([5, 3, 9]);
		expect(linesOf(edited(first, [{line: 3, seenAt: 2}]))).toEqual([5, 3, 9]);
	});

	test('do not remember for ever what came and went', () => {
		let sites = sitesOf([siteAt(1)]);
		for (let line = 2; line < 10_000; line += 1) {
			sites = edited(sites, [
				{line: line - 1, seenAt: undefined},
				{line, seenAt: 0},
			]);
		}
		expect(linesOf(sites)).toEqual([9999]);
		expect(sites.places.size).toBeLessThan(1100);
	});
});
