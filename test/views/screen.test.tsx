import {render} from 'ink-testing-library';
import {afterEach, describe, expect, it} from 'vitest';
import {createStore} from '../../source/live/store.ts';
import {reduce} from '../../source/session/reduce.ts';
import {painter} from '../../source/views/colours.ts';
import {Screen} from '../../source/views/screen.tsx';
import {beginStory} from '../session/story.ts';

let unmount = () => {};

function open(look: {readonly widthColumns: number; readonly heightRows: number}) {
	const story = beginStory(look);
	story.poll({waiting: {'worker.dispatch[chan send]': 9, 'cache.Get[mutex]': 5}});
	const store = createStore(story.session(), reduce);
	const app = render(
		<Screen
			store={store}
			paint={painter('none')}
			pressed={key => store.dispatch({type: 'key-pressed', at: store.getSnapshot().at, key})}
		/>,
	);
	unmount = app.unmount;
	return {store, app, lines: () => (app.lastFrame() ?? '').split('\n')};
}

/** Keys are read once effects have run, a moment after the first frame. */
async function listening({stdin}: ReturnType<typeof render>) {
	await expect.poll(() => stdin.listenerCount('readable')).toBeGreaterThan(0);
}

afterEach(() => unmount());

describe('Screen', () => {
	it('draws exactly the rows of the session', () => {
		const {lines} = open({widthColumns: 80, heightRows: 24});
		expect(lines()).toHaveLength(24);
		expect(lines()[0]).toContain('goroutop');
		expect(lines().some(line => line.includes('worker.dispatch'))).toBe(true);
	});

	it('hands keys back as events and draws what comes of them', async () => {
		const {app, store, lines} = open({widthColumns: 80, heightRows: 24});
		await listening(app);
		app.stdin.write('h');
		await expect.poll(() => store.getSnapshot().look.overlay.kind).toBe('help');
		await expect.poll(() => lines().join('\n')).toContain('one row up');
	});

	it('follows a new size', async () => {
		const {store, lines} = open({widthColumns: 80, heightRows: 24});
		store.dispatch({type: 'resized', at: store.getSnapshot().at, widthColumns: 60, heightRows: 12});
		await expect.poll(() => lines().length).toBe(12);
	});

	it('counts a key that is held down as often as it came', async () => {
		const {app, store} = open({widthColumns: 80, heightRows: 24});
		await listening(app);
		app.stdin.write('\t\t');
		await expect.poll(() => store.getSnapshot().look.screen).toBe('mutex');
		const wishes: string[] = [];
		store.subscribe(() => wishes.push(store.getSnapshot().wish.kind));
		app.stdin.write('\u{c}\u{c}');
		await expect.poll(() => wishes).toEqual(['redraw', 'redraw']);
	});

	it('takes a pasted line into the filter, without its line break', async () => {
		const {app, store} = open({widthColumns: 80, heightRows: 24});
		await listening(app);
		app.stdin.write('/');
		await expect.poll(() => store.getSnapshot().look.filter.draft).toBe('');
		app.stdin.write('\u{1b}[200~cache.Get q\r\u{1b}[201~');
		await expect.poll(() => store.getSnapshot().look.filter.draft).toBe('cache.Get q');
	});

	it('takes an escape and a letter that arrive together for two keys', async () => {
		const {app, store} = open({widthColumns: 80, heightRows: 24});
		await listening(app);
		app.stdin.write('\u{1b}3');
		await expect.poll(() => store.getSnapshot().look.screen).toBe('mutex');
	});
});
