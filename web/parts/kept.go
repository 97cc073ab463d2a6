package parts

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// kept holds what was drawn lately, by everything that it shows: who asks for
// the same again is given it. What nobody asks for goes first, and there is
// never more than twice as much as it is made for.
type kept[K comparable] struct {
	most int

	mu         sync.Mutex
	young, old map[K]string
}

func newKept[K comparable](most int) *kept[K] { return &kept[K]{most: most, young: map[K]string{}} }

// draw writes what is kept, or else what the component draws, which depends on
// nothing but the key.
func (k *kept[K]) draw(key K, component func(K) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		drawn, found := k.find(key)
		if !found {
			var out strings.Builder
			if err := component(key).Render(ctx, &out); err != nil {
				return err
			}
			drawn = out.String()
			k.keep(key, drawn)
		}
		_, err := io.WriteString(w, drawn)
		return err
	})
}

func (k *kept[K]) find(key K) (string, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	drawn, found := k.young[key]
	if !found {
		if drawn, found = k.old[key]; found {
			k.put(key, drawn)
		}
	}
	return drawn, found
}

func (k *kept[K]) keep(key K, drawn string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(key, drawn)
}

func (k *kept[K]) put(key K, drawn string) {
	if len(k.young) >= k.most {
		k.young, k.old = map[K]string{}, k.young
	}
	k.young[key] = drawn
}
