import {expect, test} from 'vitest';
import {type DumpHeader, dumpHeader} from '../../source/decode/dump-header.ts';

const nothing: DumpHeader = {
	id: 7,
	state: 'running',
	waitMinutes: undefined,
	flags: [],
	bubble: undefined,
	labels: [],
	unknownRemarks: 0,
};

const acme = {key: 'tenant', value: 'acme'};

test.each<[line: string, expected: Partial<DumpHeader>]>([
	['goroutine 7 [running]:', {}],
	['goroutine 18446744073 [idle]:', {id: 18446744073, state: 'idle'}],
	['goroutine 7 [IO wait]:', {state: 'IO wait'}],
	['goroutine 7 [chan receive (nil chan)]:', {state: 'chan receive (nil chan)'}],
	['goroutine 7 [select (no cases), 5 minutes]:', {state: 'select (no cases)', waitMinutes: 5}],
	// A hundred years at most: what is older has no date.
	['goroutine 7 [select, 999999999999 minutes]:', {state: 'select', waitMinutes: 52_704_000}],
	['goroutine 7 [sync.Mutex.Lock, 1 minutes]:', {state: 'sync.Mutex.Lock', waitMinutes: 1}],
	['goroutine 7 [running, locked to thread]:', {flags: ['locked to thread']}],
	[
		'goroutine 7 [syscall, 12 minutes, locked to thread]:',
		{state: 'syscall', waitMinutes: 12, flags: ['locked to thread']},
	],
	['goroutine 7 [runnable (scan)]:', {state: 'runnable', flags: ['scan']}],
	['goroutine 7 [chan send (leaked)]:', {state: 'chan send', flags: ['leaked']}],
	[
		'goroutine 7 [chan receive (nil chan) (leaked) (scan)]:',
		{state: 'chan receive (nil chan)', flags: ['leaked', 'scan']},
	],
	['goroutine 7 [select (durable), synctest bubble 3]:', {state: 'select', flags: ['durable'], bubble: 3}],
	['goroutine 7 [chan receive, synctest group 4]:', {state: 'chan receive', bubble: 4}],
	['goroutine 7 [chan receive (synctest)]:', {state: 'chan receive (synctest)'}],
	[
		'goroutine 7 [sleep (scan) (durable), 2 minutes, locked to thread, synctest bubble 9]:',
		{state: 'sleep', flags: ['scan', 'durable', 'locked to thread'], waitMinutes: 2, bubble: 9},
	],
	['goroutine 7 gp=0xc000002380 m=0 mp=0x5f3a80 [running]:', {}],
	['goroutine 7 gp=0xc000002380 m=nil [force gc (idle)]:', {state: 'force gc (idle)'}],
	['goroutine 7 [waiting for cgo callback]:', {state: 'waiting for cgo callback'}],
	['goroutine 7 [???]:', {state: '???'}],
	['goroutine 7 [running labels:{"tenant": "acme"}]:', {labels: [acme]}],
	[
		'goroutine 7 [select, 3 minutes labels:{"tenant": "acme", "a, b]": "{\\"x\\": [1]}"}]:',
		{state: 'select', waitMinutes: 3, labels: [acme, {key: 'a, b]', value: '{"x": [1]}'}]},
	],
	['goroutine 7 [running] {tenant: acme}:', {labels: [acme]}],
	[
		'goroutine 7 [select, 2 minutes, locked to thread] {tenant: acme, "request id": "na\\u00efve \\U0001f600\\n\\x07"}:',
		{
			state: 'select',
			waitMinutes: 2,
			flags: ['locked to thread'],
			labels: [acme, {key: 'request id', value: 'naïve 😀\n\u0007'}],
		},
	],
	[
		'goroutine 7 [running] {path: /orders/v1.2_x, empty: }:',
		{
			labels: [
				{key: 'path', value: '/orders/v1.2_x'},
				{key: 'empty', value: ''},
			],
		},
	],
	[
		'goroutine 7 [select, 4 minutes, "tenant:acme", "n:1"]:',
		{state: 'select', waitMinutes: 4, labels: [acme, {key: 'n', value: '1'}]},
	],
	['goroutine 7 [select, on fire, 4 minutes]:', {state: 'select', waitMinutes: 4, unknownRemarks: 1}],
])('%s', (line, expected) => {
	expect(dumpHeader(line)).toEqual({...nothing, ...expected});
});

test.each([
	'',
	'goroutine [running]:',
	'goroutine 7 [running]',
	'goroutine 7 running:',
	'goroutine 7 [running:',
	'goroutine 7 [running]: and more',
	'goroutine 7 [running] {tenant: acme:',
	'goroutine 7 [running] {tenant}:',
	'goroutine 7 [running labels:{"tenant": "acme]:',
	'goroutine 7 [running, "tenant:acme]:',
	' goroutine 7 [running]:',
	'goroutine profile: total 7',
])('%j is not a header', line => {
	expect(dumpHeader(line)).toBeUndefined();
});

test('an escape beyond the last character is the last character', () => {
	expect(dumpHeader('goroutine 7 [running] {a: "\\Uffffffff"}:')?.labels[0]?.value).toBe('\u{10ffff}');
});
