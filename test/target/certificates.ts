import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';

/** A certificate and its key, as files and as text. */
export type Pair = {
	readonly certificateFile: string;
	readonly keyFile: string;
	readonly cert: string;
	readonly key: string;
};

/**
 * An authority of its own for one test file, made with the openssl command line (there is no other way to make
 * certificates without a dependency), in a folder that goes away after the tests.
 */
export const createAuthority = () => {
	const folder = mkdtempSync(join(tmpdir(), 'goroutop-certificates-'));
	afterAll(() => rmSync(folder, {recursive: true}));
	const at = (name: string) => join(folder, name);
	const openssl = (...args: string[]): void => {
		try {
			execFileSync('openssl', args, {cwd: folder, stdio: 'pipe'});
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
				throw new Error(
					'THE OPENSSL COMMAND IS MISSING: install it, the TLS tests make their certificates with it.',
				);
			}
			throw error;
		}
	};
	const pair = (name: string): Pair => {
		const [certificateFile, keyFile] = [at(`${name}.crt`), at(`${name}.key`)];
		return {
			certificateFile,
			keyFile,
			cert: readFileSync(certificateFile, 'utf8'),
			key: readFileSync(keyFile, 'utf8'),
		};
	};
	const newKey = (name: string): void =>
		openssl(
			'genpkey',
			'-algorithm',
			'EC',
			'-pkeyopt',
			'ec_paramgen_curve:prime256v1',
			'-out',
			at(`${name}.key`),
		);

	/** Signs itself. */
	const root = (name: string): Pair => {
		newKey(name);
		openssl(
			'req',
			'-x509',
			'-new',
			'-key',
			at(`${name}.key`),
			'-days',
			'2',
			'-subj',
			`/CN=${name}`,
			'-out',
			at(`${name}.crt`),
		);
		return pair(name);
	};
	const authority = root('authority');

	/** Signed by the authority, for `names` (`DNS:localhost,IP:127.0.0.1`); from `-1` days on it has expired. */
	const issue = (name: string, names = 'DNS:localhost,IP:127.0.0.1', days = 2): Pair => {
		newKey(name);
		const request = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`, '-out', at(`${name}.csr`)];
		openssl('req', '-new', '-key', at(`${name}.key`), ...request);
		const signing = [
			'-CA',
			authority.certificateFile,
			'-CAkey',
			authority.keyFile,
			'-copy_extensions',
			'copy',
		];
		openssl(
			'x509',
			'-req',
			'-in',
			at(`${name}.csr`),
			...signing,
			'-days',
			`${days}`,
			'-out',
			at(`${name}.crt`),
		);
		return pair(name);
	};
	/** The same key behind a password. */
	const encrypted = (keyFile: string): string => {
		const out = at('encrypted.key');
		openssl('pkcs8', '-topk8', '-in', keyFile, '-out', out, '-passout', 'pass:secret');
		return out;
	};
	/** A file of the given content. */
	const file = (name: string, content: string): string => {
		writeFileSync(at(name), content);
		return at(name);
	};
	return {authority, issue, root, encrypted, file};
};
