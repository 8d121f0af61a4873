// Package wiki reads the pages of Wikipedia, or of an encyclopedia with the same
// markup, and finds the first real link of each.
//
// It is polite: it names itself, makes four requests at the same time at most,
// waits when a busy server asks for it, and gives up after a while. It trusts no
// page: what a page may cost is limited, in memory and in time, and texts from
// pages are cleaned before they get into a message.
package wiki
