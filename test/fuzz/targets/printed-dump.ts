import type {DumpedGoroutine} from '../../../source/profile/dump.ts';
import type {Frame} from '../../../source/profile/frame.ts';
import type {Label} from '../../../source/profile/profile.ts';

/** Goroutines as Go 1.27 prints them. */
export function printedDump(goroutines: readonly DumpedGoroutine[]): string {
	return goroutines.map(printed).join('\n');
}

function printed(goroutine: DumpedGoroutine): string {
	const {id, state, flags, waitMinutes, bubble, labels, stack, frameArguments, elidedFrames, createdBy} =
		goroutine;
	const trailing = (['leaked', 'scan', 'durable'] as const).filter(flag => flags.includes(flag));
	const remarks = [
		state + trailing.map(flag => ` (${flag})`).join(''),
		...(waitMinutes === undefined ? [] : [`${waitMinutes} minutes`]),
		...flags.filter(flag => flag === 'locked to thread'),
		...(bubble === undefined ? [] : [`synctest bubble ${bubble}`]),
	];
	const set = labels.length === 0 ? '' : ` {${labels.map(printedLabel).join(', ')}}`;
	const frames = stack.map((frame, depth) => called(frame, frameArguments[depth] ?? ''));
	return [
		`goroutine ${id} [${remarks.join(', ')}]${set}:\n`,
		...(frames.length === 0 && createdBy === undefined ? ['\tgoroutine running on other thread\n'] : frames),
		...(elidedFrames === 0 ? [] : [`...${elidedFrames} frames elided...\n`]),
		...(createdBy === undefined ? [] : [created(createdBy)]),
	].join('');
}

function called(frame: Frame, callArguments: string): string {
	return `${frame.functionName}(${callArguments})\n${place(frame)}`;
}

function created({frame, goroutineId}: NonNullable<DumpedGoroutine['createdBy']>): string {
	const by = goroutineId === undefined ? '' : ` in goroutine ${goroutineId}`;
	return `created by ${frame.functionName}${by}\n${place(frame)}`;
}

/** A frame without a file is one of C code; `?` says that the file is not known, and the line may be all the same. */
function place({file, line}: Frame): string {
	return file === '' && line === 0 ? '\tpc=0x1\n' : `\t${file}:${line} +0x1\n`;
}

/** Everything but plain letters and digits is escaped. */
function printedLabel({key, value}: Label): string {
	return `"${escaped(key)}": "${escaped(value)}"`;
}

function escaped(text: string): string {
	return Array.from(text, character =>
		/^[a-zA-Z0-9]$/.test(character)
			? character
			: `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
	).join('');
}
