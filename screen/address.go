package screen

import (
	_ "embed"
	"net/mail"
	"strings"
	"sync"

	"guildhall/fault"
)

// addressMax is the longest mail address RFC 5321 lets travel.
const addressMax = 254

// Email holds an address against its form. Nil when a mail could be sent to
// it. Codes: required, email_malformed.
func Email(address string) *fault.Fault {
	if address == "" {
		return fault.Invalid("required")
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > addressMax {
		return fault.Invalid("email_malformed")
	}
	_, host, _ := strings.Cut(address, "@")
	if !strings.Contains(host, ".") || strings.HasSuffix(host, ".") || strings.Contains(host, "[") {
		return fault.Invalid("email_malformed")
	}
	return nil
}

//go:embed lists/disposable.txt
var disposableList string

var disposableHosts = sync.OnceValue(func() map[string]bool {
	hosts := make(map[string]bool, 9000)
	for line := range strings.Lines(disposableList) {
		hosts[strings.TrimSpace(line)] = true
	}
	return hosts
})

// Disposable reports whether an address is on a throw-away domain, or on a
// part of one (ACC-3).
func Disposable(address string) bool {
	at := strings.LastIndexByte(address, '@')
	host := strings.ToLower(address[at+1:])
	for strings.Contains(host, ".") {
		if disposableHosts()[host] {
			return true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return false
}
