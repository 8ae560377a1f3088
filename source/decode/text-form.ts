import type {Bytes} from '../profile/units.ts';

const inspectedBytes: Bytes = 4096;
/** A log can go on for long before the dump that was not found in it. */
const searchedBytes: Bytes = 16 * 1024 * 1024;

/** The texts of `debug=1` and the trace, by how they begin, and the form to fetch instead. */
const forms: readonly (readonly [opening: RegExp, reason: string])[] = [
	[
		/^goroutine(leak)? profile: total \d/,
		'a goroutine profile in its text form (debug=1), which leaves out what each goroutine waits in: fetch it without debug=1, as in curl -so goroutine.pb.gz localhost:6060/debug/pprof/goroutine',
	],
	[
		/^--- (?:contention|contentionz[^\n]*):\s/,
		'a block profile in its text form (debug=1): fetch it without debug=1, as in curl -so block.pb.gz localhost:6060/debug/pprof/block',
	],
	[
		/^--- mutex:\s/,
		'a mutex profile in its text form (debug=1): fetch it without debug=1, as in curl -so mutex.pb.gz localhost:6060/debug/pprof/mutex',
	],
	[
		/^heap profile: \d/,
		'a heap profile in its text form (debug=1): fetch it without debug=1, as in curl -so heap.pb.gz localhost:6060/debug/pprof/heap',
	],
	[
		/^threadcreate profile: total \d/,
		'a threadcreate profile, which shows where threads were made and not what waits: fetch the goroutine profile instead, as in curl -so goroutine.pb.gz localhost:6060/debug/pprof/goroutine',
	],
	[
		/^go 1\.\d+ trace\0/,
		'an execution trace, which goroutop does not read: fetch a goroutine dump instead, as in curl -so dump.txt "localhost:6060/debug/pprof/goroutine?debug=2"',
	],
	[/^goroutop recording \d/, 'a recording of goroutop and not a dump or a profile'],
];

/**
 * Says of a text in which no dump was found what it is and what to fetch instead; undefined when it is none of the forms
 * that are known. Completes the sentence "this is …".
 */
export function textFormReason(bytes: Uint8Array): string | undefined {
	const head = new TextDecoder().decode(bytes.subarray(0, inspectedBytes));
	const form = forms.find(([opening]) => opening.test(head));
	if (form !== undefined) {
		return form[1];
	}

	const searched = new TextDecoder('latin1').decode(bytes.subarray(0, searchedBytes));
	return /\bgoroutine \d{1,15} \[[a-zA-Z]/.test(searched)
		? 'a log that puts something before each line of its goroutine dump: take that away, so that its lines begin with "goroutine 1 [running]:", as kubectl logs does without --timestamps and docker compose logs with --no-log-prefix'
		: undefined;
}
