import {X509Certificate} from 'node:crypto';
import {isIP} from 'node:net';
import {createSecureContext} from 'node:tls';
import type {Connection} from './connection.ts';
import {plainText} from './plain-text.ts';
import {readSmallFile} from './small-file.ts';

/** What the TLS handshake needs, read and checked. */
export type TlsSettings = {
	readonly rejectUnauthorized: boolean;
	readonly servername?: string;
	readonly ca?: string[];
	readonly cert?: string;
	readonly key?: string;
};

export type LoadedTls =
	| {readonly ok: true; readonly settings: TlsSettings}
	| {readonly ok: false; readonly sentence: string};

/**
 * Reads the files a connection names for TLS. Missing, unreadable, encrypted, swapped and mismatched ones come back as a
 * sentence: found in the handshake they would be a code of OpenSSL's, or (a CA file that holds no certificate) nothing.
 */
export const loadTls = async (connection: Connection): Promise<LoadedTls> => {
	const {certificateFile, keyFile, serverName} = connection;
	if ((certificateFile === undefined) !== (keyFile === undefined)) {
		const [given, missing] = keyFile === undefined ? ['--cert', '--key'] : ['--key', '--cert'];
		return {ok: false, sentence: `${given} needs ${missing}: a client certificate and its key go together.`};
	}
	if (serverName !== undefined && (serverName === '' || isIP(serverName) !== 0)) {
		return {ok: false, sentence: '--server-name needs a host name; TLS knows no addresses there (RFC 6066).'};
	}
	const ca: string[] = [];
	for (const path of connection.caFiles) {
		const file = await readSmallFile(path, '--ca');
		if (!file.ok) {
			return file;
		}
		const blocks = certificates(file.text);
		if (blocks === undefined) {
			return {ok: false, sentence: `--ca ${plainText(path, 80)} holds no PEM certificate.`};
		}
		ca.push(...blocks);
	}
	const client = await loadClient(certificateFile, keyFile);
	if (!client.ok) {
		return client;
	}
	return {
		ok: true,
		settings: {
			rejectUnauthorized: !connection.insecure,
			...(serverName === undefined ? {} : {servername: serverName}),
			...(ca.length === 0 ? {} : {ca}),
			...client.pair,
		},
	};
};

type LoadedClient =
	| {readonly ok: true; readonly pair: {readonly cert?: string; readonly key?: string}}
	| {readonly ok: false; readonly sentence: string};

const loadClient = async (certificateFile?: string, keyFile?: string): Promise<LoadedClient> => {
	if (certificateFile === undefined || keyFile === undefined) {
		return {ok: true, pair: {}};
	}
	const certificate = await readSmallFile(certificateFile, '--cert');
	if (!certificate.ok) {
		return certificate;
	}
	const key = await readSmallFile(keyFile, '--key');
	if (!key.ok) {
		return key;
	}
	const shownCertificate = `--cert ${plainText(certificateFile, 60)}`;
	const shownKey = `--key ${plainText(keyFile, 60)}`;
	if (certificates(certificate.text) === undefined) {
		return {
			ok: false,
			sentence: `${shownCertificate} holds no PEM certificate; are --cert and --key swapped?`,
		};
	}
	if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(key.text)) {
		return {ok: false, sentence: `${shownKey} holds no PEM private key; are --cert and --key swapped?`};
	}
	if (/BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(key.text)) {
		return {
			ok: false,
			sentence: `${shownKey} is encrypted: decrypt it with "openssl pkey -in KEY -out PLAIN" and name that file.`,
		};
	}
	try {
		createSecureContext({cert: certificate.text, key: key.text});
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		const sentence =
			code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
				? `${shownKey} is not the key of ${shownCertificate}.`
				: `${shownCertificate} and ${shownKey} cannot be used (${code}).`;
		return {ok: false, sentence};
	}
	return {ok: true, pair: {cert: certificate.text, key: key.text}};
};

/** The certificates in a PEM text; `undefined` when there is none or one of them is broken. */
const certificates = (pem: string): readonly string[] | undefined => {
	const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	try {
		for (const block of blocks) {
			new X509Certificate(block);
		}
	} catch {
		return undefined;
	}
	return blocks.length === 0 ? undefined : blocks;
};
