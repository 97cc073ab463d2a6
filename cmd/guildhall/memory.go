package main

// heapFloorBytes is how much garbage may gather at least before it is
// collected.
const heapFloorBytes = 32 << 20

// heapFloor is memory that is never touched, and so never given by the system.
// The collector runs when the heap has doubled; a marketplace lives in a few
// megabytes, so it ran a hundred times a second, and shrank each time the
// stacks that the database needs next (decisions/0028).
func heapFloor() []byte { return make([]byte, heapFloorBytes) }
