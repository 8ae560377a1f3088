import {expect, test} from 'vitest';
import {createInterned} from '../../source/decode/interned.ts';
import {createNames} from '../../source/decode/profile-names.ts';
import {bytesOf} from './outcome.ts';

test('names of any bytes come out as they are, and those that are not there as nothing', () => {
	const names = [bytesOf('Ã©'), bytesOf('é'), Uint8Array.of(0xe9, 0xe9), bytesOf('\uFFFD'), bytesOf('ab')];
	const bytes = new Uint8Array(names.flatMap(name => [...name]));
	let end = 0;
	const spans = names.flatMap(name => {
		end += name.length;
		return [end - name.length, end];
	});
	const read = createNames(bytes, spans, createInterned());
	for (const again of [false, true]) {
		expect(names.map((_, index) => read.text(index))).toEqual(
			names.map(name => new TextDecoder().decode(name)),
		);
		expect(read.text(names.length)).toBe('');
		expect(read.missing()).toBe(again ? 2 : 1);
	}
});
