import type {Decoded} from '../profile/decoded.ts';
import type {Digest, DigestRequest} from './digest.ts';
import type {Heard, Tape, Written} from './tape.ts';
import {tapeDump, untapeDump} from './taped-dump.ts';
import {tapeContention, tapeGoroutines, untapeContention, untapeGoroutines} from './taped-snapshot.ts';

/** From the program to its worker; the bytes are handed over, not copied. */
export type WorkerOrder = {readonly order: number; readonly request: DigestRequest};

/** Back from the worker: one for each order, in the same order. */
export type WorkerAnswer = {readonly order: number; readonly digest: Decoded<PackedDigest>};

/** A digest with its snapshot on tape; what is small or comes rarely goes as it is. */
export type PackedDigest =
	| (Omit<Extract<Digest, {kind: 'goroutine'}>, 'snapshot'> & {readonly tape: Tape})
	| {readonly kind: 'block' | 'mutex' | 'leaks' | 'dump'; readonly tape: Tape}
	| Exclude<Digest, {readonly kind: 'goroutine' | 'block' | 'mutex' | 'leaks' | 'dump'}>;

/** @param written what the tapes before told: profiles repeat most of it; a dump is too large to be remembered */
export function packDigest(digest: Digest, written?: Written): PackedDigest {
	switch (digest.kind) {
		case 'goroutine': {
			const {snapshot, ...about} = digest;
			return {...about, tape: tapeGoroutines(snapshot, written)};
		}

		case 'block':
		case 'mutex': {
			return {kind: digest.kind, tape: tapeContention(digest.snapshot, written)};
		}

		case 'leaks': {
			const {total, sites} = digest.snapshot;
			const tape = tapeGoroutines({total, observers: 0, sites, siteCount: sites.length});
			return {kind: 'leaks', tape};
		}

		case 'dump': {
			return {kind: 'dump', tape: tapeDump(digest.snapshot)};
		}

		default: {
			return digest;
		}
	}
}

export function unpackDigest(packed: PackedDigest, heard?: Heard): Digest {
	switch (packed.kind) {
		case 'goroutine': {
			const {tape, ...about} = packed;
			return {...about, snapshot: untapeGoroutines(tape, heard)};
		}

		case 'block':
		case 'mutex': {
			return {kind: packed.kind, snapshot: untapeContention(packed.tape, heard)};
		}

		case 'leaks': {
			const {total, sites} = untapeGoroutines(packed.tape);
			return {kind: 'leaks', snapshot: {total, sites}};
		}

		case 'dump': {
			return {kind: 'dump', snapshot: untapeDump(packed.tape)};
		}

		default: {
			return packed;
		}
	}
}
