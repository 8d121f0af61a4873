package main

import (
	"cmp"
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

// home is where the classroom is served if no other address is asked for.
var home = netip.MustParseAddrPort("127.0.0.1:3999")

// A site is a [build.Builder], or a test's.
type site interface {
	serve.Source
	Run(ctx context.Context) error
}

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
	case c.command == "export" && (n != 1 || c.names[0] == ""):
		return usageErrorf("export takes one folder: want export DIR")
	case c.command == "serve" && n > 0:
		return usageErrorf("unexpected argument %q: serve takes only -addr and -open", c.names[0])
	case given["addr"]:
		_, err := parseAddr(c.addr)
		return err
	}
	return nil
}

// parseAddr needs a host: without one the whole network could look in, and nobody
// would have said so.
func parseAddr(text string) (netip.AddrPort, error) {
	addr, err := netip.ParseAddrPort(text)
	if err != nil {
		return addr, usageErrorf("-addr %q is no IP address with a port: want 127.0.0.1:3999 for this machine, 0.0.0.0:3999 for your network", text)
	}
	return addr, nil
}

// serve serves the classroom until ctx ends or Ctrl-C is pressed.
func (c commandLine) serve(ctx context.Context, app walk.Walk) error {
	ctx, end := interruptedBy(ctx, app)
	defer end()
	addr, tries := home, uint16(20)
	if c.addr != "" {
		var err error
		if addr, err = parseAddr(c.addr); err != nil {
			return err
		}
		tries = 1
	}
	listener, addr, err := listen(addr, tries)
	if err != nil {
		return err
	}
	defer listener.Close()
	builder, err := build.NewLive(ctx, filepath.Dir(app.Lessons[0].Dir), app.Lessons, report(app))
	if ctx.Err() != nil {
		return nil // closed before it was open
	}
	if err != nil {
		return err
	}
	defer builder.Wait()
	if c.open {
		browse(openedAt(addr))
	}
	return serveSite(ctx, app, builder, listener, addr)
}

// serveSite builds and serves at the same time, until ctx ends.
func serveSite(ctx context.Context, app walk.Walk, s site, listener net.Listener, addr netip.AddrPort) error {
	ctx, end := context.WithCancel(ctx)
	tell := report(app)
	tell("The classroom is open: " + openedAt(addr) + "   (Ctrl-C closes it)")
	if addr.Addr().IsUnspecified() {
		interfaces, _ := net.InterfaceAddrs()
		tell("Others open it at " + cmp.Or(openedByOthersAt(addr, interfaces), fmt.Sprintf("this machine's IP address and port %d", addr.Port())))
	}
	var building sync.WaitGroup
	defer building.Wait() // the go command cleans up
	defer end()
	building.Go(func() {
		err := s.Run(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			tell("not everything could be built: what is missing, the page cannot run")
		default:
			tell("everything is built")
		}
	})
	return serveUntil(ctx, serve.NewServer(s, addr), listener)
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

// listen tries so many ports, beginning with the address's, and returns the address
// at which it listens.
func listen(addr netip.AddrPort, tries uint16) (net.Listener, netip.AddrPort, error) {
	network := "tcp"
	if addr.Addr().Is4() {
		network = "tcp4" // 0.0.0.0 means only that
	}
	for i := range tries {
		listener, err := net.Listen(network, netip.AddrPortFrom(addr.Addr(), addr.Port()+i).String())
		if isInUse(err) && tries > 1 {
			continue
		}
		if err != nil {
			return nil, addr, fmt.Errorf("cannot serve at %s: %w", addr, err)
		}
		port := listener.Addr().(*net.TCPAddr).AddrPort().Port()
		return listener, netip.AddrPortFrom(addr.Addr(), port), nil
	}
	return nil, addr, fmt.Errorf("the ports %d to %d are taken: choose another with -addr", addr.Port(), addr.Port()+tries-1)
}

// isInUse reports whether somebody else listens there. Windows has a number of its
// own for that: WSAEADDRINUSE.
func isInUse(err error) bool {
	number, ok := errors.AsType[syscall.Errno](err)
	return errors.Is(err, syscall.EADDRINUSE) || ok && number == 10048
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

// openedAt is the URL for a browser on this machine.
func openedAt(addr netip.AddrPort) string {
	if ip := addr.Addr(); ip == netip.IPv6Unspecified() {
		addr = netip.AddrPortFrom(netip.IPv6Loopback(), addr.Port())
	} else if ip.IsUnspecified() {
		addr = netip.AddrPortFrom(home.Addr(), addr.Port())
	}
	return "http://" + addr.String() + "/"
}

// openedByOthersAt is the URL for browsers on other machines, or "" if this one has
// no address in a network. IPv4 is easier to type.
func openedByOthersAt(addr netip.AddrPort, interfaces []net.Addr) (url string) {
	for _, at := range interfaces {
		network, ok := at.(*net.IPNet)
		if !ok || !network.IP.IsGlobalUnicast() {
			continue
		}
		ip, _ := netip.AddrFromSlice(network.IP)
		ip = ip.Unmap()
		if ip.Is4() {
			return openedAt(netip.AddrPortFrom(ip, addr.Port()))
		}
		if url == "" && addr.Addr().Is6() {
			url = openedAt(netip.AddrPortFrom(ip, addr.Port()))
		}
	}
	return url
}

// browse opens the reader's browser. If that fails, the address is on the screen.
func browse(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...) // the browser may outlive us
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
	if err == nil {
		err = builder.Run(ctx)
	}
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
