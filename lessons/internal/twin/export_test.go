package twin

var (
	ErrNoPython = errNoPython
	Find        = find
	RunPython   = python
)
