import {Box, Text, useInput, usePaste} from 'ink';
import {memo, useMemo, useSyncExternalStore} from 'react';
import type {Store} from '../live/store.ts';
import {frame} from '../present/frame.ts';
import type {SessionEvent} from '../session/event.ts';
import type {Key} from '../session/key.ts';
import type {Session} from '../session/session.ts';
import type {Paint} from './colours.ts';
import {drawnSessions, type Terminal} from './drawn-sessions.ts';
import {keyNames} from './key-name.ts';

type ScreenProps = {
	readonly store: Store<Session, SessionEvent>;
	readonly paint: Paint;
	readonly pressed: (key: Key) => void;
	/** Left out where output is taken at once. */
	readonly terminal?: Terminal;
};

/** The whole screen: one line of text per row, drawn from the session; keys go back as events. */
export function Screen({store, paint, pressed, terminal}: ScreenProps) {
	const drawn = useMemo(() => drawnSessions(store, terminal), [store, terminal]);
	const session = useSyncExternalStore(drawn.subscribe, drawn.getSnapshot);
	const lines = useMemo(() => frame(session).map(paint), [session, paint]);
	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			pressed(name);
		}
	});
	// Pasted text is only ever meant for the filter: as commands its letters would do anything.
	usePaste(text => {
		if (store.getSnapshot().look.filter.draft !== undefined) {
			// A line that was copied ends in a line break, and no name holds one.
			for (const character of text.replace(/\p{Cc}+$/u, '').replace(/\p{Cc}+/gu, ' ')) {
				pressed(character === ' ' ? 'space' : character);
			}
		}
	});
	const {widthColumns, heightRows} = session.look;
	return (
		<Box flexDirection="column" width={widthColumns} height={heightRows} overflow="hidden">
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line's place is its identity
				<Line key={index} text={line} />
			))}
		</Box>
	);
}

const Line = memo(function Line({text}: {readonly text: string}) {
	return <Text wrap="truncate">{text}</Text>;
});
