import {expect, test} from 'vitest';
import {callSpans, locationSpans, type Span, trailingNumber} from '../../source/decode/dump-line.ts';
import {bytesOf} from './outcome.ts';

function whole(text: string): [bytes: Uint8Array, line: Span] {
	const bytes = bytesOf(text);
	return [bytes, {start: 0, end: bytes.length}];
}

function textOf(bytes: Uint8Array, {start, end}: Span): string {
	return new TextDecoder().decode(bytes.subarray(start, end));
}

test.each([
	['main.main()', 'main.main', ''],
	[
		'main.(*server).handle(0xc000150140, {0x7d91a0?, 0xc00007efc0})',
		'main.(*server).handle',
		'0xc000150140, {0x7d91a0?, 0xc00007efc0}',
	],
	['main.(*Gen[...]).Wait(0x0?, 0x0?)', 'main.(*Gen[...]).Wait', '0x0?, 0x0?'],
	['main.genericPark[...](...)', 'main.genericPark[...]', '...'],
	['main.startZoo.func38.1()', 'main.startZoo.func38.1', ''],
	['main.walk-range1(0x1)', 'main.walk-range1', '0x1'],
	['main.(*T).Run-fm()', 'main.(*T).Run-fm', ''],
	['gopkg.in/yaml%2ev3.(*parser).parse(0x0)', 'gopkg.in/yaml%2ev3.(*parser).parse', '0x0'],
	['panic({0x4a1f40?, 0x4e6b10?})', 'panic', '{0x4a1f40?, 0x4e6b10?}'],
	['main.deep({{{{{...}, _}}}}, 0x1, ...)', 'main.deep', '{{{{{...}, _}}}}, 0x1, ...'],
	['main.große.func1·dwrap·2(0x5)', 'main.große.func1·dwrap·2', '0x5'],
])('%s', (text, functionName, callArguments) => {
	const [bytes, line] = whole(text);
	const call = callSpans(bytes, line);
	expect(call && [textOf(bytes, call.functionName), textOf(bytes, call.callArguments)]).toEqual([
		functionName,
		callArguments,
	]);
});

test.each([
	'',
	')',
	'(0x1)',
	'main.main',
	'request handled (ok)',
	'main.f(0x1) and more',
	'time=12:00 (5 s)',
])('%j is not a call', text => {
	expect(callSpans(...whole(text))).toBeUndefined();
});

test.each([
	['\t/src/app/main.go:42 +0x1d', '/src/app/main.go', 42],
	['\t/src/app/main.go:42', '/src/app/main.go', 42],
	['\tC:/Users/A B/x.go:12 +0x1d', 'C:/Users/A B/x.go', 12],
	['\t/a b:3 c/d: e/x.go:7 +0x1', '/a b:3 c/d: e/x.go', 7],
	[
		'\t/src/runtime/proc.go:363 +0xd6 fp=0xc00005e7b0 sp=0xc00005e790 pc=0x43b336',
		'/src/runtime/proc.go',
		363,
	],
	['\t/src/hello.c:21 pc=0x7f1b2c', '/src/hello.c', 21],
	['\t?:0 +0x1', '?', 0],
	['\t_cgo_gotypes.go:99 +0x4c', '_cgo_gotypes.go', 99],
])('%j', (text, file, lineNumber) => {
	const [bytes, line] = whole(text);
	const location = locationSpans(bytes, line);
	expect(location && [textOf(bytes, location.file), location.line]).toEqual([file, lineNumber]);
});

test.each([
	'',
	'\t',
	'\t/src/app/main.go',
	'\t/src/app/main.go:',
	'\t/src/app/main.go:4x',
	'/src/app/main.go:42 +0x1d',
	'\tpc=0x1',
])('%j is not a location', text => {
	expect(locationSpans(...whole(text))).toBeUndefined();
});

test('a number stands behind its marker at the end of the line', () => {
	const [bytes, line] = whole('main.main in goroutine 12');
	expect(trailingNumber(bytes, line, ' in goroutine ')).toEqual({value: 12, markerStart: 9});
	expect(trailingNumber(bytes, {...line, end: line.end - 2}, ' in goroutine ')).toBeUndefined();
	expect(trailingNumber(bytes, line, ' by goroutine ')).toBeUndefined();
});
