import {readFile} from 'node:fs/promises';
import type {Milliseconds} from '../profile/units.ts';
import {parseTargetAddress} from '../target/address.ts';
import {type OpenedTarget, openHttpTarget} from '../target/http-target.ts';
import {decodeRecording} from '../target/recording.ts';
import {startReplayServer} from '../target/replay-server.ts';

/** Beside the bundle; in fixtures/ when run from the sources. */
const places = ['./demo.recording', '../../fixtures/demo.recording'];

/** Serves the recorded incident on a free loopback port and opens that like any target; closing it ends both. */
export async function openDemo(
	version: string,
	connectTimeoutMilliseconds: Milliseconds,
): Promise<OpenedTarget> {
	const bytes = await readFirst();
	if (bytes === undefined) {
		return {
			ok: false,
			sentence: 'The recording of the demo is missing from this installation: install goroutop again.',
		};
	}

	const decoded = decodeRecording(bytes);
	if (!decoded.ok) {
		return decoded;
	}

	const server = await startReplayServer({recording: decoded.recording});
	const parsed = parseTargetAddress(server.address);
	if (!parsed.ok) {
		throw new Error(`the replay server listens at ${server.address}: ${parsed.sentence}`);
	}

	const {address} = parsed;
	const opened = await openHttpTarget({
		address,
		version,
		headers: [],
		caFiles: [],
		insecure: false,
		connectTimeoutMilliseconds,
	});
	if (!opened.ok) {
		await server.close();
		return opened;
	}

	const {target} = opened;
	const close = async () => {
		await target.close();
		await server.close();
	};
	return {ok: true, target: {...target, close}};
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
