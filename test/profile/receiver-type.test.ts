import {describe, expect, it} from 'vitest';
import {isSameFunction, receiverType} from '../../source/profile/receiver-type.ts';

describe('receiverType', () => {
	it.each([
		['example.com/shop/cache.(*LRU).Evict', 'LRU'],
		['example.com/shop/cache.(*LRU).Evict.func1', 'LRU'],
		['example.com/shop/cache.(*LRU[...]).Evict', 'LRU'],
		['cache.(*LRU[go.shape.string]).Evict', 'LRU'],
		['cache.LRU.Len', 'LRU'],
		['gopkg.in/yaml%2ev3.(*Node).Decode', 'Node'],
		['cache.Warm', undefined],
		['cache.Warm.func1', undefined],
		['cache.Warm.func1.2', undefined],
		['cache.Warm.deferwrap1', undefined],
		['cache.init.0', undefined],
		['cache.glob..func1', undefined],
		['main.main', undefined],
		['_cgo_wait', undefined],
		['', undefined],
	])('of %s is %s', (name, type) => {
		expect(receiverType(name)).toBe(type);
	});
});

describe('isSameFunction', () => {
	it.each([
		['cache.(*LRU).Get', 'cache.(*LRU).Get', true],
		['cache.(*LRU).Get', 'cache.(*LRU).Get.deferwrap1', true],
		['cache.(*LRU).Get', 'cache.(*LRU).Get.func1', true],
		['cache.(*LRU).Get-fm', 'cache.(*LRU).Get', true],
		['cache.(*LRU[go.shape.int]).Get', 'cache.(*LRU[...]).Get', true],
		['cache.(*LRU).Get', 'cache.(*LRU).GetAll', false],
		['main.main.func1', 'main.main.func2', false],
		['cache.Get', 'store.Get', false],
	])('%s and %s: %s', (a, b, same) => {
		expect(isSameFunction(a, b)).toBe(same);
		expect(isSameFunction(b, a)).toBe(same);
	});
});
