package chain

var ErrMoves = errMoves
