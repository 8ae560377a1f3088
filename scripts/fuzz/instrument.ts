import {parseAst} from 'vitest/node';

/** The counters of a bundle are here while it runs: one per block of code, counted up each time that it is entered. */
export const countersName = '__fuzzCounters';

type Node = {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [key: string]: unknown;
};
type Edit = {readonly at: number; readonly text: string; readonly order: number};

/**
 * Puts a counter into every block of a module: bodies of functions and loops, both sides of each condition, the right
 * sides of logical operators. `firstCounter` is the number of its first one; `counters` says how many there are.
 */
export function instrument(
	code: string,
	firstCounter: number,
): {readonly code: string; readonly counters: number} {
	const edits: Edit[] = [];
	let next = firstCounter;
	const count = () => `${countersName}[${next++}]++`;
	const insert = (at: number, text: string) => edits.push({at, text, order: edits.length});
	const wrap = ({start, end}: Node, before: string, after: string) => {
		insert(start, before);
		// What ends later began earlier: the inner one has to be closed first.
		edits.push({at: end, text: after, order: -edits.length});
	};
	const expression = (node: unknown) => {
		if (isNode(node)) wrap(node, `(${count()},(`, '))');
	};
	const statement = (node: unknown) => {
		if (!isNode(node)) return;
		if (node.type === 'BlockStatement') insert(node.start + 1, `${count()};`);
		else wrap(node, `{${count()};`, '}');
	};

	visit(parseAst(code), node => {
		switch (node.type) {
			case 'FunctionDeclaration':
			case 'FunctionExpression':
				statement(node['body']);
				break;
			case 'ArrowFunctionExpression':
				if (isNode(node['body']) && node['body'].type === 'BlockStatement') statement(node['body']);
				else expression(node['body']);
				break;
			case 'IfStatement':
				statement(node['consequent']);
				statement(node['alternate']);
				break;
			case 'ConditionalExpression':
				expression(node['consequent']);
				expression(node['alternate']);
				break;
			case 'LogicalExpression':
				expression(node['right']);
				break;
			case 'ForStatement':
			case 'ForInStatement':
			case 'ForOfStatement':
			case 'WhileStatement':
			case 'DoWhileStatement':
			case 'CatchClause':
				statement(node['body']);
				break;
			case 'SwitchCase': {
				const [first] = Array.isArray(node['consequent']) ? node['consequent'] : [];
				if (isNode(first)) insert(first.start, `${count()};`);
				break;
			}
		}
	});
	return {code: applied(code, edits), counters: next - firstCounter};
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: Node) => void): void {
	if (Array.isArray(value)) {
		for (const item of value) visit(item, see);
	} else if (isNode(value)) {
		see(value);
		for (const child of Object.values(value)) visit(child, see);
	}
}

/** At one place, what closes comes before what opens. */
function applied(code: string, edits: readonly Edit[]): string {
	const sorted = edits.toSorted((a, b) => a.at - b.at || a.order - b.order);
	let text = '';
	let done = 0;
	for (const edit of sorted) {
		text += code.slice(done, edit.at) + edit.text;
		done = edit.at;
	}
	return text + code.slice(done);
}
