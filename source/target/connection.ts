import type {Milliseconds} from '../profile/units.ts';
import type {TargetAddress} from './address.ts';

/** Where `name:password` comes from. The first line of a file is the password; a variable is named, so that no command line shows it. */
export type UserSource =
	| {readonly from: 'text'; readonly text: string}
	| {readonly from: 'file'; readonly path: string; readonly name: string}
	| {readonly from: 'variable'; readonly name: string};

/** How to reach a target and who to be there. Plain data: files are named here and read when the target is opened. */
export type Connection = {
	readonly address: TargetAddress;
	/** Of goroutop itself, for the User-Agent. */
	readonly version: string;
	/** Basic authentication; goes before the name and password of the address. Excludes `bearerFile`. */
	readonly user?: UserSource | undefined;
	/** File with a bearer token, read again when the target answers 401, as tokens get rotated. */
	readonly bearerFile?: string | undefined;
	/** Sent with every request to the target and to nobody else; they replace goroutop's own of the same name. */
	readonly headers: readonly {readonly name: string; readonly value: string}[];
	/** PEM files with the authorities to trust instead of the usual ones. Empty for the usual ones. */
	readonly caFiles: readonly string[];
	/** Client certificate (with its chain) and key, PEM. Both or none. */
	readonly certificateFile?: string | undefined;
	readonly keyFile?: string | undefined;
	/** Accept any certificate of the target. */
	readonly insecure: boolean;
	/** Name to ask for (SNI) and to find in the certificate, when it is not the host of the address. */
	readonly serverName?: string | undefined;
	/** For one connection to be made, with its TLS handshake. */
	readonly connectTimeoutMilliseconds: Milliseconds;
};
