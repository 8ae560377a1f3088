import {expect, test} from 'vitest';
import {decodeDump} from '../../source/decode/dump.ts';
import type {DumpedGoroutine} from '../../source/profile/dump.ts';
import {bytesOf, decodedValue, reasonOf} from './outcome.ts';

function goroutinesOf(text: string): readonly DumpedGoroutine[] {
	return decodedValue(decodeDump(bytesOf(text))).goroutines;
}

/** The first goroutine as short lines: function(arguments) file:line. */
function drawn(text: string): readonly string[] {
	const [goroutine] = goroutinesOf(text);
	return (goroutine?.stack ?? []).map((frame, index) => {
		return `${frame.functionName}(${goroutine?.frameArguments[index]}) ${frame.file}:${frame.line}`;
	});
}

const worker = `goroutine 18 [chan receive, 5 minutes]:
main.(*worker).wait(...)
	/src/app/worker.go:31
main.(*worker).run(0xc0000120a0)
	/src/app/worker.go:24 +0x4c
created by main.start in goroutine 1
	/src/app/main.go:12 +0x1d
`;
const main = `goroutine 1 [IO wait]:
main.main()
	/src/app/main.go:15 +0x2e
`;

test('a goroutine has its stack, innermost call first, and who created it', () => {
	const [goroutine] = goroutinesOf(worker);
	expect(goroutine).toEqual({
		id: 18,
		state: 'chan receive',
		waitMinutes: 5,
		flags: [],
		bubble: undefined,
		labels: [],
		stack: [
			{functionName: 'main.(*worker).wait', file: '/src/app/worker.go', line: 31},
			{functionName: 'main.(*worker).run', file: '/src/app/worker.go', line: 24},
		],
		frameArguments: ['...', '0xc0000120a0'],
		elidedFrames: 0,
		createdBy: {
			frame: {functionName: 'main.start', file: '/src/app/main.go', line: 12},
			goroutineId: 1,
		},
	});
});

test('Go 1.20 and older do not say which goroutine the creator was', () => {
	const [goroutine] = goroutinesOf(worker.replace(' in goroutine 1', ''));
	expect(goroutine?.createdBy?.frame.functionName).toBe('main.start');
	expect(goroutine?.createdBy?.goroutineId).toBeUndefined();
});

test('goroutine 1 was created by nobody', () => {
	expect(goroutinesOf(main)[0]?.createdBy).toBeUndefined();
});

test('like goroutines share their stack and their frames', () => {
	const [first, second, third] = goroutinesOf(`${worker}\n${worker.replace('18', '19')}\n${main}`);
	expect(second?.stack).toBe(first?.stack);
	expect(second?.createdBy?.frame).toBe(first?.createdBy?.frame);
	expect(third?.stack).not.toBe(first?.stack);
});

test('frames that the runtime left out are counted', () => {
	const later = worker.replace('main.(*worker).run', '...51 frames elided...\nmain.(*worker).run');
	expect(goroutinesOf(later)[0]).toMatchObject({elidedFrames: 51, stack: [{line: 31}, {line: 24}]});
	const earlier = worker.replace('created by', '...additional frames elided...\ncreated by');
	expect(goroutinesOf(earlier)[0]).toMatchObject({elidedFrames: 1, createdBy: {goroutineId: 1}});
});

test('a goroutine on another thread has no stack, but a creator', () => {
	const text = `goroutine 18 [running]:
	goroutine running on other thread; stack unavailable
created by main.start in goroutine 1
	/src/app/main.go:12 +0x1d
`;
	expect(decodeDump(bytesOf(text))).toMatchObject({
		value: {cut: false, goroutines: [{stack: [], createdBy: {goroutineId: 1}}]},
		skipped: 0,
	});
});

test('functions of C have no arguments and not always a location', () => {
	const text = `goroutine 1 [syscall]:
non-Go function at pc=0x7f1b2c
non-Go function
	/src/app/hello.c:21 pc=0x7f1b2d
pthread_cond_wait
	pc=0x7f1b2e
main._Cfunc_wait()
	_cgo_gotypes.go:41 +0x45
`;
	expect(drawn(text)).toEqual([
		'non-Go function() :0',
		'non-Go function() /src/app/hello.c:21',
		'pthread_cond_wait() :0',
		'main._Cfunc_wait() _cgo_gotypes.go:41',
	]);
	expect(decodeDump(bytesOf(text))).toMatchObject({skipped: 0, value: {cut: false}});
});

test('the stacks of ancestors are left out', () => {
	const text = `${worker}[originating from goroutine 1]:
main.start(...)
	/src/app/main.go:12 +0x1d
main.main(...)
	/src/app/main.go:3 +0x1d
...additional frames elided...
created by main.init
	/src/app/main.go:99 +0x1d

${main}`;
	expect(drawn(text)).toHaveLength(2);
	expect(goroutinesOf(text).map(goroutine => goroutine.id)).toEqual([18, 1]);
	expect(goroutinesOf(text)[0]).toMatchObject({elidedFrames: 0, createdBy: {frame: {line: 12}}});
});

test('a panic keeps its frames', () => {
	const text = `panic: boom [recovered]

goroutine 1 [running]:
main.main.func1()
	/src/app/main.go:8 +0x45
panic({0x45d2a0?, 0x4a0c30?})
	/usr/local/go/src/runtime/panic.go:884 +0x212
main.main()
	/src/app/main.go:10 +0x3b
exit status 2
`;
	expect(drawn(text)[1]).toBe('panic({0x45d2a0?, 0x4a0c30?}) /usr/local/go/src/runtime/panic.go:884');
	expect(decodeDump(bytesOf(text))).toMatchObject({skipped: 0, value: {cut: false}});
});

test('line ends of Windows and a missing last one do not matter', () => {
	const text = `${worker}\n${main}`;
	expect(decodeDump(bytesOf(text.replaceAll('\n', '\r\n')))).toEqual(decodeDump(bytesOf(text)));
	expect(decodeDump(bytesOf(text.trimEnd()))).toEqual(decodeDump(bytesOf(text)));
});

test('a dump is found in the middle of a log', () => {
	const log = `2026/11/20 listening on :6060 (ok)\ngoroutine 4 was slow\n\nSIGQUIT: quit\nPC=0x46b9c1 m=0\n\n${main}\n${worker}
rax    0xca
2026/11/20 stopped (ok)
`;
	const decoded = decodeDump(bytesOf(log));
	expect(decoded).toMatchObject({skipped: 0, value: {cut: false}});
	expect(decodedValue(decoded).goroutines.map(goroutine => goroutine.id)).toEqual([1, 18]);
});

test('a line of a log between frames is skipped and counted, the frames behind it stay', () => {
	const text = worker.replace('main.(*worker).run', '2026/11/20 handled (ok)\nmain.(*worker).run');
	expect(drawn(text)).toHaveLength(2);
	expect(decodeDump(bytesOf(text))).toMatchObject({skipped: 1});
});

test('a goroutine whose header is in no known form is skipped and counted', () => {
	const text = `goroutine 5 <running>:\nmain.f()\n\t/src/f.go:1 +0x1\n\n${main}`;
	expect(decodeDump(bytesOf(text))).toMatchObject({skipped: 1, value: {goroutines: [{id: 1}]}});
});

test.each([
	['inside the header', main.length + 1 + 'goroutine 18 [chan'.length],
	['behind the header', main.length + 1 + worker.indexOf('\n') + 1],
	['inside a call', main.length + 1 + worker.indexOf('wait(')],
	['behind a call', main.length + 1 + worker.indexOf('\t')],
	['inside a location', main.length + 1 + worker.indexOf('.go:31')],
	['inside the creator', main.length + 1 + worker.indexOf('main.start')],
	['behind the creator', main.length + 1 + worker.lastIndexOf('\t')],
	['inside the word goroutine', main.length + 1 + 'gorou'.length],
])('a tail cut %s is noticed', (_, length) => {
	const decoded = decodeDump(bytesOf(`${main}\n${worker}`.slice(0, length)));
	expect(decoded).toMatchObject({skipped: 0, value: {cut: true}});
});

test('a dump of exactly 64 MiB is cut, whatever its last line', () => {
	const bytes = new Uint8Array(67_108_864).fill(0x20);
	bytes.set(bytesOf(`${main}\n`));
	expect(decodedValue(decodeDump(bytes)).cut).toBe(true);
	expect(decodedValue(decodeDump(bytes.subarray(0, 67_108_863))).cut).toBe(false);
});

test.each([
	[
		'goroutine profile: total 7\n1 @ 0x1\n',
		'a goroutine profile in its text form (debug=1), not a goroutine dump',
	],
	['<html><title>Sign in</title>', 'an HTML page titled “Sign in”, not a goroutine dump'],
	['', 'empty, not a goroutine dump'],
	['\u0000\u0001', 'binary data, not a goroutine dump'],
])('%j is %s', (text, reason) => {
	expect(reasonOf(decodeDump(bytesOf(text)))).toBe(reason);
});
