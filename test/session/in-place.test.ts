import {describe, expect, test} from 'vitest';
import {inGroups, inPlace} from '../../source/session/in-place.ts';

const places = new Map(['b', 'a', 'c'].map((key, place) => [key, place]));
const itself = (key: string) => key;

describe('rows that keep their places', () => {
	test('come first, and the others behind them as they are sorted', () => {
		const sorted = (others: readonly string[]) => others.toSorted();
		expect(inPlace(['z', 'a', 'x', 'b'], places, itself, sorted)).toEqual(['b', 'a', 'x', 'z']);
		expect(inPlace(['z', 'a', 'x'], undefined, itself, sorted)).toEqual(['a', 'x', 'z']);
	});

	test('have new ones behind the row that these follow, where a heading stands above them', () => {
		expect(inGroups(['new', 'a', 'a1', 'a2', 'b', 'c', 'c1'], places, itself)).toEqual([
			'new',
			'b',
			'a',
			'a1',
			'a2',
			'c',
			'c1',
		]);
		expect(inGroups(['c', 'a'], places, itself)).toEqual(['a', 'c']);
		expect(inGroups(['c', 'a'], undefined, itself)).toEqual(['c', 'a']);
	});
});
