package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"gosyncio/task"
)

// variable tells a process that it is to probe: "goexit/conc".
const variable = "PEERS_PROBE"

// probing probes if the environment says so, and reports whether it did.
func probing() bool {
	name, who, ok := strings.Cut(os.Getenv(variable), "/")
	if !ok {
		return false
	}
	i := slices.IndexFunc(probes, func(pr probe) bool { return pr.name == name })
	j := slices.IndexFunc(peers, func(p peer) bool { return p.name == who })
	if i < 0 || j < 0 {
		fmt.Fprintf(os.Stderr, "peers: unknown probe %q: want NAME/PEER\n", os.Getenv(variable))
		os.Exit(2)
	}
	time.AfterFunc(2*patience, func() {
		fmt.Println("hangs")
		os.Exit(0)
	})
	under(peers[j], context.Background(), func(ctx context.Context) { fmt.Println(probes[i].find(ctx, peers[j])) })
	return true
}

// under calls f as programs use the peer: gosyncio has a task.Run around it.
func under(p peer, ctx context.Context, f func(context.Context)) {
	if p.name != "gosyncio" {
		f(ctx)
		return
	}
	task.Run(ctx, task.NoResult(func(ctx context.Context) error { f(ctx); return nil }))
}

// ask has a process of this program probe p, and returns the words that it found.
func (pr probe) ask(ctx context.Context, p peer) (string, error) {
	if pr.one && p.one == nil {
		return "–", nil
	}
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), variable+"="+pr.name+"/"+p.name)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	err = cmd.Run()
	return verdict(ctx, out.String(), stderr.String(), err)
}

// verdict reads what a process that probed has left.
func verdict(ctx context.Context, out, stderr string, err error) (string, error) {
	found := strings.TrimSpace(out)
	switch {
	case err == nil && found != "" && !strings.Contains(found, "\n"):
		return found, nil
	case errors.Is(ctx.Err(), context.Canceled):
		return "", errors.New("interrupted")
	case ctx.Err() != nil, strings.Contains(stderr, "all goroutines are asleep"):
		return "hangs", nil
	case strings.Contains(stderr, "panic: ") && strings.Contains(stderr, errBurnt.Error()):
		if strings.Contains(stderr, ".burn(") {
			return "ends the program", nil
		}
		return "ends the program, its stack is lost", nil
	}
	return "", fmt.Errorf("a probe failed: %w\n%s%s", err, out, stderr)
}
