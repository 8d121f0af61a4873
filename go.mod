module gosyncio

go 1.26

require (
	github.com/agnivade/levenshtein v1.2.1
	github.com/stretchr/testify v1.12.1
	golang.org/x/exp v0.0.0-20260813180055-c1d0aacb2297
	golang.org/x/net v0.58.0
	golang.org/x/sync v0.22.0
	golang.org/x/sys v0.47.0
	golang.org/x/term v0.45.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
