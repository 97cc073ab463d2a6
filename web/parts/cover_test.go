package parts

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

func drawn(t *testing.T, category, title string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Cover(category, title).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheSameWordsGiveTheSameCover(t *testing.T) {
	if drawn(t, "Design", "Logo in three drafts") != drawn(t, "design", "logo in three drafts") {
		t.Error("a cover changes with the case of its words")
	}
	if drawn(t, "Design", "Logo in three drafts") == drawn(t, "Design", "Poster for your concert") {
		t.Error("two titles have one cover")
	}
}

func TestCoversCarryNoStyle(t *testing.T) {
	for i := range 200 {
		if strings.Contains(drawn(t, "Writing", fmt.Sprint("title ", i)), "style") {
			t.Fatal("a cover has a style attribute, which the Content-Security-Policy refuses")
		}
	}
}

// A page of a dozen categories must not look like wallpaper.
func TestCoversOfTheStartingTreeDiffer(t *testing.T) {
	tops := []string{"Design", "Websites and software", "Writing", "Translation", "Marketing", "Video and animation",
		"Music and sound", "Photography", "Business", "Engineering", "Learning", "Everyday life"}
	begins := map[string]bool{}
	for _, top := range tops {
		for i := range 4 {
			cover := drawn(t, top, fmt.Sprint("title ", i))
			_, rest, _ := strings.Cut(cover, `height="200"/>`)
			begins[rest[:strings.IndexAny(rest, " >")]+rest[strings.Index(rest, "class="):][:9]] = true
		}
	}
	if len(begins) < 4 {
		t.Errorf("48 covers begin in only %d ways", len(begins))
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	for _, name := range iconNames() {
		var out bytes.Buffer
		if err := Icon(name).Render(context.Background(), &out); err != nil || !strings.Contains(out.String(), `aria-hidden="true"`) {
			t.Errorf("%s: %q, %v", name, out.String(), err)
		}
	}
}
