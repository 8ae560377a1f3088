import {expect, test} from 'vitest';
import {createStore} from '../../source/live/store.ts';

type Added = {readonly add: number};
const counter = () =>
	createStore({count: 0}, (state, {add}: Added) => (add === 0 ? state : {count: state.count + add}));

test('events change the state, and listeners hear of it', () => {
	const store = counter();
	const heard: number[] = [];
	store.subscribe(() => heard.push(store.getSnapshot().count));
	store.dispatch({add: 2});
	store.dispatch({add: 3});
	expect(heard).toEqual([2, 5]);
});

test('the state is the same object, and nobody is called, when nothing changed', () => {
	const store = counter();
	const before = store.getSnapshot();
	let calls = 0;
	store.subscribe(() => {
		calls += 1;
	});
	store.dispatch({add: 0});
	expect(store.getSnapshot()).toBe(before);
	expect(calls).toBe(0);
});

test('an event dispatched by a listener waits for its turn', () => {
	const store = counter();
	const heard: string[] = [];
	store.subscribe(() => {
		if (store.getSnapshot().count === 1) {
			store.dispatch({add: 10});
			store.dispatch({add: 100});
		}

		heard.push(`first ${store.getSnapshot().count}`);
	});
	store.subscribe(() => heard.push(`second ${store.getSnapshot().count}`));
	store.dispatch({add: 1});
	expect(heard).toEqual(['first 1', 'second 1', 'first 11', 'second 11', 'first 111', 'second 111']);
});

test('whoever has unsubscribed is not called, not even during the same change', () => {
	const store = counter();
	const heard: string[] = [];
	const listener = () => heard.push('twice');
	const first = store.subscribe(listener);
	store.subscribe(listener);
	first();
	first();
	store.dispatch({add: 1});
	expect(heard).toEqual(['twice']);
});

test('a listener that throws does not close the store', () => {
	const store = counter();
	const unsubscribe = store.subscribe(() => {
		throw new Error('a bug');
	});
	expect(() => store.dispatch({add: 1})).toThrow('a bug');
	unsubscribe();
	store.dispatch({add: 1});
	expect(store.getSnapshot().count).toBe(2);
});
