import type {Random} from './random.ts';

/** What mutations draw from besides chance. */
export type Material = {
	/** Words of the format: keywords, separators, numbers at the edge. */
	readonly words: readonly Uint8Array[];
	/** Another input, to take a stretch of. */
	readonly other: () => Uint8Array;
	readonly maxBytes: number;
};

type Mutation = (input: Uint8Array, random: Random, material: Material) => Uint8Array;

const interestingBytes = [0, 1, 0x0a, 0x0d, 0x1b, 0x20, 0x7f, 0x80, 0x9b, 0xff] as const;
const interestingNumbers = [
	'0',
	'-1',
	'4294967296',
	'9007199254740993',
	'18446744073709551615',
	'1e400',
	'999999999999999',
] as const;

const mutations: readonly [Mutation, ...Mutation[]] = [
	(input, random) => withByte(input, random.below(input.length), value => value ^ (1 << random.below(8))),
	(input, random) => withByte(input, random.below(input.length), () => random.pick(interestingBytes)),
	(input, random) => withByte(input, random.below(input.length), () => random.below(256)),
	(input, random) => withByte(input, random.below(input.length), value => value + random.below(33) - 16),
	// A stretch taken away.
	(input, random) => {
		const [start, end] = stretch(input, random);
		return spliced(input, start, end, []);
	},
	// A stretch doubled, or repeated until it hurts.
	(input, random, {maxBytes}) => {
		const [start, end] = stretch(input, random);
		const part = input.subarray(start, end);
		const most = Math.ceil(maxBytes / Math.max(1, part.length));
		const times = Math.min(most, 1 + random.below(random.chance(0.1) ? 5000 : 4));
		return spliced(input, end, end, new Array<Uint8Array>(times).fill(part));
	},
	// A stretch moved.
	(input, random) => {
		const [start, end] = stretch(input, random);
		const part = input.slice(start, end);
		const rest = spliced(input, start, end, []);
		const to = random.below(rest.length + 1);
		return spliced(rest, to, to, [part]);
	},
	// A word put in, or over what is there.
	(input, random, {words}) => {
		const word = words[random.below(words.length)] ?? new Uint8Array();
		const at = random.below(input.length + 1);
		return spliced(input, at, random.chance(0.5) ? at : at + word.length, [word]);
	},
	// A stretch of another input, put in or over what is there.
	(input, random, {other}) => {
		const from = other();
		const [start, end] = stretch(from, random);
		const at = random.below(input.length + 1);
		return spliced(input, at, random.chance(0.5) ? at : at + (end - start), [from.subarray(start, end)]);
	},
	// The beginning of this and the end of another.
	(input, random, {other}) => {
		const from = other();
		return spliced(input, random.below(input.length + 1), input.length, [
			from.subarray(random.below(from.length + 1)),
		]);
	},
	// Another number in the place of one.
	(input, random) => {
		const at = digitsFrom(input, random.below(input.length + 1));
		let end = at;
		while (isDigit(input[end])) end += 1;
		const number = random.chance(0.5) ? random.pick(interestingNumbers) : String(random.below(1e6));
		return spliced(input, at, end, [new TextEncoder().encode(number)]);
	},
];

/** One to a few mutations one after the other; never longer than `maxBytes`. The input stays as it is. */
export function mutate(input: Uint8Array, random: Random, material: Material): Uint8Array {
	let mutated = input;
	for (let left = 1 << random.below(5); left > 0; left -= 1) {
		mutated = random.pick(mutations)(mutated, random, material).subarray(0, material.maxBytes);
	}
	return mutated === input ? input.slice() : mutated;
}

function withByte(input: Uint8Array, at: number, change: (value: number) => number): Uint8Array {
	const changed = input.slice();
	if (at < changed.length) changed[at] = change(changed[at] ?? 0);
	return changed;
}

/** Mostly short: a change of a few bytes says more than one of half the input. */
function stretch(input: Uint8Array, random: Random): readonly [start: number, end: number] {
	const longest = random.chance(0.8) ? 32 : input.length;
	const start = random.below(input.length + 1);
	return [start, Math.min(input.length, start + random.below(longest + 1))];
}

function digitsFrom(input: Uint8Array, from: number): number {
	const found = input.findIndex((byte, at) => at >= from && isDigit(byte));
	return found === -1 ? from : found;
}

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function spliced(input: Uint8Array, start: number, end: number, parts: readonly Uint8Array[]): Uint8Array {
	const between = parts.reduce((sum, part) => sum + part.length, 0);
	const tail = input.subarray(Math.min(end, input.length));
	const output = new Uint8Array(start + between + tail.length);
	output.set(input.subarray(0, start));
	let at = start;
	for (const part of parts) {
		output.set(part, at);
		at += part.length;
	}
	output.set(tail, at);
	return output;
}
