import {expect, test} from 'vitest';
import {shareWaits} from '../../source/profile/dump-shared.ts';
import type {DumpWait} from '../../source/profile/dump-snapshot.ts';
import {waiterAt} from '../present/dump-story.ts';

const {wait} = waiterAt('store.(*Disk).Flush[chan receive]', 7);
const labelled = (value: string): DumpWait => ({...wait, labels: [{key: 'tenant', value}]});

test('waits are the same when all is, and labels by their text', () => {
	const share = shareWaits();
	const first = share(labelled('a'));
	expect(share(labelled('a'))).toBe(first);
	expect(first).toEqual(labelled('a'));
	expect(share({...labelled('a'), waitMinutes: 3})).not.toBe(first);
	expect(share({...labelled('a'), waitMinutes: 3}).labels).toBe(first.labels);
	expect(share(labelled('b'))).not.toBe(first);
	expect(share({...labelled('a'), isLeaked: true})).not.toBe(first);
	expect(share({...labelled('a'), offspring: 'some'})).not.toBe(first);
	expect(share({...labelled('a'), stack: [...wait.stack]})).not.toBe(first);
});
