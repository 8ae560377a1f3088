import {expect, test} from 'vitest';
import type {Connection} from '../../source/target/connection.ts';
import {loadTls} from '../../source/target/tls-files.ts';
import {createAuthority} from './certificates.ts';
import {connectionTo} from './local-servers.ts';

const {authority, issue, root, encrypted, file} = createAuthority();
const client = issue('client');
const other = root('other');
const garbage = file('garbage.pem', 'no certificate here');

const load = (overrides: Partial<Connection>) => loadTls(connectionTo('https://localhost', overrides));
const sentence = async (overrides: Partial<Connection>): Promise<string> => {
	const loaded = await load(overrides);
	return loaded.ok ? 'accepted' : loaded.sentence;
};

test('what is given arrives; several authorities and several certificates in one file are all kept', async () => {
	const bundle = file('bundle.pem', `# two\n${authority.cert}\n${other.cert}`);
	const {certificateFile, keyFile, cert, key} = client;
	const loaded = await load({
		caFiles: [bundle, authority.certificateFile],
		certificateFile,
		keyFile,
		serverName: 'app',
	});
	expect(loaded).toMatchObject({
		ok: true,
		settings: {rejectUnauthorized: true, servername: 'app', cert, key},
	});
	expect(loaded.ok && loaded.settings.ca).toHaveLength(3);
	expect(await load({insecure: true})).toEqual({ok: true, settings: {rejectUnauthorized: false}});
});

test('every mistake with a file is a sentence that names it', async () => {
	const {certificateFile, keyFile} = client;
	const secretKey = encrypted(keyFile);
	expect(await sentence({caFiles: ['/no/such/file']})).toBe('--ca /no/such/file does not exist.');
	expect(await sentence({caFiles: ['/']})).toBe('--ca / is a folder, not a file.');
	expect(await sentence({caFiles: [garbage]})).toBe(`--ca ${garbage} holds no PEM certificate.`);
	expect(await sentence({certificateFile})).toBe(
		'--cert needs --key: a client certificate and its key go together.',
	);
	expect(await sentence({keyFile})).toBe('--key needs --cert: a client certificate and its key go together.');
	expect(await sentence({certificateFile: keyFile, keyFile: certificateFile})).toMatch(
		/^--cert .* holds no PEM certificate; are --cert and --key swapped\?$/,
	);
	expect(await sentence({certificateFile, keyFile: garbage})).toMatch(/^--key .* holds no PEM private key/);
	expect(await sentence({certificateFile, keyFile: '/no'})).toBe('--key /no does not exist.');
	expect(await sentence({certificateFile, keyFile: secretKey})).toMatch(
		/^--key .* is encrypted: decrypt it with "openssl pkey/,
	);
	expect(await sentence({certificateFile, keyFile: other.keyFile})).toMatch(
		/^--key .* is not the key of --cert .*\.$/,
	);
	const broken = file('broken.key', client.key.replace(/[A-Za-z0-9+/]{20}/, 'AAAAAAAAAAAAAAAAAAAA'));
	expect(await sentence({certificateFile, keyFile: broken})).toMatch(
		/^--cert .* and --key .* cannot be used \(ERR_OSSL_\w+\)\.$/,
	);
	const brokenCertificate = file(
		'broken.crt',
		client.cert.replace(/[A-Za-z0-9+/]{20}/, 'AAAAAAAAAAAAAAAAAAAA'),
	);
	expect(await sentence({caFiles: [brokenCertificate]})).toMatch(/holds no PEM certificate/);
});

test('TLS has no addresses as server names', async () => {
	expect(await sentence({serverName: '10.2.3.4'})).toMatch(/^--server-name needs a host name/);
	expect(await sentence({serverName: ''})).toMatch(/^--server-name needs a host name/);
});
