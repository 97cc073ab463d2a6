package screen

import (
	"hash/fnv"
	"math/bits"
	"strings"
)

// shingle is how many words are taken together: enough to notice their order.
const shingle = 3

// nearBits is how many of 64 bits may differ in texts that are near-copies.
// Texts that have nothing to do with each other differ in 32, give or take 4.
const nearBits = 12

// Simhash is a figure of a text such that near-copies have near figures
// (TRU-2). Case, marks and signs do not count. Zero for text without words.
func Simhash(text string) uint64 {
	words := strings.Fields(bare(plainWords(text)))
	var votes [64]int
	for i := range words {
		h := fnv.New64a()
		for _, word := range words[i:min(i+shingle, len(words))] {
			h.Write([]byte(word))
			h.Write([]byte{' '})
		}
		sum := mix(h.Sum64())
		for bit := range votes {
			votes[bit] += int(sum>>bit&1)*2 - 1
		}
	}
	var hash uint64
	for bit, vote := range votes {
		if vote > 0 {
			hash |= 1 << bit
		}
	}
	return hash
}

// mix spreads FNV's weak low bits over the whole word (the finaliser of
// MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Near reports whether two texts with these figures are near-copies. Texts
// without words are near nothing.
func Near(a, b uint64) bool {
	return a != 0 && b != 0 && bits.OnesCount64(a^b) <= nearBits
}
