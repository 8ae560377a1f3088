import {describedBytes, describedText} from '../../../source/decode/described.ts';
import {dumpHeader} from '../../../source/decode/dump-header.ts';
import {decodeMutexHeader} from '../../../source/decode/mutex-header.ts';
import {textFormReason} from '../../../source/decode/text-form.ts';
import {utf8Bytes} from '../../../source/decode/utf8-bytes.ts';
import {bytesOf, captured, textOf} from '../inputs.ts';
import {must, mustBeCount, mustBeDecoded, mustBeSentence, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

/** What is read of texts besides profiles and dumps: headers, the forms of debug=1, what an answer is instead. */
export const textsTarget: FuzzTarget = {
	name: 'texts',
	seeds: () => [
		...captured('mutex.debug1.txt', 1),
		...captured('heap.debug1.txt', 1).map(bytes => bytes.subarray(0, 300)),
		...[
			'goroutine 7 [select (scan), 2 minutes, synctest bubble 1] {tenant: acme, "a b": "c\\u00ef"}:',
			'goroutine 1 gp=0xc0 m=0 mp=0x5f [chan receive (nil chan) labels:{"k": "v"}, "a:b", locked to thread]:',
			'--- contention:\ncycles/second=1\n',
			'goroutine profile: total 12\n',
			'<!DOCTYPE html><html><head><title>Sign in</title>',
			'{"error": "no such thing"}',
			'2026-11-21T13:05:00Z goroutine 1 [running]:\n',
			'go 1.27 trace\0\0\0',
			'goroutop recording 1\n',
		].map(bytesOf),
		new Uint8Array([0xff, 0xfe, 0x67, 0, 0x6f, 0, 0x72, 0]),
		new Uint8Array([0xef, 0xbb, 0xbf, 0x67]),
		new Uint8Array([0x1f, 0x8b, 8]),
	],
	words: [
		'--- mutex:\n',
		'cycles/second=',
		'sampling period=',
		'<title>',
		'</title>',
		'<!--',
		'<?xml',
		'[{',
		'\ufeff',
	].concat(
		[
			'goroutine 1 [',
			' minutes',
			']:',
			' {a: b}:',
			' labels:{',
			'", "',
			'\\x',
			'\\u00',
			'\\U0010ffff',
			', "a:b"',
		],
		['\u{1b}[31m', '\u{9b}31m', '\u{202e}', '\u{2028}', '\u{feff}', '\u{e000}'],
	),
	maxBytes: 4096,
	check(input) {
		const text = textOf(input);
		mustBeDecoded(decodeMutexHeader(text), text.length * 3);
		mustBeSentence(describedText(text), 'what a text is', 80);
		const described = describedBytes(input);
		if (described !== undefined) mustBeSentence(described, 'what bytes are', 80);
		const form = textFormReason(input);
		if (form !== undefined) mustBeSentence(form, 'what a form is');
		const converted = utf8Bytes(input);
		must(converted.length <= input.length * 2, 'UTF-8 outgrows its input', converted.length);
		for (const line of text.split('\n').slice(0, 10)) checkHeader(line);
	},
};

function checkHeader(line: string): void {
	const header = dumpHeader(line);
	if (header === undefined) return;
	const {id, waitMinutes = 0, bubble = 0, state, labels, unknownRemarks} = header;
	for (const count of [id, waitMinutes, bubble, unknownRemarks]) mustBeCount(count, 'a number of a header');
	const characters = labels.reduce((sum, {key, value}) => sum + key.length + value.length, state.length);
	must(characters <= line.length, 'a header says more than it holds', characters);
	mustEqual(dumpHeader(line), header, 'a header reads differently');
}
