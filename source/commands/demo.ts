import {readFile} from 'node:fs/promises';
import {parseTargetAddress, type TargetAddress} from '../target/address.ts';
import {decodeRecording} from '../target/recording.ts';
import {startReplayServer} from '../target/replay-server.ts';

/** The recorded incident, served over loopback HTTP like any target. */
export type Demo =
	| {readonly ok: true; readonly address: TargetAddress; readonly close: () => Promise<void>}
	| {readonly ok: false; readonly sentence: string};

/** Beside the bundle; in fixtures/ when run from the sources. */
const places = ['./demo.recording', '../../fixtures/demo.recording'];

/** Serves the recording on a free loopback port. */
export async function startDemo(): Promise<Demo> {
	const bytes = await readFirst();
	if (bytes === undefined) {
		return {
			ok: false,
			sentence: 'the recording of the demo is missing from this installation; install goroutop again',
		};
	}

	const decoded = decodeRecording(bytes);
	if (!decoded.ok) {
		return {ok: false, sentence: decoded.sentence};
	}

	const server = await startReplayServer({recording: decoded.recording});
	const parsed = parseTargetAddress(server.address);
	return parsed.ok
		? {ok: true, address: parsed.address, close: server.close}
		: {ok: false, sentence: parsed.sentence};
}

async function readFirst(): Promise<Uint8Array | undefined> {
	for (const place of places) {
		const bytes = await readFile(new URL(place, import.meta.url)).catch(() => undefined);
		if (bytes !== undefined) {
			return bytes;
		}
	}

	return undefined;
}
