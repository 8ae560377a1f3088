import {expect, test, vi} from 'vitest';
import {addToHash, emptyHash} from '../../source/decode/hash.ts';
import {createInterned} from '../../source/decode/interned.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {encodedProfile} from './encoded-profile.ts';
import {decodedValue} from './outcome.ts';

const locations = [
	[
		['sync.(*Mutex).lockSlow', 171],
		['sync.(*Mutex).Lock', 46],
	],
	[['main.wait', 12]],
	[['main.wärme', 14]],
	[['main.wait', 13]],
] as const;

const profile = (...stacks: readonly (readonly number[])[]) =>
	encodedProfile({locations, samples: stacks.map(at => ({at, values: [1]}))});

test('the stacks of one profile are those of the next, wherever they stand in it', () => {
	const interned = createInterned();
	const [first, second] = decodedValue(decodeProfile(profile([0, 1], [1]), interned)).samples;
	const next = decodedValue(decodeProfile(profile([2, 1], [1], [0, 1], [0, 3]), interned)).samples;
	expect(next[2]?.stack).toBe(first?.stack);
	expect(next[1]?.stack).toBe(second?.stack);
	expect(next[3]?.stack[1]).toBe(first?.stack[1]);
	expect(next.map(({stack}) => stack.map(({functionName, line}) => `${functionName}:${line}`))).toEqual([
		['main.wärme:14', 'main.wait:12'],
		['main.wait:12'],
		['sync.(*Mutex).lockSlow:171', 'sync.(*Mutex).Lock:46', 'main.wait:12'],
		['sync.(*Mutex).lockSlow:171', 'sync.(*Mutex).Lock:46', 'main.wait:13'],
	]);
});

test('what a profile says does not depend on those before it', () => {
	const interned = createInterned();
	const other = encodedProfile({
		locations: [[['main.wait', 12]], [['sync.(*Mutex).Lock', 171]], []],
		samples: [
			{at: [1, 0], values: [2]},
			{at: [2], values: [3]},
		],
	});
	for (const bytes of [profile([0, 1], [1]), other, profile([2], [0, 3]), other]) {
		expect(decodeProfile(bytes, interned)).toEqual(decodeProfile(bytes));
	}
});

test('a name is decoded once, whatever profile and place it comes from', () => {
	const interned = createInterned();
	const texts = ['main.wait', '/srv/app/main.go', 'main.wait', '', 'main.wärme'];
	const bytes = texts.map(text => new TextEncoder().encode(text));
	const read = () => bytes.map(part => interned.text(Uint8Array.of(7, ...part, 7), 1, part.length + 1));
	expect(read()).toEqual(texts);
	const decode = vi.spyOn(TextDecoder.prototype, 'decode');
	expect(read()).toEqual(texts);
	// Of the last one the bytes are not the characters.
	expect(decode).toHaveBeenCalledTimes(1);
	decode.mockRestore();
});

test('names that end alike are kept apart, also when there are many', () => {
	const interned = createInterned();
	const end = 'x'.repeat(32);
	const names = Array.from({length: 30}, (_, index) => `${String(index).padStart(3, '0')}${end}`);
	for (const again of [...names, ...names]) {
		const bytes = new TextEncoder().encode(again);
		expect(interned.text(bytes, 0, bytes.length)).toBe(again);
	}
});

test('frames and stacks with one hash are kept apart', () => {
	const interned = createInterned();
	const [a, b] = ['main.a', 'main.b'].map(name => interned.frame(name, 'main.go', 1).frames);
	if (a === undefined || b === undefined) throw new Error('no frames');
	expect(interned.stack(a, emptyHash)).toEqual(a);
	expect(interned.stack(b, emptyHash)).toEqual(b);
	expect(interned.stack(a, emptyHash)).toBe(interned.stack(a, emptyHash));
	const many = Array.from({length: 20}, (_, line) => interned.frame('main.c', 'main.go', line).frames);
	for (const frames of many) expect(interned.stack(frames, emptyHash)).toEqual(frames);
});

test('all is forgotten after some hundred profiles, or some megabytes of names', () => {
	const interned = createInterned();
	const before = interned.frame('main.a', 'main.go', 1);
	for (let turn = 0; turn < 256; turn += 1) interned.begin();
	expect(interned.frame('main.a', 'main.go', 1)).toBe(before);
	interned.begin();
	expect(interned.generation()).toBe(1);
	expect(interned.frame('main.a', 'main.go', 1)).not.toBe(before);

	for (let line = 0; line < 100_000; line += 1) interned.frame('main.a', 'main.go', line);
	interned.begin();
	expect(interned.generation()).toBe(2);
});

test('the order of frames makes the hash', () => {
	const [a, b] = [addToHash(addToHash(emptyHash, 1), 2), addToHash(addToHash(emptyHash, 2), 1)];
	expect(a).not.toBe(b);
});
