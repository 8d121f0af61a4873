package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"gosyncio/lessons/internal/classroom/build"
	"gosyncio/lessons/internal/classroom/serve"
	"gosyncio/lessons/internal/walk"
)

// home is where the classroom is served if nothing else is said.
var home = netip.MustParseAddrPort("127.0.0.1:3999")

// checkClassroom finds errors in the arguments of serve and export.
func (c commandLine) checkClassroom(given map[string]bool) error {
	for _, name := range []string{"python", "events", "lanes", "svg"} {
		if given[name] {
			return usageErrorf("unexpected flag -%s: %s does not take it", name, c.command)
		}
	}
	switch n := len(c.names); {
	case c.command == "export" && (given["addr"] || given["open"]):
		return usageErrorf("unexpected flag: only serve takes -addr and -open")
	case c.command == "export" && n != 1:
		return usageErrorf("export takes one folder: want export DIR")
	case c.command == "serve" && n > 0:
		return usageErrorf("unexpected argument %q: serve takes only -addr and -open", c.names[0])
	case given["addr"]:
		_, err := c.address()
		return err
	}
	return nil
}

// address is where to serve. It needs a host: without one the whole network
// could look in, and nobody would have said so.
func (c commandLine) address() (netip.AddrPort, error) {
	if c.addr == "" {
		return home, nil
	}
	addr, err := netip.ParseAddrPort(c.addr)
	if err != nil {
		return addr, usageErrorf("-addr %q is no IP address with a port: want 127.0.0.1:3999 for this machine, 0.0.0.0:3999 for your network", c.addr)
	}
	return addr, nil
}

// serve serves the classroom until ctx ends or Ctrl-C is pressed.
func (c commandLine) serve(ctx context.Context, app walk.Walk) error {
	addr, err := c.address()
	if err != nil {
		return err
	}
	listener, err := c.listen(addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	addr = netip.MustParseAddrPort(listener.Addr().String())
	ctx, end := interruptedBy(ctx, app)
	defer end()
	builder, err := build.New(ctx, filepath.Dir(app.Lessons[0].Dir), app.Lessons, report(app))
	if err != nil {
		return err
	}
	url := "http://" + shown(addr).String() + "/"
	fmt.Fprintf(app, "The classroom is open: %s   (Ctrl-C closes it)\n", url)
	if addr.Addr().IsUnspecified() {
		fmt.Fprintf(app, "Others open it by this machine's IP address and port %d.\n", addr.Port())
	}
	built := make(chan error, 1)
	go func() {
		err := builder.Run(ctx)
		if err == nil {
			fmt.Fprintln(app, "everything is built")
		}
		built <- err
	}()
	defer func() { <-built }() // the go command cleans up
	if c.open {
		browse(ctx, url)
	}
	return serveUntil(ctx, serve.NewServer(builder, addr), listener)
}

// report prints lines that come from several goroutines.
func report(app walk.Walk) func(line string) {
	var mu sync.Mutex // a line is printed as a whole
	return func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(app, line)
	}
}

// listen takes the next free port if nobody has asked for one.
func (c commandLine) listen(addr netip.AddrPort) (net.Listener, error) {
	const tries = 20
	for i := range uint16(tries) {
		listener, err := net.Listen("tcp", netip.AddrPortFrom(addr.Addr(), addr.Port()+i).String())
		if c.addr != "" || !errors.Is(err, syscall.EADDRINUSE) {
			return listener, err
		}
	}
	return nil, fmt.Errorf("the ports %d to %d are taken: choose another with -addr", addr.Port(), addr.Port()+tries-1)
}

func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, end := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer end()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	return nil
}

// interruptedBy returns a ctx that also ends with Ctrl-C.
func interruptedBy(ctx context.Context, app walk.Walk) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(ctx)
	go func() {
		select {
		case <-app.Interrupts:
			end()
		case <-ctx.Done():
		}
	}()
	return ctx, end
}

// shown is the address that a browser on this machine opens.
func shown(addr netip.AddrPort) netip.AddrPort {
	switch {
	case !addr.Addr().IsUnspecified():
		return addr
	case addr.Addr().Is4():
		return netip.AddrPortFrom(home.Addr(), addr.Port())
	default:
		return netip.AddrPortFrom(netip.IPv6Loopback(), addr.Port())
	}
}

// browse opens the reader's browser. If that fails, the address is on the screen.
func browse(ctx context.Context, url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.CommandContext(ctx, name, args...)
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}

// export writes the classroom into a folder.
func (c commandLine) export(ctx context.Context, app walk.Walk) error {
	dir := c.names[0]
	if err := serve.Check(dir); err != nil {
		return err
	}
	ctx, end := interruptedBy(ctx, app)
	defer end()
	builder, err := build.New(ctx, filepath.Dir(app.Lessons[0].Dir), app.Lessons, report(app))
	if err != nil {
		return err
	}
	err = builder.Run(ctx)
	if ctx.Err() != nil {
		return walk.ErrStopped
	}
	if err != nil {
		return fmt.Errorf("%s isn't written: %w", dir, err)
	}
	if err := serve.Export(dir, builder.Files()); err != nil {
		return err
	}
	fmt.Fprintf(app, "%s is written: any web server can send it, below any path\n", dir)
	return nil
}
