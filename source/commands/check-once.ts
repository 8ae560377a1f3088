import process from 'node:process';
import type {DetectorSettings} from '../detectors/settings.ts';
import {createDecoder, type Decoder} from '../live/decoder.ts';
import {checkReport} from '../present/check-report.ts';
import {evidenceNotes} from '../present/evidence-notes.ts';
import {jsonText} from '../present/json-text.ts';
import {shownLines} from '../present/plain-lines.ts';
import type {Bytes, Count, UnixMilliseconds} from '../profile/units.ts';
import {canBeJudged, judgeEvidence} from '../session/judge-evidence.ts';
import type {Session} from '../session/session.ts';
import {fileName, readFileBytes, sentenceStart} from '../target/file-bytes.ts';
import {verdictOf} from './check.ts';
import {type ReadEvidence, type TimedFile, withTimes} from './evidence-times.ts';
import {writeReport} from './write-report.ts';

export type CheckOnceOptions = {
	/** `-` is standard input. */
	readonly files: readonly string[];
	readonly detectors: DetectorSettings;
	readonly json: boolean;
	readonly ascii: boolean;
	readonly version: string;
	/** The module that decodes big files off the main thread, where they can do no harm: the bundle itself. */
	readonly workerUrl: URL | undefined;
	readonly maxFileBytes?: Bytes;
};

/** What to print and where, and what to tell the shell. */
export type CheckOnceResult = {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
};

type JudgedFile = TimedFile<ReadEvidence & {readonly path: string; readonly skipped: Count}>;

const unusableExitCode = 3;
/** A dump is at most 64 MiB, but the log around it can be longer. */
const defaultMaxFileBytes: Bytes = 256 * 1024 * 1024;
/** The largest dump there can be (64 MiB, 100,000 goroutines) takes 3 s and 300 MiB. */
const maxHeapMebibytes = 1024;
const maxDigestMilliseconds = 60_000;

/** Judges saved dumps and profiles; prints what `check` prints and gives the same exit codes. */
export async function checkOnce(options: CheckOnceOptions): Promise<number> {
	// A reader that has seen enough (head) is no reason to crash; the exit code stands.
	process.stdout.on('error', () => undefined);
	process.stderr.on('error', () => undefined);
	if (options.files.includes('-') && process.stdin.isTTY) {
		process.stderr.write('goroutop: reading standard input; end it with ctrl+d\n');
	}

	const {stdout, stderr, exitCode} = await judgeFiles(options, Date.now());
	process.stderr.write(stderr);
	return writeReport(stdout, exitCode);
}

/** The same without the printing. Rejects only on a bug. */
export async function judgeFiles(options: CheckOnceOptions, now: UnixMilliseconds): Promise<CheckOnceResult> {
	const {detectors, json, ascii, version} = options;
	const read = await readAll(options);
	const timed = read.ok ? withTimes(read.files, now) : read;
	if (!timed.ok) {
		return {stdout: '', stderr: `goroutop: ${timed.sentence}\n`, exitCode: unusableExitCode};
	}

	const {files} = timed;
	const session = judgeEvidence(files, files.map(({path}) => rawName(path)).join(', '), {
		detectors,
		errands: {dump: 'on request', leaks: 'on request'},
		dumpLimitGoroutines: 0,
		ascii,
		utcOffsetMilliseconds: -new Date(files.at(-1)?.at ?? now).getTimezoneOffset() * 60_000,
	});
	const isJudged = canBeJudged(files);
	const verdict = verdictOf(session);
	const notes = evidenceNotes(files);
	const lines = isJudged ? verdict.lines : ['nothing to judge'];
	const output = json
		? jsonText(reportOf(session, files, notes, version))
		: shownLines([...lines, ...notes.map(note => `note: ${note}`)], session).join('\n');
	return {stdout: `${output}\n`, stderr: '', exitCode: isJudged ? verdict.exitCode : unusableExitCode};
}

/** The report of any check, with what it is of. */
function reportOf(session: Session, files: readonly JudgedFile[], notes: readonly string[], version: string) {
	return {
		...checkReport(session, version),
		files: files.map(({path, evidence, at, timeFrom}) => ({
			name: rawName(path),
			kind: evidence.kind,
			takenAt: new Date(at).toISOString(),
			takenAtFrom: timeFrom,
		})),
		notes,
	};
}

function rawName(path: string): string {
	return path === '-' ? 'standard input' : path;
}

type ReadFile = ReadEvidence & {readonly path: string; readonly skipped: Count};

async function readAll(
	options: CheckOnceOptions,
): Promise<
	{readonly ok: true; readonly files: readonly ReadFile[]} | {readonly ok: false; readonly sentence: string}
> {
	const decoder = createDecoder({
		workerUrl: options.workerUrl,
		maxHeapMebibytes,
		maxDigestMilliseconds,
	});
	const files: ReadFile[] = [];
	try {
		for (const path of options.files) {
			// Sites are the same places in all files only when all go by the same folder of own code.
			const ownRoot = files.find(({evidence}) => evidence.ownRoot !== undefined)?.evidence.ownRoot;
			const read = await readOne(path, options, decoder, ownRoot);
			if (!read.ok) {
				return read;
			}

			files.push(read.file);
		}
	} finally {
		await decoder.close();
	}

	return {ok: true, files};
}

async function readOne(
	path: string,
	{maxFileBytes = defaultMaxFileBytes}: CheckOnceOptions,
	decoder: Decoder,
	ownRoot: string | undefined,
): Promise<{readonly ok: true; readonly file: ReadFile} | {readonly ok: false; readonly sentence: string}> {
	const name = fileName(path);
	const read = await readFileBytes(path, maxFileBytes);
	if (!read.ok) {
		return read;
	}

	const {bytes, writtenAtUnixMilliseconds} = read;
	const digested = await decoder.digest({kind: 'file', bytes, ownRoot: {folder: ownRoot}});
	if (!digested.ok) {
		return {ok: false, sentence: `${sentenceStart(name)} is ${digested.reason}.`};
	}

	const {value, skipped} = digested;
	if (value.kind !== 'file') {
		throw new Error(`a file was digested as ${value.kind}`);
	}

	return {ok: true, file: {path, name, evidence: value.evidence, skipped, writtenAtUnixMilliseconds}};
}
