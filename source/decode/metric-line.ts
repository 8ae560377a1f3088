/** One line of the Prometheus text format or of OpenMetrics; timestamp and exemplar are left out. */
export type MetricLine = {
	readonly name: string;
	readonly labels: readonly {readonly key: string; readonly value: string}[];
	/** May be NaN or infinite: both are legal. */
	readonly value: number;
};

const characterByEscape: Readonly<Record<string, string>> = {'\\n': '\n', '\\"': '"', '\\\\': '\\'};
const maxNumberCharacters = 64;
/** A regular expression over a line of megabytes can run out of its stack; no real line is a hundredth as long. */
const maxLineCharacters = 65_536;
const notFinite: ReadonlyMap<string, number> = new Map([
	['nan', Number.NaN],
	['+inf', Number.POSITIVE_INFINITY],
	['inf', Number.POSITIVE_INFINITY],
	['-inf', Number.NEGATIVE_INFINITY],
]);

/** Reads one sample line, without its line end; undefined when it is not one. */
export function metricLine(line: string): MetricLine | undefined {
	if (line.length > maxLineCharacters) return undefined;
	const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0];
	if (name === undefined) return undefined;
	const labels: {key: string; value: string}[] = [];
	let rest = name.length;
	if (line[rest] === '{') {
		const labelPattern = /[{,]\s*(?:([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*)?(?=[,}])/y;
		labelPattern.lastIndex = rest;
		for (let match = labelPattern.exec(line); match !== null; match = labelPattern.exec(line)) {
			rest = labelPattern.lastIndex;
			const [, key, escaped = ''] = match;
			if (key !== undefined) labels.push({key, value: unescaped(escaped)});
		}
		if (line[rest] !== '}') return undefined;
		rest += 1;
	}
	const valueText = /[ \t]+(\S+)/y;
	valueText.lastIndex = rest;
	const value = metricNumber(valueText.exec(line)?.[1] ?? '');
	return value === undefined ? undefined : {name, labels, value};
}

/** A number as both formats write it, `NaN` and `+Inf` included; undefined when it is none. */
export function metricNumber(text: string): number | undefined {
	if (text.length > maxNumberCharacters) return undefined;
	if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
	return notFinite.get(text.toLowerCase());
}

function unescaped(text: string): string {
	return text.replace(/\\[n"\\]/g, escaped => characterByEscape[escaped] ?? escaped);
}
