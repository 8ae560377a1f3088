//go:build !gops

package main

func startAgent() {}
