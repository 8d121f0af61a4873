package rows

// A Case is one of CPython's own tests: either tests of ours cover it, or
// there is a reason why it can't exist here.
type Case struct {
	Python string
	Tests  []string
	Why    string
}

// A Suite is one file of CPython's tests, of 3.13.
type Suite struct {
	File  string
	Cases []Case
}

// Suites are the files that were gone through case by case.
var Suites = []Suite{
	{"test_tasks.py", tasksCases},
	{"test_waitfor.py", waitforCases},
	{"test_timeouts.py", timeoutsCases},
}

// by says which tests cover a case.
func by(python string, tests ...string) []Case {
	return []Case{{Python: python, Tests: tests}}
}

// never says of a family of cases why they can't exist.
func never(why string, python ...string) (cases []Case) {
	for _, name := range python {
		cases = append(cases, Case{Python: name, Why: why})
	}
	return cases
}
