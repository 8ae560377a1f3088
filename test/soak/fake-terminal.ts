import {PassThrough, Writable} from 'node:stream';
import type {Count} from '../../source/profile/units.ts';

/** Two streams that a screen takes for a terminal; what is written to it is counted and gone. */
export type FakeTerminal = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly type: (bytes: string) => void;
	readonly resize: (widthColumns: Count, heightRows: Count) => void;
	readonly writtenBytes: () => Count;
	/** Listeners on both streams, beside their own. */
	readonly listeners: () => Count;
};

export function fakeTerminal(): FakeTerminal {
	let writtenBytes = 0;
	const output = new Writable({
		write(chunk: Buffer, _encoding, done) {
			writtenBytes += chunk.length;
			done();
		},
	});
	const input = new PassThrough();
	const nothing = () => input;
	const listeners = () =>
		[input, output]
			.flatMap(stream => stream.eventNames().map(name => stream.listenerCount(name)))
			.reduce((sum, count) => sum + count, 0);
	const ownListeners = listeners();
	const stdin = Object.assign(input, {
		isTTY: true,
		isRaw: false,
		setRawMode: nothing,
		ref: nothing,
		unref: nothing,
	});
	const stdout = Object.assign(output, {isTTY: true, columns: 80, rows: 24});
	return {
		// Ink needs no more of a terminal than this.
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		type: bytes => input.write(bytes),
		resize(widthColumns, heightRows) {
			Object.assign(stdout, {columns: widthColumns, rows: heightRows});
			output.emit('resize');
		},
		writtenBytes: () => writtenBytes,
		listeners: () => listeners() - ownListeners,
	};
}
