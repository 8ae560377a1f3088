import {constants} from 'node:os';
import process from 'node:process';
import {errorOfConnect} from './libc.ts';

/** A host that refuses says so at once. */
const patienceMilliseconds = 1000;

type ConnectError = Error & {readonly address: string; readonly port: number; code: string};

/**
 * The error of a connection that could not be made, with its true code. Bun calls each of them ECONNREFUSED: a host that is
 * down, a network without a way to it, too many open files. On Linux one more connection is tried, and the system asked.
 */
export async function tellConnectError(error: unknown): Promise<unknown> {
	// Several addresses of one name: the first tells enough.
	const first = error instanceof AggregateError ? error.errors[0] : error;
	if (process.platform !== 'linux' || !isDoubtful(first)) {
		return error;
	}

	try {
		const number = await errorOfConnect(first.address, first.port, patienceMilliseconds);
		const [code] = Object.entries(constants.errno).find(([, value]) => value === number) ?? [];
		first.code = number === undefined ? 'EHOSTUNREACH' : (code ?? first.code);
		return first;
	} catch {
		return error;
	}
}

function isDoubtful(error: unknown): error is ConnectError {
	return (
		error instanceof Error &&
		'code' in error &&
		error.code === 'ECONNREFUSED' &&
		'address' in error &&
		typeof error.address === 'string' &&
		'port' in error &&
		typeof error.port === 'number'
	);
}
