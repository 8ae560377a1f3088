import fc from 'fast-check';

/** Ways to spoil an input; each gives an arbitrary of spoiled copies. */
export const mutations: Readonly<
	Record<string, (inputs: readonly Uint8Array[]) => fc.Arbitrary<Uint8Array>>
> = {
	'random bytes': () => fc.uint8Array({maxLength: 2000}),
	'a truncation': inputs =>
		anInput(inputs).chain(input => fc.nat({max: input.length}).map(length => input.slice(0, length))),
	'a missing beginning': inputs =>
		anInput(inputs).chain(input => fc.nat({max: input.length}).map(start => input.slice(start))),
	'bit flips': inputs =>
		anInput(inputs).chain(input => {
			const flip = fc.tuple(fc.nat({max: input.length - 1}), fc.nat({max: 7}));
			return fc.array(flip, {minLength: 1, maxLength: 8}).map(flips => withFlips(input, flips));
		}),
	'shuffled and repeated lines': inputs =>
		anInput(inputs).chain(input => {
			const lines = linesOf(input);
			const move = fc.tuple(fc.nat({max: lines.length - 1}), fc.nat({max: lines.length - 1}), fc.boolean());
			return fc.array(move, {minLength: 1, maxLength: 20}).map(moves => withMoves(lines, moves));
		}),
	'a stretch of another place': inputs =>
		fc.tuple(anInput(inputs), anInput(inputs)).chain(([input, other]) => {
			const place = fc.tuple(fc.nat({max: input.length}), fc.nat({max: other.length}), fc.nat({max: 200}));
			return place.map(([to, from, length]) => {
				return joined([input.subarray(0, to), other.subarray(from, from + length), input.subarray(to)]);
			});
		}),
};

function anInput(inputs: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
	return fc.constantFrom(...inputs);
}

function withFlips(
	input: Uint8Array,
	flips: readonly (readonly [offset: number, bit: number])[],
): Uint8Array {
	const output = input.slice();
	for (const [offset, bit] of flips) output[offset] = (output[offset] ?? 0) ^ (1 << bit);
	return output;
}

function withMoves(
	lines: readonly Uint8Array[],
	moves: readonly (readonly [from: number, to: number, isCopy: boolean])[],
): Uint8Array {
	const moved = [...lines];
	for (const [from, to, isCopy] of moves) {
		const line = moved[from] ?? new Uint8Array();
		if (!isCopy) moved.splice(from, 1);
		moved.splice(to, 0, line);
	}
	return joined(moved);
}

function linesOf(input: Uint8Array): readonly Uint8Array[] {
	const lines: Uint8Array[] = [];
	for (let start = 0; start < input.length; ) {
		const newline = input.indexOf(0x0a, start);
		const end = newline === -1 ? input.length : newline + 1;
		lines.push(input.subarray(start, end));
		start = end;
	}
	return lines;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(parts));
}
