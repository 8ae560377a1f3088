import type {Count} from '../source/profile/units.ts';

/** A Go file, by its place in the module. */
export type GoFile = {readonly place: string; readonly text: string};

const parts: Count = 40;
const workersOfPart: Count = 50;
const module = 'example.com/shop';

/**
 * 2,000 functions in 40 packages that can call each other in any order: profiles of a program that has them are as
 * broad as those of a large service.
 */
export function workerSources(): readonly GoFile[] {
	const names = Array.from({length: parts}, (_, part) => `part${part}`);
	return [
		...names.map(name => ({place: `internal/${name}/worker.go`, text: partText(name)})),
		{
			place: 'parts/parts.go',
			text: `// Package parts loads all parts.\npackage parts\n\nimport (\n${names.map(name => `\t_ "${module}/internal/${name}"\n`).join('')})\n`,
		},
	];
}

function partText(name: string): string {
	const indexes = Array.from({length: workersOfPart}, (_, index) => index);
	const added = indexes.map(index => `\t\t&worker${index}{},\n`).join('');
	return `package ${name}

import "${module}/call"

func init() {
	call.Workers = append(call.Workers,
${added}\t)
}
${indexes.map(workerText).join('')}`;
}

/** Every second one waits in a select. */
const workerText = (index: number) => `
type worker${index} struct{}

func (w *worker${index}) Run(path []uint16, done <-chan struct{}) {
	if len(path) > 0 {
		call.Workers[path[0]].Run(path[1:], done)
		return
	}
	${index % 2 === 0 ? '<-done' : 'select {\n\tcase <-done:\n\tcase <-call.Never:\n\t}'}
}
`;
