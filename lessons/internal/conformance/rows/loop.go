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
		"task TestHandle/T10 awaiting what is done doesn't wait",
		"sleep TestS8NobodyNeedsToYield"),
	same("L7", "Timers fire in the order of their time, whichever was made first.", "",
		"sleep TestCPythonSleep/L7 sleepers wake in the order of their time, whoever lay down first"),
	same("L8", "A timer may be late, never early.", "",
		"sleep TestL8NeverTooEarly"),
}}

var coroutines = Section{"Coroutines, here functions", []Row{
	same("C1", "Calling an async def runs none of it.", "to describe work as a Func runs none of it.",
		"task TestAFuncIsNotStarted/C1 describing work runs none of it"),
	differs("C2", "A coroutine can be awaited once; the second time is a RuntimeError.", "a Func can be called as often as you like.",
		"task TestAFuncIsNotStarted/C2 differs: a Func can be called twice"),
	same("C4", "To await a coroutine is a plain call: no task, no switch.", "",
		"task TestAFuncIsNotStarted/C4 calling a Func is a plain call, without a task",
		"task TestCPythonHandle/C4 what plain calls return adds up (test_task_basics)"),
}}

var sleeping = Section{"sleep", []Row{
	differs("S1", "sleep(0) yields for exactly one turn of the loop.", "For(ctx, 0) lets other goroutines run; which ones is not guaranteed.",
		"sleep TestS1ForZeroYields"),
	same("S2", "A negative time is zero.", "",
		"sleep TestFor/S2 a negative time behaves as zero",
		"sleep TestUntil/S2 an instant that has passed is now"),
	same("S3", "It returns the result that it was given.", "sleep.Then does.",
		"sleep TestThen"),
	same("S4", "A cancelled sleep ends at once.", "it returns the ctx's error and cause.",
		"sleep TestFor/S4 a cancelled sleep ends at once, with error and cause"),
	same("S6", "An infinite sleep ends only by being cancelled.", "the longest Duration is 292 years.",
		"sleep TestFor/S6 only the ctx ends a sleep of three centuries"),
	same("S7", "With a cancellation pending even sleep(0) raises it.", "",
		"sleep TestForUnderADeadCtx/S7 a long sleep fails at once",
		"sleep TestForUnderADeadCtx/S7 a sleep of nothing fails too"),
	differs("S8", "It always yields: a task with a long loop calls sleep(0) so that others run.", "that is not needed: goroutines are preempted (but not in WebAssembly).",
		"sleep TestS8NobodyNeedsToYield"),
}}
