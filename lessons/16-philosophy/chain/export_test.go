package chain

var (
	ErrMoves = errMoves
	ErrWaits = errWaits
)
