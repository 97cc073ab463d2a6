// Package search finds services (CAT-18 to CAT-22). It owns one row a service,
// search_documents, and one a seller, search_sellers; who knows more about
// either (catalogue, reputation, account) writes its part by call.
//
// A Finder turns what somebody typed into an Ask: words folded, stemmed and
// expanded (prefix, typing errors, synonyms) once, here in Go. An Engine
// answers an Ask. Two ship: Index, bitmaps in this node's memory fed by the
// rows' stamps, and Database, the database's own full text. Both read the same
// rows and the same encoded terms, so they answer the same.
package search

// Limits of a document and of a query.
const (
	termsMax     = 600 // terms of a document
	wordsMax     = 8   // words of a query; further ones are ignored
	PageMax      = 60  // hits of one page
	pageUsual    = 24
	pathDepthMax = 8
)
