import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import type {TLSSocket} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {createAuthority} from './certificates.ts';
import {
	ask,
	failureOf,
	type Overrides,
	openTarget,
	serve,
	serveRaw,
	serveTls,
	textOf,
} from './local-servers.ts';

const {authority, issue, root} = createAuthority();
const {cert, key} = issue('server');
const stranger = root('stranger');
const caFiles = [authority.certificateFile];
const greet: RequestListener = (_request, response) => response.end('hello');

const failureAt = async (port: number, overrides: Overrides = {}, scheme = 'https', host = 'localhost') => {
	const target = await openTarget(`${scheme}://${host}:${port}`, overrides);
	const {kind, sentence} = failureOf(await ask(target, 'heap'));
	return `${kind}: ${sentence.replaceAll(`${port}`, 'PORT')}`;
};

test('an authority of its own, by --ca, --insecure, and over one connection', async () => {
	const server = await serveTls({cert, key}, greet);
	expect(await failureAt(server.port)).toBe(
		'tls: The certificate of https://localhost:PORT is signed by nobody trusted here: name its authority with --ca FILE, or use --insecure.',
	);
	expect(await failureAt(server.port, {caFiles: [stranger.certificateFile]})).toBe(
		'tls: The certificate of https://localhost:PORT is not signed by an authority in --ca: name the right file, or accept it with --insecure.',
	);
	const before = server.connections();
	const target = await openTarget(`https://localhost:${server.port}`, {caFiles});
	for (let round = 0; round < 5; round++) {
		expect(textOf(await ask(target, 'heap'))).toBe('hello');
	}
	expect(server.connections()).toBe(before + 1);
	await target.close();
	await server.whenDeserted();
	expect(server.openSockets()).toBe(0);
	const trusting = await openTarget(`https://127.0.0.1:${server.port}`, {insecure: true});
	expect(textOf(await ask(trusting, 'heap'))).toBe('hello');
});

test('several --ca files count together', async () => {
	const {port} = await serveTls({cert, key}, greet);
	const both = await openTarget(`https://localhost:${port}`, {
		caFiles: [stranger.certificateFile, ...caFiles],
	});
	expect(textOf(await ask(both, ''))).toBe('hello');
});

test('an expired certificate', async () => {
	const expired = issue('expired', 'DNS:localhost', -1);
	const {port} = await serveTls(expired, greet);
	expect(await failureAt(port, {caFiles})).toBe(
		'tls: The certificate of https://localhost:PORT has expired: renew it, or go on with --insecure (and check the clock of this machine).',
	);
});

test('a certificate for another name, and the name that is asked for instead', async () => {
	const other = issue('other', 'DNS:app.example,DNS:www.example');
	const asked: unknown[] = [];
	const {port} = await serveTls(other, (request, response) => {
		asked.push((request.socket as TLSSocket).servername, request.headers.host?.replace(`${port}`, 'PORT'));
		response.end('hello');
	});
	expect(await failureAt(port, {caFiles})).toBe(
		'tls: The certificate of https://localhost:PORT is for app.example, www.example: use that name, or say which one to expect with --server-name.',
	);
	const named = await openTarget(`https://localhost:${port}`, {caFiles, serverName: 'app.example'});
	expect(textOf(await ask(named, ''))).toBe('hello');
	const virtual = await openTarget(`https://localhost:${port}`, {
		caFiles,
		serverName: 'app.example',
		headers: [{name: 'Host', value: 'virtual.example'}],
	});
	expect(textOf(await ask(virtual, ''))).toBe('hello');
	expect(asked).toEqual(['app.example', 'localhost:PORT', 'app.example', 'virtual.example']);
});

// In TLS 1.3 the server's verdict comes after the handshake, and a RST right behind it may overtake it: then nobody can
// tell why the connection was closed, and the sentence asks.
const wanted =
	/^(tls: .* client certificate.*--cert FILE.*--key FILE|reset: .*does it want a client certificate)/;
const notAccepted =
	/^(tls: .* does not accept the client certificate of --cert\.|reset: .*does it not accept the certificate)/;

test('a client certificate that is wanted, given, and not accepted', async () => {
	const client = issue('client');
	const server = await serveTls(
		{cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: true},
		(request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
	);
	const {certificateFile, keyFile} = client;
	const target = await openTarget(`https://localhost:${server.port}`, {caFiles, certificateFile, keyFile});
	expect(textOf(await ask(target, 'heap'))).toBe('client');
	expect(await failureAt(server.port, {caFiles})).toMatch(wanted);
	const wrong = {caFiles, certificateFile: stranger.certificateFile, keyFile: stranger.keyFile};
	expect(await failureAt(server.port, wrong)).toMatch(notAccepted);
});

/** `openssl s_server`, which answers a missing client certificate as Go does: with an alert. */
const openssl = async (...options: string[]): Promise<number> => {
	const server = issue(`alerting${options.length}`);
	const files = [
		'-cert',
		server.certificateFile,
		'-key',
		server.keyFile,
		'-CAfile',
		authority.certificateFile,
	];
	const child = spawn('openssl', [
		's_server',
		'-accept',
		'127.0.0.1:0',
		'-Verify',
		'1',
		'-verify_return_error',
		...files,
		...options,
	]);
	const exited = once(child, 'exit');
	onTestFinished(async () => {
		child.kill();
		await exited;
	});
	let output = '';
	for await (const chunk of child.stdout) {
		output += String(chunk);
		const port = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
		if (port !== undefined) {
			return Number(port);
		}
	}
	throw new Error(`openssl s_server does not start: ${output}`);
};

test.each(['-tls1_3', '-tls1_2'])('alerts about the client certificate: %s', async version => {
	const port = await openssl('-www', version);
	const {certificateFile, keyFile} = stranger;
	const without = await failureAt(port, {caFiles});
	const wrong = await failureAt(port, {caFiles, certificateFile, keyFile});
	expect(without).toMatch(wanted);
	expect(wrong).toMatch(notAccepted);
	if (version === '-tls1_2') {
		expect([without, wrong].map(text => text.split(':', 1)[0])).toEqual(['tls', 'tls']);
	}
});

test('https:// to a plain server, http:// to a TLS server', async () => {
	const plain = await serve(greet);
	expect(await failureAt(plain.port)).toBe(
		'tls: https://localhost:PORT does not speak TLS: write http:// instead of https://.',
	);
	const shy = await serveRaw(socket => socket.once('data', () => socket.destroy()));
	expect(await failureAt(shy.port)).toBe(
		'tls: https://localhost:PORT closed the connection in the TLS handshake: does it speak plain http://?',
	);
	const tls = await serveTls({cert, key}, greet);
	expect(await failureAt(tls.port, {}, 'http')).toMatch(/^reset: .* or does it speak TLS \(https:\/\/\)\?$/);
	const alerting = await serveRaw(socket =>
		socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex'))),
	);
	expect(await failureAt(alerting.port, {}, 'http')).toBe(
		'tls: localhost:PORT speaks TLS: write https:// in front of it.',
	);
	// The answer of Go's net/http server to a plain request on its TLS port.
	const go = await serveRaw(socket =>
		socket.once('data', () =>
			socket.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'),
		),
	);
	expect(await failureAt(go.port, {}, 'http')).toBe(
		'tls: localhost:PORT speaks TLS: write https:// in front of it.',
	);
});

test('a handshake that never ends: by the connect timeout, or by that of the request if it is shorter', async () => {
	const mute = await serveRaw(socket => socket.resume());
	const connecting = (wait: string) =>
		`No connection to https://localhost:${mute.port} within ${wait}: is the host right, and is a firewall in between?`;
	const patient = await openTarget(`https://localhost:${mute.port}`, {connectTimeoutMilliseconds: 150});
	expect(failureOf(await ask(patient, ''))).toEqual({kind: 'timed-out', sentence: connecting('150 ms')});
	const hasty = await openTarget(`https://localhost:${mute.port}`);
	const reply = await ask(hasty, '', {timeoutMilliseconds: 120});
	expect(failureOf(reply)).toEqual({kind: 'timed-out', sentence: connecting('120 ms')});
	await hasty.close();
	await patient.close();
	await mute.whenDeserted();
	expect(mute.openSockets()).toBe(0);
});
