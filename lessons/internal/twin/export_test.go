package twin

var RunPython = python
