package serve

import (
	"net"
	"net/netip"
	"strconv"
)

// isOurs reports whether a Host is a name for the address at which we listen. For
// all addresses that is any IP address; for this machine also localhost. A browser
// leaves out port 80.
func (h *handler) isOurs(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil && h.addr.Port() == 80 {
		name, port, err = net.SplitHostPort(host + ":80")
	}
	if err != nil || port != strconv.Itoa(int(h.addr.Port())) {
		return false
	}
	if name == "localhost" {
		return h.addr.Addr().IsLoopback()
	}
	ip, err := netip.ParseAddr(name)
	switch ours := h.addr.Addr(); {
	case err != nil || ip.Zone() != "":
		return false
	case ours.IsUnspecified():
		return true
	case ours.IsLoopback():
		return ip == netip.MustParseAddr("127.0.0.1") || ip == netip.IPv6Loopback() || ip == ours
	default:
		return ip == ours.WithZone("")
	}
}
