import type {Failure} from '../profile/failure.ts';
import type {Place} from './place.ts';
import {plainText} from './plain-text.ts';

/**
 * The failure behind an error of OpenSSL, of Node's certificate check, or of two sides of which one speaks TLS and the
 * other plain HTTP; `undefined` for any other. Codes as in OpenSSL's x509_verify and Node's `tls` documentation.
 */
export const tlsFailure = (code: string, message: string, place: Place): Failure | undefined => {
	const sentence = certificateSentence(code, message, place) ?? handshakeSentence(code, message, place);
	if (sentence !== undefined) {
		return {kind: 'tls', sentence};
	}
	return code === 'PARSER'
		? {
				kind: 'not-pprof',
				sentence: `${place.shown} answers, but ${place.hasAnswered ? 'no longer in HTTP: has another program taken the port?' : 'not in HTTP: is this the port of something else?'}`,
			}
		: undefined;
};

const untrusted = new Set([
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'CERT_UNTRUSTED',
	'CERT_SIGNATURE_FAILURE',
	'INVALID_CA',
]);

const certificateSentence = (code: string, message: string, place: Place): string | undefined => {
	const start = `The certificate of ${place.shown}`;
	if (untrusted.has(code)) {
		return place.hasOwnAuthorities
			? `${start} is not signed by an authority in --ca: name the right file, or accept it with --insecure.`
			: `${start} is signed by nobody trusted here: name its authority with --ca FILE, or use --insecure.`;
	}
	switch (code) {
		case 'CERT_HAS_EXPIRED':
			return `${start} has expired: renew it, or go on with --insecure (and check the clock of this machine).`;
		case 'CERT_NOT_YET_VALID':
			return `${start} is not valid yet: check the clock of this machine, or go on with --insecure.`;
		case 'CERT_REVOKED':
			return `${start} has been revoked.`;
		case 'ERR_TLS_CERT_ALTNAME_INVALID': {
			const [, ...listed] = message.split('altnames: ');
			const names = (listed.at(-1) ?? 'another host').replace(/DNS:|IP Address:/g, '');
			const whose = plainText(names, 50);
			return `${start} is for ${whose}: use that name, or say which one to expect with --server-name.`;
		}
		default:
			return undefined;
	}
};

const handshakeSentence = (code: string, message: string, place: Place): string | undefined => {
	const wanted = /ALERT_CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE/.test(code);
	const rejected =
		/ALERT_(BAD|UNSUPPORTED)_CERTIFICATE|ALERT_CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)|ALERT_UNKNOWN_CA|ALERT_ACCESS_DENIED/;
	if (wanted && !place.hasClientCertificate) {
		return code.includes('HANDSHAKE')
			? `${place.shown} broke off the TLS handshake: it may want a client certificate (--cert FILE, --key FILE).`
			: `${place.shown} wants a client certificate: give one with --cert FILE and --key FILE.`;
	}
	if (rejected.test(code) || wanted) {
		return place.hasClientCertificate
			? `${place.shown} does not accept the client certificate of --cert.`
			: `${place.shown} wants a client certificate: give one with --cert FILE and --key FILE.`;
	}
	if (
		code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
		code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ||
		code === 'ERR_SSL_HTTP_REQUEST'
	) {
		return place.hasAnswered
			? `${place.shown} does not speak TLS any more: has another program taken the port?`
			: `${place.shown} does not speak TLS: write http:// instead of https://.`;
	}
	if (code === 'TLS_ALERT') {
		return `${place.shown} speaks TLS: write https:// in front of it.`;
	}
	if (message.startsWith('Client network socket disconnected before secure TLS connection')) {
		return `${place.shown} closed the connection in the TLS handshake: ${place.hasAnswered ? 'did it crash or restart?' : 'does it speak plain http://?'}`;
	}
	if (/^(ERR_SSL_|ERR_TLS_|EPROTO$|CERT_)/.test(code)) {
		return `The TLS handshake with ${place.shown} failed (${plainText(code, 50)}).`;
	}
	return undefined;
};
