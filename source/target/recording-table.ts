import type {Bytes, Milliseconds} from '../profile/units.ts';

/** A recorded reply without its body, and where that is: counted from the end of the table. */
export type PlacedReply = {
	readonly path: string;
	readonly offsetMilliseconds: Milliseconds;
	readonly status: number;
	readonly contentType: string;
	readonly start: Bytes;
	readonly length: Bytes;
};

export type RecordingTable = {
	readonly program: string;
	readonly goVersion: string;
	readonly durationMilliseconds: Milliseconds;
	readonly replies: readonly PlacedReply[];
};

export function writeTable(table: RecordingTable): Uint8Array {
	return Buffer.from(JSON.stringify(table));
}

/** `undefined` when the bytes are no table, or when it points outside of the `bodiesLength` bytes of bodies. */
export function readTable(bytes: Uint8Array, bodiesLength: Bytes): RecordingTable | undefined {
	const table = parse(bytes);
	if (!isObject(table) || !Array.isArray(table['replies'])) return undefined;
	const {program, goVersion, durationMilliseconds} = table;
	if (typeof program !== 'string' || typeof goVersion !== 'string') return undefined;
	if (!isSize(durationMilliseconds) || durationMilliseconds === 0) return undefined;
	const replies: readonly unknown[] = table['replies'];
	if (!replies.every(reply => isPlaced(reply, bodiesLength, durationMilliseconds))) return undefined;
	return {program, goVersion, durationMilliseconds, replies};
}

function isPlaced(
	reply: unknown,
	bodiesLength: Bytes,
	durationMilliseconds: Milliseconds,
): reply is PlacedReply {
	if (!isObject(reply)) return false;
	const {path, offsetMilliseconds, status, contentType, start, length} = reply;
	return (
		typeof path === 'string' &&
		isHeaderText(contentType) &&
		isSize(status) &&
		status >= 200 &&
		status <= 599 &&
		isSize(offsetMilliseconds) &&
		offsetMilliseconds <= durationMilliseconds &&
		isSize(start) &&
		isSize(length) &&
		start + length <= bodiesLength
	);
}

/** Anything else would make node:http throw when the reply is replayed. */
function isHeaderText(value: unknown): value is string {
	return typeof value === 'string' && /^[\x20-\x7e]*$/.test(value);
}

function isSize(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch {
		return undefined;
	}
}
