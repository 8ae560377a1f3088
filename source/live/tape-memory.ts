import type {Count} from '../profile/units.ts';
import {nothingWritten, type Written} from './tape.ts';

/** Names that a target makes up for each profile must not fill the memory at either end. */
const mostCharacters: Count = 8_000_000;
const mostThings: Count = 500_000;

export type TapeMemory = {
	/** For the next tape; nothing when what is known has become too much, or belongs to another generation of stacks. */
	readonly written: (generation: Count) => Written;
};

export function createTapeMemory(): TapeMemory {
	let written = nothingWritten();
	let writtenIn: Count = 0;
	return {
		written(generation) {
			const isFull = written.characters > mostCharacters || written.things.size > mostThings;
			if (isFull || generation !== writtenIn) {
				written = nothingWritten();
				writtenIn = generation;
			}

			return written;
		},
	};
}
