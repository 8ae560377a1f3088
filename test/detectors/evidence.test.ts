import {expect, test} from 'vitest';
import {countEvidence} from '../../source/detectors/evidence.ts';

test('a count is said in the right number, and reported with its unit in the plural', () => {
	const texts = (unit: string) => [0, 1, 1200].map(count => countEvidence('seen', count, unit).text);
	expect(texts('goroutines')).toEqual(['0 goroutines', '1 goroutine', '1,200 goroutines']);
	expect(texts('response bodies')[1]).toBe('1 response body');
	expect(countEvidence('seen', 1, 'threads')).toEqual({
		name: 'seen',
		value: 1,
		unit: 'threads',
		text: '1 thread',
	});
});
