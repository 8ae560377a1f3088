import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * When the newest file at or below a path was changed, in milliseconds since 1970; 0 when nothing is there.
 *
 * @param {string} path
 * @returns {Promise<number>}
 */
export const newestChangeMilliseconds = async path => {
	try {
		const stats = await stat(path);
		const names = stats.isDirectory() ? await readdir(path) : [];
		const below = await Promise.all(names.map(name => newestChangeMilliseconds(join(path, name))));
		return Math.max(stats.mtimeMs, ...below);
	} catch (error) {
		if (error.code === 'ENOENT') {
			return 0;
		}
		throw error;
	}
};
