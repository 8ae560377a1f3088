import type {Profile} from '../../source/profile/profile.ts';

type Row = {readonly name: string; readonly flat: number; readonly cumulative: number};
type Section = {readonly type: string; readonly totalValue: number; readonly rows: readonly Row[]};

/** Reads the output of `go tool pprof -top -unit=ns`, one section per sample type. */
export function topSections(text: string): readonly Section[] {
	return text
		.split(/^Type: /m)
		.slice(1)
		.map(section => ({
			type: /^\w+/.exec(section)?.[0] ?? '',
			totalValue: Number(/ of (\d+)(?:ns)? total$/m.exec(section)?.[1]),
			rows: [
				...section.matchAll(
					/^ *(\d+)(?:ns)? +\S+% +\S+% +(\d+)(?:ns)? +\S+% +(.+?)(?: \((?:partial-)?inline\))?$/gm,
				),
			].map(([, flat, cumulative, name = '']) => ({
				name,
				flat: Number(flat),
				cumulative: Number(cumulative),
			})),
		}));
}

/** What pprof's top reports: the value of stacks that end in a function, and of all that it is part of. */
export function byFunction(
	profile: Profile,
	index: number,
): ReadonlyMap<string, {flat: number; cumulative: number}> {
	const sums = new Map<string, {flat: number; cumulative: number}>();
	for (const {stack, values} of profile.samples) {
		const value = values[index] ?? Number.NaN;
		for (const name of new Set(stack.map(frame => frame.functionName))) {
			const sum = sums.get(name) ?? {flat: 0, cumulative: 0};
			sum.cumulative += value;
			if (name === stack[0]?.functionName) sum.flat += value;
			sums.set(name, sum);
		}
	}
	return sums;
}
