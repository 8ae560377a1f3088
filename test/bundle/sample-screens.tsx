import {Writable} from 'node:stream';
import {Box, render, Text} from 'ink';

export type SampleSize = {readonly columns: number; readonly rows: number};

const Row = ({text}: {readonly text: string}) => <Text wrap="truncate">{text}</Text>;

const Rows = ({rows, size}: {readonly rows: readonly string[]; readonly size: SampleSize}) => (
	<Box flexDirection="column" height={size.rows} width={size.columns} overflow="hidden">
		{Array.from({length: size.rows}, (_, row) => (
			<Row key={row.toString()} text={rows[row] || ' '} />
		))}
	</Box>
);

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;
const bar = (text: string) => `\u001B[1;38;5;208m${text}\u001B[0m`;

const table = (tick: number): readonly string[] => [
	`${bar(' goroutop ')} http://localhost:6060   tick ${tick}`,
	red(`▁▂▃▄▅▆▇█ ${'▁▂▃▄▅▆▇█'.slice(tick % 4)} ${1000 + tick}`),
	'╭──────────────╮  ⠋ … µ → ●',
	`│ worker.send  │ ${red(String(tick * 7))}   \u001B[7m selected row   \u001B[27m`,
	tick % 2 === 0 ? '' : `${tick} blocked      `,
	`\u001B[48;5;236m${'wide background'.padEnd(30)}\u001B[0m`,
	tick % 2 === 0 ? `main.漢字(${tick}) waits` : 'main.run waits',
	`too long for the screen ${'x'.repeat(60)} ${tick}`,
	`no end \u001B[32mgreen ${tick}`,
	`q quit   ? help   ${'▁'.repeat(tick % 5)}`,
];

const Mixed = ({size}: {readonly size: SampleSize}) => (
	<Box flexDirection="column" height={size.rows} width={size.columns}>
		<Text color="green" bold>
			coloured by its component
		</Text>
		<Box borderStyle="round" width={20} height={3} overflow="hidden">
			<Text wrap="truncate">cut at the border of its box</Text>
		</Box>
		<Box>
			<Text>left </Text>
			<Text inverse>right</Text>
		</Box>
		<Text>{'two\nlines'}</Text>
		<Box position="absolute" marginLeft={4} marginTop={1}>
			<Text backgroundColor="blue">字over</Text>
		</Box>
	</Box>
);

const frames = (size: SampleSize) => [
	<Rows key="first" rows={table(1)} size={size} />,
	<Rows key="first" rows={table(2)} size={size} />,
	<Rows key="first" rows={table(3)} size={size} />,
	<Rows key="first" rows={['only one row is left']} size={size} />,
	<Mixed key="mixed" size={size} />,
	<Rows key="first" rows={table(4)} size={size} />,
	<Rows key="first" rows={table(14)} size={{columns: size.columns, rows: 6}} />,
	<Rows key="first" rows={table(15)} size={size} />,
];

/** Draws sample screens with the program's options of Ink; one text per frame with what reached the terminal. */
export const drawSampleScreens = async (size: SampleSize): Promise<readonly string[]> => {
	let written = '';
	const stream = new Writable({
		decodeStrings: false,
		write: (chunk: string, _encoding, done) => {
			written += chunk;
			done();
		},
	});
	const stdout = Object.assign(stream, {isTTY: true, ...size}) as unknown as NodeJS.WriteStream;
	const [first, ...others] = frames(size);
	const instance = render(first, {
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 120,
		exitOnCtrlC: false,
		patchConsole: false,
		interactive: true,
	});
	const texts: string[] = [];
	const takeFrame = async () => {
		await instance.waitUntilRenderFlush();
		texts.push(written);
		written = '';
	};
	await takeFrame();
	for (const frame of others) {
		instance.rerender(frame);
		await takeFrame();
	}
	instance.unmount();
	return texts;
};
