import {brotliCompressSync, constants} from 'node:zlib';
import {decodeRecording, type Recording} from '../../../source/target/recording.ts';
import {openTape} from '../../../source/target/tape.ts';
import {bytesOf} from '../inputs.ts';
import {must, mustBeCount, mustBeSentence, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

/**
 * The inside of a recording, whole and as the table alone: brotli around it, and the length of the table in front of it,
 * would not survive a mutation.
 */
export const recordingTarget: FuzzTarget = {
	name: 'recording',
	seeds: () => [
		...recorded([
			{path: '', offsetMilliseconds: 0, status: 200, contentType: 'text/html', start: 0, length: 4},
			{
				path: 'heap?debug=1',
				offsetMilliseconds: 10,
				status: 404,
				contentType: 'text/plain',
				start: 2,
				length: 6,
			},
			{path: 'goroutine', offsetMilliseconds: 9, status: 200, contentType: '', start: 0, length: 0},
		]),
		bytesOf('goroutop recording 2\n10\n{}'),
		bytesOf('goroutop recording 1\n2\n{}'),
	],
	words: [
		'goroutop recording 1\n',
		'"replies":[',
		'"path":"',
		'"start":',
		'"length":',
		'"status":',
		'{',
		'}',
		',',
	].concat(
		[
			'"offsetMilliseconds":',
			'"durationMilliseconds":',
			'"contentType":"',
			'"__proto__":',
			'1e3',
			'-1',
			'null',
		],
		['\\r\\n', '\\u0000', '?debug=0', '?seconds=1&debug=1', '%', '%zz', '[]', '\u{1b}', '\u{202e}'],
	),
	maxBytes: 4096,
	check(input) {
		const bare = decodeRecording(input);
		if (!bare.ok) mustBeSentence(bare.sentence, 'the sentence on a recording', 200);
		for (const file of [input, framed(input)]) {
			const decoded = decodeRecording(compressed(file));
			if (decoded.ok) checkReplies(decoded.recording, file.length);
			else mustBeSentence(decoded.sentence, 'the sentence on a recording', 200);
		}
	},
};

function recorded(replies: readonly unknown[]): readonly Uint8Array[] {
	const about = {program: 'checkout', goVersion: 'go1.27.3', durationMilliseconds: 20};
	const table = bytesOf(JSON.stringify({...about, replies}));
	return [table, framed(table)];
}

function framed(table: Uint8Array): Uint8Array {
	return new Uint8Array([
		...bytesOf(`goroutop recording 1\n${table.length}\n`),
		...table,
		...bytesOf('goroutines'),
	]);
}

function compressed(input: Uint8Array): Uint8Array {
	return brotliCompressSync(input, {params: {[constants.BROTLI_PARAM_QUALITY]: 0}});
}

function checkReplies(recording: Recording, inputBytes: number): void {
	const {replies, durationMilliseconds} = recording;
	mustBeCount(durationMilliseconds, 'a duration');
	let before = 0;
	for (const {offsetMilliseconds, body, status, contentType} of replies) {
		must(
			offsetMilliseconds >= before && offsetMilliseconds <= durationMilliseconds,
			'replies are out of order',
		);
		before = offsetMilliseconds;
		must(body.length <= inputBytes, 'a body is longer than the file');
		must(status >= 200 && status <= 599, 'a status that cannot be served', status);
		must(/^[\x20-\x7e]*$/.test(contentType), 'a content type that cannot be served', contentType);
	}
	const tape = openTape(recording);
	for (const {path} of replies.slice(0, 20)) {
		const [name = '', query = ''] = path.split('?');
		const found = tape.find(name, new URLSearchParams(query), 5);
		must(found !== undefined, 'a recorded path is not found', path);
		mustEqual(
			tape.find(name, new URLSearchParams(query), 5 + durationMilliseconds),
			found,
			'no second round',
		);
	}
}
