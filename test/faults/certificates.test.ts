import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import type {Seconds} from '../../source/profile/units.ts';
import {createAuthority} from '../target/certificates.ts';
import {beginWatch, type WatchedTarget} from './begin-watch.ts';

const {authority, issue} = createAuthority();
const next = createAuthority();
const good = issue('server');
const expired = issue('expired', 'DNS:localhost,IP:127.0.0.1', -1);
const ofOther = issue('other', 'DNS:other.example');
const ofNext = next.issue('server');
const oldClient = issue('client');
const newClient = next.issue('client');

const folder = mkdtempSync(join(tmpdir(), 'goroutop-renewed-'));
afterAll(() => rmSync(folder, {recursive: true}));
const [caFile, certificateFile, keyFile] = ['ca.crt', 'client.crt', 'client.key'].map(name =>
	join(folder, name),
) as [string, string, string];
const address = (port: number) => `https://localhost:${port}`;

/** The failure after so long, and that nothing known is gone. */
const failureAfter = async (
	{clock, watched, server}: WatchedTarget,
	seconds: Seconds,
): Promise<string | undefined> => {
	const sites = watched.session().history.sites.size;
	await clock.pass(seconds * 1000);
	expect(watched.session().history.sites.size).toBe(sites);
	const {failure} = watched.report().health;
	return failure === null
		? undefined
		: `${failure.kind}: ${failure.sentence.replaceAll(`${server.port}`, 'PORT')}`;
};

const expectRecovery = async ({clock, watched}: WatchedTarget): Promise<void> => {
	await clock.pass(11_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
	expect(watched.session().history.marks.map(({kind}) => kind)).not.toContain('restart');
};

test('the certificate expires while watched, and is renewed', async () => {
	copyFileSync(authority.certificateFile, caFile);
	const watch = await beginWatch({tls: good, address, overrides: {caFiles: [caFile]}});
	watch.server.renewTls(expired);
	expect(await failureAfter(watch, 10), 'a connection that stands is not asked again').toBeUndefined();
	watch.server.dropConnections();
	expect(await failureAfter(watch, 20)).toBe(
		'tls: The certificate of https://localhost:PORT has expired: renew it, or go on with --insecure (and check the clock of this machine).',
	);
	watch.server.renewTls(good);
	await expectRecovery(watch);
});

test('the certificate is exchanged for that of another name, and back', async () => {
	copyFileSync(authority.certificateFile, caFile);
	const watch = await beginWatch({tls: good, address, overrides: {caFiles: [caFile]}});
	watch.server.renewTls(ofOther);
	watch.server.dropConnections();
	expect(await failureAfter(watch, 20)).toBe(
		'tls: The certificate of https://localhost:PORT is for other.example: use that name, or say which one to expect with --server-name.',
	);
	watch.server.renewTls(good);
	await expectRecovery(watch);
});

test('the authority is renewed, and the file of --ca a little later: it is read again', async () => {
	copyFileSync(authority.certificateFile, caFile);
	const watch = await beginWatch({tls: good, address, overrides: {caFiles: [caFile]}});
	watch.server.renewTls(ofNext);
	watch.server.dropConnections();
	const untrusted =
		'tls: The certificate of https://localhost:PORT is not signed by an authority in --ca: name the right file, or accept it with --insecure.';
	expect(await failureAfter(watch, 20)).toBe(untrusted);
	rmSync(caFile);
	expect(await failureAfter(watch, 10), 'a file that is being replaced').toBe(untrusted);
	writeFileSync(caFile, 'no certificate yet');
	expect(await failureAfter(watch, 10), 'a file half written').toBe(untrusted);
	copyFileSync(next.authority.certificateFile, caFile);
	await expectRecovery(watch);
});

test('the client certificate has to be renewed: certificate first, key a little later', async () => {
	copyFileSync(oldClient.certificateFile, certificateFile);
	copyFileSync(oldClient.keyFile, keyFile);
	const asking = {...good, requestCert: true, rejectUnauthorized: true};
	const watch = await beginWatch({
		tls: {...asking, ca: authority.cert},
		address,
		overrides: {caFiles: [authority.certificateFile], certificateFile, keyFile},
	});
	watch.server.renewTls({...asking, ca: next.authority.cert});
	watch.server.dropConnections();
	const refused =
		/^(tls: .* does not accept the client certificate of --cert\.|reset: .* closed the connection without an answer)/;
	expect(await failureAfter(watch, 20)).toMatch(refused);
	copyFileSync(newClient.certificateFile, certificateFile);
	expect(await failureAfter(watch, 10), 'the key of another certificate').toMatch(refused);
	copyFileSync(newClient.keyFile, keyFile);
	await expectRecovery(watch);
});
