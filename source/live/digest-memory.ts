import {createInterned, type Interned} from '../decode/interned.ts';
import {createStackReader, type StackReader} from '../profile/stack-reader.ts';
import type {OwnRoot} from './digest.ts';

/** What was learnt from the profiles of a target, for the next ones: they hold the same stacks for the most part. */
export type DigestMemory = {
	readonly interned: Interned;
	readonly stackReader: (ownRoot: OwnRoot | undefined) => StackReader;
};

export function createDigestMemory(): DigestMemory {
	const interned = createInterned();
	let reader = createStackReader(undefined);
	let learntFor: string | undefined;
	let generation = 0;
	return {
		interned,
		stackReader(ownRoot) {
			// It knows stacks by identity, and must not keep those that are forgotten.
			if (ownRoot?.folder !== learntFor || generation !== interned.generation()) {
				reader = createStackReader(ownRoot?.folder);
				[learntFor, generation] = [ownRoot?.folder, interned.generation()];
			}

			return reader;
		},
	};
}
