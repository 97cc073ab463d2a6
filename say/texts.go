package say

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Texts are the texts of one subject in one language, by key.
type Texts map[string]string

// fallback is the language every key has a text in.
const fallback = "en"

// The endings of the two keys of a text that depends on a number.
const (
	pluralOne   = ".one"
	pluralOther = ".other"
)

// texts holds all texts by language. It is filled while the program's
// variables are set up and never changed afterwards.
var texts = map[string]Texts{}

// english adds a subject's texts: var _ = english(Texts{…}).
func english(subject Texts) struct{} { return add(fallback, subject) }

func add(lang string, subject Texts) struct{} {
	if texts[lang] == nil {
		texts[lang] = Texts{}
	}
	for key, text := range subject {
		if _, twice := texts[lang][key]; twice {
			panic("say: two texts for the key " + key)
		}
		texts[lang][key] = text
	}
	return struct{}{}
}

// Languages lists the languages there are texts in.
func Languages() []string { return slices.Sorted(maps.Keys(texts)) }

// Keys lists the keys of all texts, in order.
func Keys() []string { return slices.Sorted(maps.Keys(texts[fallback])) }

// languageFor is the language of ours that lang ("de-AT", "en") asks for.
func languageFor(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if _, known := texts[base]; known {
		return base
	}
	return fallback
}

// bundle holds the texts that depend on a number, with each language's rule.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	for lang, all := range texts {
		for key, other := range all {
			name, ends := strings.CutSuffix(key, pluralOther)
			one, plural := all[name+pluralOne]
			if ends && plural {
				message := &i18n.Message{ID: name, One: one, Other: other}
				if err := b.AddMessages(language.Make(lang), message); err != nil {
					panic("say: " + name + ": " + err.Error())
				}
			}
		}
	}
	return b
})

// plural picks the text for the argument "count", its placeholders untouched.
func (s *Speaker) plural(key string, args []any) string {
	var count any
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "count" {
			count = args[i+1]
		}
	}
	text, err := s.plurals.Localize(&i18n.LocalizeConfig{
		MessageID: key, PluralCount: count, TemplateParser: template.IdentityParser{},
	})
	if err != nil {
		panic("say: " + key + ": " + err.Error())
	}
	return text
}
