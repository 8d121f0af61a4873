package rows

const goRows = "lessons/internal/conformance/rows "

var streaming = Section{"Streams, in package net", []Row{
	same("ST1", "A coroutine as handler: one task for each connection. A plain function is allowed as well.", "one goroutine for each connection: go handle(conn).",
		goRows+"TestStreams/each connection has a goroutine: no client waits for a silent one (ST1)"),
	differs("ST3", "readline returns a line with its newline, at the end what is left of one, and then b''.", "ReadString returns what is left together with io.EOF.",
		goRows+"TestStreams/ReadString returns the last line without its newline, and io.EOF with it (ST3)"),
	same("ST4", "A line of more than 64 KiB: readline raises ValueError and drops it; readuntil raises LimitOverrunError and keeps it.", "a Scanner has the same limit, but stops for good, with ErrTooLong; lesson 11 reads in pieces and loses only that line.",
		goRows+"TestStreams/a Scanner stops for good at a line of more than 64 kB (ST4)"),
	differs("ST6", "A second reader at the same time is a RuntimeError.", "it is allowed: each byte goes to one of the two, and which one is not guaranteed.",
		goRows+"TestStreams/two goroutines may read one connection: each byte goes to one of them (ST6)"),
	same("ST10", "close() stops accepting; open connections are still served.", "Listener.Close.",
		goRows+"TestSockets/Close stops the accepting, and a connection goes on (ST10)"),
	same("ST11", "wait_closed() waits for all connections since 3.12.1, so an idle client keeps the server open; to 3.11 it returned at once.", "a WaitGroup of the handlers waits for the idle client, too; lesson 11 closes the connections after a moment.",
		goRows+"TestStreams/a server that waits for its handlers waits for an idle client (ST11)"),
	same("ST16", "write_eof closes half: the peer reads to the end, and its answer still arrives.", "CloseWrite.",
		goRows+"TestSockets/CloseWrite: the server reads to the end, and its answer arrives (ST16)"),
}}

const contextClaims = "lessons/00-context TestClaims/"

var contexts = Section{"Contexts, in Go itself", []Row{
	same("GO1", "Nested timeouts: the shorter one fires, and the block knows which one it was (TO6, TO7).", "Err is DeadlineExceeded either way; context.Cause says whose deadline it was.",
		contextClaims+"the parent's limit is shorter: it ends the child, and the cause says so (GO1, TO6)",
		contextClaims+"the child's limit is shorter: the parent goes on (GO1, TO7)"),
	same("GO2", "cancel(msg): the first message counts (K15).", "the first cause counts; cancel without a cause means context.Canceled.",
		contextClaims+"the first cause counts (GO2, K15)",
		contextClaims+"cancel without a cause: the cause is context.Canceled (GO2)"),
	differs("GO3", "asyncio.timeout(0), or less, cancels at the first await: a body without one is not timed out (TO3).", "context.WithTimeout(ctx, 0), or less, returns a ctx that has ended: Err is DeadlineExceeded at once.",
		goRows+"TestStreams/a limit of zero or less has passed before the first call (GO3)",
		contextClaims+"a limit of zero has passed before the first call (GO3)",
		"waitfor TestNoTimeLeft/with no time f is never called (WF8)"),
	differs("GO5", "A cancellation is thrown once: the next await works again (K7).", "a ctx that has ended stays so: each later wait fails at once, except under context.WithoutCancel.",
		contextClaims+"a ctx that has ended stays so: the next wait fails at once (GO5, K7)",
		contextClaims+"under WithoutCancel the cleanup has its time, and the values (GO5, SH9)"),
}}
