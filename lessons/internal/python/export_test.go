package python

// FindWithin is Find with another time limit for the answer.
var FindWithin = find
