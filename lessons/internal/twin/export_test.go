package twin

var RunPython = run
