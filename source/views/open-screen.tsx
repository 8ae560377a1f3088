import {render, useApp} from 'ink';
import {type ReactNode, useEffect} from 'react';
import {Screen} from './screen.tsx';

type ScreenOptions = Parameters<typeof Screen>[0] & {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
};

/** Hands the terminal back for a while (`Ctrl-Z`); the function it gives takes it again. */
export type LendTerminal = () => Promise<() => Promise<void>>;

/** A screen that is open. `closed` settles when it was closed, and rejects with what a render threw. */
export type OpenScreen = {
	readonly drawn: Promise<void>;
	readonly closed: Promise<unknown>;
	readonly lendTerminal: LendTerminal;
	readonly redraw: () => void;
	readonly close: () => void;
};

/** Takes over the terminal: alternate screen, raw keys, only changed lines written. Both streams must be terminals. */
export function openScreen({stdin, stdout, ...props}: ScreenOptions): OpenScreen {
	let lend: LendTerminal | undefined;
	const app = render(
		<WithTerminal give={given => (lend = given)}>
			<Screen {...props} />
		</WithTerminal>,
		{
			stdin,
			stdout,
			alternateScreen: true,
			incrementalRendering: true,
			// CI=1 in somebody's environment must not blank a screen that is there.
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
			maxFps: 120,
		},
	);
	return {
		drawn: app.waitUntilRenderFlush(),
		closed: app.waitUntilExit(),
		lendTerminal: async () => (await lend?.()) ?? (async () => undefined),
		redraw: () => app.clear(),
		close: () => app.unmount(),
	};
}

function WithTerminal({
	give,
	children,
}: {
	readonly give: (lend: LendTerminal) => void;
	readonly children: ReactNode;
}) {
	const {suspendTerminal} = useApp();
	useEffect(() => {
		give(async () => {
			const suspension = await suspendTerminal();
			return () => suspension.resume();
		});
	}, [give, suspendTerminal]);
	return children;
}
