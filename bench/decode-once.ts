/**
 * Decodes a file as a watch does and tells what that took, as one object. Needs `--expose-gc`; a process of its own for
 * each file, for only the first decoding of a process is as slow as the first one of a watch.
 *
 *     node --expose-gc decode-once.ts KIND FILE RUNS
 */
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {gunzipSync} from 'node:zlib';
import {type DigestRequest, digest} from '../source/live/digest.ts';
import type {Bytes, Milliseconds} from '../source/profile/units.ts';

export type DecodedOnce = {
	/** From the file to what a watch keeps of it, the first time in a process. */
	readonly firstMilliseconds: Milliseconds;
	/** Of the runs after that. */
	readonly laterMilliseconds: readonly Milliseconds[];
	/** As inflated. */
	readonly inputBytes: Bytes;
	/** What is kept of it. */
	readonly retainedBytes: Bytes;
};

const [kind = '', file = '', runs = '1'] = process.argv.slice(2);
const kept: unknown[] = [];

function decode(): Milliseconds {
	const begun = performance.now();
	const read = readFileSync(file);
	const bytes = file.endsWith('.gz') ? gunzipSync(read) : read;
	// A goroutine profile tells where the own code lives, the others are read after one.
	const ownRoot = kind === 'goroutine' ? undefined : {folder: undefined};
	const found = digest({kind: kind as DigestRequest['kind'], bytes, ownRoot});
	if (!found.ok) throw new Error(`${file} could not be decoded: ${found.reason}.`);
	kept[0] = found.value;
	return performance.now() - begun;
}

/** Memory that is still needed. Some is given back only a turn after it was found not to be. */
async function inUse(): Promise<Bytes> {
	for (let turn = 0; turn < 5; turn += 1) {
		globalThis.gc?.();
		await new Promise(resolve => setImmediate(resolve));
	}
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

const firstMilliseconds = decode();
const laterMilliseconds = Array.from({length: Number(runs)}, decode);
// What compiled code and caches take is there by now and no part of the difference.
kept.length = 0;
const before = await inUse();
decode();
const retainedBytes = (await inUse()) - before;
const read = readFileSync(file);
const inputBytes = file.endsWith('.gz') ? gunzipSync(read).length : read.length;
const found: DecodedOnce = {firstMilliseconds, laterMilliseconds, inputBytes, retainedBytes};
process.stdout.write(JSON.stringify(found));
