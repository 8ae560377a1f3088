import {expect, test} from 'vitest';
import {pprofBase} from '../../source/target/pprof-base.ts';

test.each([
	['/', '/debug/pprof/', ''],
	['/app', '/app/debug/pprof/', '/app'],
	['/app/', '/app/debug/pprof/', '/app'],
	['//app//x', '/app/x/debug/pprof/', '/app/x'],
	['/debug', '/debug/pprof/', ''],
	['/debug/', '/debug/pprof/', ''],
	['/debug/pprof', '/debug/pprof/', ''],
	['/debug/pprof/', '/debug/pprof/', ''],
	['/debug/pprof/goroutine', '/debug/pprof/', ''],
	['/debug/pprof/goroutine/', '/debug/pprof/', ''],
	['/debug/pprof/my.own.profile', '/debug/pprof/', ''],
	['/app/debug/pprof/heap', '/app/debug/pprof/', '/app'],
	['/internal/pprof/', '/internal/pprof/', '/internal/pprof'],
	['/pprof/heap', '/pprof/', '/pprof'],
	['/debug/pprof/instance7/', '/debug/pprof/instance7/', '/debug/pprof/instance7'],
	['/debug/pprof/instance7/heap', '/debug/pprof/instance7/', '/debug/pprof/instance7'],
	['/pprof/proxy/debug/pprof/heap', '/pprof/proxy/debug/pprof/', '/pprof/proxy'],
	['/mypprof', '/mypprof/debug/pprof/', '/mypprof'],
])('%s', (path, basePath, shownPrefix) => {
	expect(pprofBase(path)).toEqual({basePath, shownPrefix});
});
