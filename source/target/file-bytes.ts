import {fstatSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import process from 'node:process';
import {formatBytes} from '../profile/quantity.ts';
import type {Bytes, UnixMilliseconds} from '../profile/units.ts';
import {type BodyProblem, readBody} from './body.ts';
import {plainText} from './plain-text.ts';

export type FileBytes =
	| {
			readonly ok: true;
			/** Inflated when the file was gzip, by its first bytes. */
			readonly bytes: Uint8Array;
			/** When the file was last written; undefined for a pipe. */
			readonly writtenAtUnixMilliseconds: UnixMilliseconds | undefined;
	  }
	| {readonly ok: false; readonly sentence: string};

/** What `path` is called in sentences; `-` is standard input. Fit for a terminal. */
export const fileName = (path: string): string => (path === '-' ? 'standard input' : plainText(path, 80));

/** That name where a sentence begins with it. */
export const sentenceStart = (name: string): string => (name === 'standard input' ? 'Standard input' : name);

/**
 * Reads a file that the person named, or standard input to its end. Never rejects: what prevents it comes back as one
 * sentence with the file's name. No more than `maxBytes` are held, as they are or inflated.
 */
export const readFileBytes = async (path: string, maxBytes: Bytes): Promise<FileBytes> => {
	const name = sentenceStart(fileName(path));
	let handle: FileHandle | undefined;
	try {
		handle = path === '-' ? undefined : await open(path);
		const stats = handle === undefined ? standardInputStats() : await handle.stat();
		if (stats?.isDirectory()) {
			return {ok: false, sentence: `${name} is a folder: name a file in it.`};
		}
		if (stats?.isFile() && stats.size > maxBytes) {
			return {ok: false, sentence: tooLarge(name, maxBytes, '')};
		}
		const writtenAtUnixMilliseconds = stats?.isFile() ? stats.mtimeMs : undefined;
		let fault: unknown;
		const chunks = noting(handle?.createReadStream() ?? process.stdin, error => {
			fault = error;
		});
		const body = await readBody(chunks, '', maxBytes);
		if (fault !== undefined) {
			return {ok: false, sentence: `${name} ${faultText(fault)}.`};
		}
		if (!body.ok) {
			return {ok: false, sentence: problemText(name, body.problem, maxBytes)};
		}
		return body.bytes.length === 0
			? {ok: false, sentence: `${name} is empty: did the command that wrote it fail?`}
			: {ok: true, bytes: body.bytes, writtenAtUnixMilliseconds};
	} catch (error) {
		return {ok: false, sentence: `${name} ${faultText(error)}.`};
	} finally {
		await handle?.close().catch(() => undefined);
	}
};

/** `curl … | goroutop` is a pipe; `goroutop < file` is a file with a time of its own. */
const standardInputStats = () => {
	try {
		return fstatSync(process.stdin.fd);
	} catch {
		return undefined;
	}
};

/** readBody takes every error of its chunks for an early end; here the error itself has to be told. */
async function* noting(
	chunks: AsyncIterable<Uint8Array>,
	note: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
	try {
		yield* chunks;
	} catch (error) {
		note(error);
		throw error;
	}
}

const problemText = (name: string, problem: BodyProblem, maxBytes: Bytes): string => {
	switch (problem.kind) {
		case 'too-large':
			return tooLarge(name, maxBytes, problem.where === 'inflated' ? ' when inflated' : '');
		case 'truncated':
			return `${name} is cut off: its gzip data has no end; fetch it again.`;
		case 'not-gzip':
			return `${name} is damaged: its gzip data cannot be inflated; fetch it again.`;
	}
};

const tooLarge = (name: string, maxBytes: Bytes, how: string): string =>
	`${name} is larger than ${formatBytes(maxBytes)}${how}; goroutop reads no more than that.`;

const faultText = (error: unknown): string => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
	return faults[code] ?? `cannot be read (${code})`;
};

const faults: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	ENOTDIR: 'does not exist',
	EACCES: 'may not be read by this user',
	EPERM: 'may not be read by this user',
	EISDIR: 'is a folder: name a file in it',
	ENAMETOOLONG: 'is too long for the name of a file',
	ERR_INVALID_ARG_VALUE: 'cannot be the name of a file',
};
