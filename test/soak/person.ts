import {keymap} from '../../source/session/keymap.ts';
import type {Random} from '../fuzz/random.ts';

export type Deed =
	| {readonly kind: 'key'; readonly key: string}
	| {readonly kind: 'typed'; readonly bytes: string}
	| {readonly kind: 'resize'; readonly widthColumns: number; readonly heightRows: number};

/** What ends or stops the program is left out. */
const keys = keymap
	.flatMap(binding => binding.keys)
	.filter(key => !['q', 'ctrl+c', 'ctrl+z'].includes(key)) as [string, ...string[]];
const typed = [
	'\u001b[A',
	'\u001b[B',
	'\u001b[6~',
	'\t',
	'\r',
	'/run\r',
	'\u001b',
	'?',
	'h',
	'7',
	'd',
	'y',
	'\u001b[200~pool\u001b[201~',
] as const;
const maxDeeds = 8;

/** What somebody does who looks after the screen for a moment. */
export function deeds(random: Random): readonly Deed[] {
	return Array.from({length: 1 + random.below(maxDeeds)}, () => {
		if (random.chance(0.2)) {
			return {kind: 'resize', widthColumns: 1 + random.below(220), heightRows: 1 + random.below(70)};
		}

		return random.chance(0.3)
			? {kind: 'typed', bytes: random.pick(typed)}
			: {kind: 'key', key: random.pick(keys)};
	});
}
