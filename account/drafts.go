package account

import (
	"embed"
	"fmt"
	"strings"
)

// The drafts are what an operator starts from: plain words of our own, to be
// read and changed before opening. Numbers are left to the public page of fees
// and deadlines, which is made from the policy in force.
//
//go:embed drafts/*.md
var draftFiles embed.FS

// drafts reads the shipped documents. The first line of each, "# …", is its
// title.
func drafts() []Document {
	list := make([]Document, len(DocumentKinds))
	for i, kind := range DocumentKinds {
		text, err := draftFiles.ReadFile("drafts/" + string(kind) + ".md")
		if err != nil {
			panic(fmt.Errorf("account: draft of %s: %w", kind, err)) // embedded: missing only if the build is wrong
		}
		title, body, _ := strings.Cut(string(text), "\n")
		list[i] = Document{Kind: kind, Title: strings.TrimPrefix(title, "# "), Body: strings.TrimSpace(body)}
	}
	return list
}
