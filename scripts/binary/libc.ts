import {Buffer} from 'node:buffer';
import process from 'node:process';

type Numbers = (...values: readonly (number | Uint8Array)[]) => number;
type Libc = {
	readonly [Name in 'socket' | 'connect' | 'poll' | 'getsockopt' | 'close' | 'inet_pton']: Numbers;
} & {readonly __errno_location: () => unknown};
type Ffi = {
	readonly dlopen: (file: string, symbols: object) => {readonly symbols: Libc};
	readonly read: {readonly i32: (pointer: unknown, offset: number) => number};
};

// Of Linux, on x64 and arm64 alike.
const internet = 2;
const internet6 = 10;
const streamNonBlockingCloseOnExec = 0o2_004_001;
const socketLevel = 1;
const socketError = 4;
const inProgress = 115;
const pollOut = 4;
const pollIntervalMilliseconds = 20;

/**
 * Connects once to an address and closes again; gives the number of the error (errno), 0 for none, undefined when it takes
 * too long. Linux only.
 *
 * @throws {Error} when the C library cannot be called
 */
export async function errorOfConnect(
	address: string,
	port: number,
	withinMilliseconds: number,
): Promise<number | undefined> {
	const {dlopen, read} = process.getBuiltinModule('bun:ffi') as unknown as Ffi;
	const {symbols: libc} = dlopen('libc.so.6', signatures);
	const errno = () => read.i32(libc.__errno_location(), 0);
	const where = socketAddress(address, port, libc);
	const socket = libc.socket(where.readUInt16LE(0), streamNonBlockingCloseOnExec, 0);
	if (socket < 0) {
		return errno();
	}

	try {
		if (libc.connect(socket, where, where.length) === 0) {
			return 0;
		}

		const failed = errno();
		return failed === inProgress ? await errorLater(socket, libc, withinMilliseconds) : failed;
	} finally {
		libc.close(socket);
	}
}

const i32 = 'i32';
const signatures = {
	socket: {args: [i32, i32, i32], returns: i32},
	connect: {args: [i32, 'ptr', 'u32'], returns: i32},
	poll: {args: ['ptr', 'u64', i32], returns: i32},
	getsockopt: {args: [i32, i32, i32, 'ptr', 'ptr'], returns: i32},
	close: {args: [i32], returns: i32},
	inet_pton: {args: [i32, 'ptr', 'ptr'], returns: i32},
	__errno_location: {args: [], returns: 'ptr'},
};

/** struct sockaddr_in or sockaddr_in6. */
function socketAddress(address: string, port: number, {inet_pton: parse}: Libc): Buffer {
	const isLong = address.includes(':');
	const family = isLong ? internet6 : internet;
	const bytes = Buffer.alloc(isLong ? 28 : 16);
	bytes.writeUInt16LE(family, 0);
	bytes.writeUInt16BE(port, 2);
	parse(family, Buffer.from(`${address}\0`), bytes.subarray(isLong ? 8 : 4));
	return bytes;
}

async function errorLater(socket: number, libc: Libc, withinMilliseconds: number) {
	const polled = Buffer.alloc(8);
	polled.writeInt32LE(socket, 0);
	polled.writeInt16LE(pollOut, 4);
	const deadline = performance.now() + withinMilliseconds;
	while (performance.now() < deadline) {
		if (libc.poll(polled, 1, 0) === 1) {
			const [error, size] = [Buffer.alloc(4), Buffer.from([4, 0, 0, 0])];
			libc.getsockopt(socket, socketLevel, socketError, error, size);
			return error.readInt32LE(0);
		}

		await new Promise(resolve => setTimeout(resolve, pollIntervalMilliseconds));
	}

	return undefined;
}
