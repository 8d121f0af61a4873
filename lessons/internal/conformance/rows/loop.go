package rows

var loop = Section{"The event loop and its order", []Row{
	differs("L1", "Callbacks run in the order in which they became ready.", "the order of goroutines is not guaranteed: a goroutine that must come second waits for the first.",
		"lessons/internal/conformance/rows TestGoOrder/a goroutine that must come second waits for the first (L1)"),
	differs("L2", "Two tasks that only yield take strict turns.", "goroutines run in parallel; to take turns they pass a token.",
		"lessons/internal/conformance/rows TestGoOrder/two goroutines that alternate pass a token (L2)"),
	differs("L4", "Between two awaits nothing else runs.", "everything runs at any time: shared data needs a lock or a channel.",
		"lessons/internal/conformance/rows TestGoOrder/what several goroutines change needs a lock (L4)"),
	differs("L5", "A call that blocks stops every task and every timer.", "only the goroutine that blocks stands still.",
		"lessons/internal/conformance/rows TestGoOrder/a function that blocks stops no other goroutine (L5)"),
	differs("L6", "An await need not yield: a finished result is returned at once.", "whether it yields does not matter: goroutines are preempted.",
		"task TestHandle/awaiting what is done doesn't wait (T10)",
		"sleep TestNoGoroutineNeedsToYield/a loop that never yields does not keep others from running (S8)"),
	same("L7", "Timers fire in the order of their time, whichever was made first.", "",
		"sleep TestCPythonSleep/sleepers wake in the order of their time, whichever began first (L7)"),
	same("L8", "A timer may be late, never early.", "",
		"sleep TestNeverTooEarly"),
}}

var coroutines = Section{"Coroutines, here functions", []Row{
	same("C1", "Calling an async def runs none of it.", "to describe work as a Func runs none of it.",
		"task TestAFuncIsNotStarted/describing work runs none of it (C1)"),
	differs("C2", "A coroutine can be awaited once; the second time is a RuntimeError.", "a Func can be called as often as you like.",
		"task TestAFuncIsNotStarted/differs: a Func can be called twice (C2)"),
	same("C4", "To await a coroutine is a plain call: no task, no switch.", "",
		"task TestAFuncIsNotStarted/calling a Func is a plain call, without a task (C4)",
		"task TestCPythonHandle/what plain calls return adds up (C4, test_task_basics)"),
}}

var sleeping = Section{"sleep", []Row{
	differs("S1", "sleep(0) yields for exactly one turn of the loop.", "For(ctx, 0) lets other goroutines run; which ones is not guaranteed.",
		"sleep TestForZeroYields"),
	same("S2", "A negative time is zero.", "",
		"sleep TestFor/a negative time behaves as zero (S2)",
		"sleep TestUntil/an instant that has passed is now (S2)"),
	same("S3", "It returns the result that it was given.", "sleep.Then does.",
		"sleep TestThen"),
	same("S4", "A cancelled sleep ends at once.", "it returns the ctx's error and cause.",
		"sleep TestFor/a cancelled sleep ends at once, with error and cause (S4)"),
	same("S6", "An infinite sleep ends only by being cancelled.", "the longest Duration is 292 years.",
		"sleep TestFor/only the ctx ends a sleep of three centuries (S6)"),
	same("S7", "With a cancellation pending even sleep(0) raises it.", "",
		"sleep TestForUnderADeadCtx/a long sleep fails at once (S7)",
		"sleep TestForUnderADeadCtx/a sleep of nothing fails at once (S7)"),
	differs("S8", "It always yields: a task with a long loop calls sleep(0) so that others run.", "that is not needed: goroutines are preempted (but not in WebAssembly).",
		"sleep TestNoGoroutineNeedsToYield/a loop that never yields does not keep others from running (S8)"),
}}
