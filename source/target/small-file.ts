import {readFile, stat} from 'node:fs/promises';
import {plainText} from './plain-text.ts';

/** Far above any key, chain or token; below what would hurt when the wrong file is named. */
const maxFileBytes = 4_000_000;

export type SmallFile =
	| {readonly ok: true; readonly text: string}
	| {readonly ok: false; readonly sentence: string};

/**
 * Reads a text file that the person named with `flag`. What prevents it comes back as a sentence that names the flag
 * and the path, never the content.
 */
export const readSmallFile = async (path: string, flag: string): Promise<SmallFile> => {
	const shown = `${flag} ${plainText(path, 80)}`;
	try {
		const {size} = await stat(path);
		if (size > maxFileBytes) {
			return {ok: false, sentence: `${shown} is ${Math.round(size / 1e6)} MB: is it the right file?`};
		}
		return {ok: true, text: await readFile(path, 'utf8')};
	} catch (error) {
		return {ok: false, sentence: `${shown} ${reason(error)}.`};
	}
};

const reason = (error: unknown): string => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
	const known: Record<string, string> = {
		ENOENT: 'does not exist',
		EACCES: 'may not be read by this user',
		EPERM: 'may not be read by this user',
		EISDIR: 'is a folder, not a file',
		ENOTDIR: 'does not exist',
	};
	return known[code] ?? `cannot be read (${code})`;
};
