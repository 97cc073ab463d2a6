package bench

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"guildhall/db"
	"guildhall/event"
	"guildhall/id"
	"guildhall/money"
	"guildhall/search"
)

// The shape of the made catalogue.
const (
	catalogueSeed     = 20261121
	topsMade          = 10
	leavesPerTop      = 11 // with the tops 120 categories
	servicesPerSeller = 8
	topicWords        = 150 // of a leaf, that its services use more than others
	descriptionWords  = 30  // the real list has 16 that are not in the title
	catalogueRows     = 2000
)

// titleWords are the words of real titles, the commonest first, or made-up
// ones where there is no file; from says which.
func titleWords(path string) (words []string, from string, err error) {
	counts := map[string]int{}
	from = "a look-alike"
	if path == "" {
		lookAlikeWords(counts)
	} else {
		from = path
		if err := countTitles(path, counts); err != nil {
			return nil, "", fmt.Errorf("bench: titles: %w", err)
		}
	}
	words = slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return words, fmt.Sprintf("%s (%d of them)", from, len(words)), nil
}

func countTitles(path string, counts map[string]int) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := csv.NewReader(file)
	header, err := lines.Read()
	if err != nil {
		return err
	}
	column := slices.Index(header, "title")
	if column < 0 {
		return errors.New("no column is called title")
	}
	for {
		line, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for word := range strings.FieldsSeq(strings.ToLower(line[column])) {
			if word = strings.TrimFunc(word, sign); word != "" {
				counts[word]++
			}
		}
	}
}

func sign(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// lookAlikeWords are as many words as the real titles have, of syllables.
func lookAlikeWords(counts map[string]int) {
	random := rand.New(rand.NewPCG(catalogueSeed, 0))
	for rank := range 5300 {
		word := ""
		for range 1 + random.IntN(3) {
			word += string("bdfgklmnprstvz"[random.IntN(14)]) + string("aeiou"[random.IntN(5)]) + string("lmnrst"[random.IntN(6)])
		}
		counts[word] = max(counts[word], 3000/(rank+1))
	}
}

// catalogueMaker makes the same catalogue from the same words and number.
type catalogueMaker struct {
	words   []string
	number  int
	tops    []id.Category
	leaves  [][]id.Category // paths, the commonest first
	topics  [][]string      // of each leaf
	titles  []string        // of a sample, for queries
	random  *rand.Rand
	zipf    *rand.Zipf // over words
	leafBy  *rand.Zipf
	topicBy *rand.Zipf
	began   time.Time
}

func newCatalogueMaker(words []string, services int) *catalogueMaker {
	m := &catalogueMaker{number: services, began: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	m.start(0)
	m.words = m.withTail(words)
	for top := range topsMade {
		m.tops = append(m.tops, id.Category(m.made('c', top)))
	}
	for leaf := range topsMade * leavesPerTop {
		path := []id.Category{m.tops[leaf%topsMade], id.Category(m.made('l', leaf))}
		m.leaves = append(m.leaves, path)
	}
	m.start(1)
	for range m.leaves {
		topic := make([]string, topicWords)
		for i := range topic {
			topic[i] = m.words[m.random.IntN(min(len(m.words), 3000))]
		}
		m.topics = append(m.topics, topic)
	}
	return m
}

// start begins a stream of chance: what is made from one does not depend on
// what was made from another.
func (m *catalogueMaker) start(stream uint64) {
	m.random = rand.New(rand.NewPCG(catalogueSeed, stream))
	m.zipf = rand.NewZipf(m.random, 1.08, 3, uint64(max(len(m.words), 2)-1))
	m.leafBy = rand.NewZipf(m.random, 1.2, 8, uint64(max(len(m.leaves), 2)-1))
	m.topicBy = rand.NewZipf(m.random, 1.2, 4, topicWords-1)
}

// withTail adds rare words: a larger catalogue knows more of them.
func (m *catalogueMaker) withTail(words []string) []string {
	all := slices.Clone(words)
	for range int(20 * math.Sqrt(float64(m.number))) {
		one, other := words[m.random.IntN(len(words))], words[m.random.IntN(len(words))]
		all = append(all, one[:(len(one)+1)/2]+other[len(other)/2:])
	}
	return all
}

// made is an id with nothing of chance in it but what spreads the low bits.
func (m *catalogueMaker) made(kind byte, n int) [16]byte {
	var made [16]byte
	made[0], made[6], made[8] = kind, 0x70, 0x80
	binary.BigEndian.PutUint32(made[2:], uint32(n))
	binary.BigEndian.PutUint32(made[12:], uint32(n)*2654435761)
	return made
}

func (m *catalogueMaker) service(n int) id.Service { return id.Service(m.made('s', n)) }

func (m *catalogueMaker) seller(n int) id.Member { return id.Member(m.made('m', n)) }

func (m *catalogueMaker) sellers() int { return m.number/servicesPerSeller + 1 }

func (m *catalogueMaker) some(most int, leaf int) string {
	var text []string
	for range most {
		if m.random.IntN(2) == 0 {
			text = append(text, m.topics[leaf][m.topicBy.Uint64()])
		} else {
			text = append(text, m.words[m.zipf.Uint64()])
		}
	}
	return strings.Join(text, " ")
}

var (
	attributeCodes = []string{"form", "style", "size", "use"}
	languagesMade  = []string{"en", "en", "en", "en", "en", "en", "en", "de", "es", "fr"}
	levelsMade     = []string{"", "", "", "novice", "novice", "skilled", "master"}
)

// document makes a service's document from the stream.
func (m *catalogueMaker) document(n int) search.Document {
	leaf := int(m.leafBy.Uint64())
	d := search.Document{
		Service: m.service(n), Seller: m.seller(m.random.IntN(m.sellers())), Path: m.leaves[leaf],
		Title: m.some(6+m.random.IntN(8), leaf), Labels: m.topics[leaf][:2], Texts: []string{m.some(descriptionWords, leaf)},
		Tags: []string{m.some(2, leaf), m.some(1, leaf), m.some(1, leaf)}, Facets: map[string][]string{},
		Language: languagesMade[m.random.IntN(len(languagesMade))],
		Price:    money.Amount(100 * math.Round(5*math.Exp(m.random.NormFloat64()*1.1+1.5))),
		Lead:     time.Duration(1+int(m.random.ExpFloat64()*5)) * 24 * time.Hour,
		LiveAt:   m.began.Add(time.Duration(m.random.IntN(1000)*24) * time.Hour), Shown: m.random.IntN(25) > 0,
	}
	for _, code := range attributeCodes {
		for value := range 6 {
			if m.random.IntN(value+3) == 0 {
				d.Facets[code] = append(d.Facets[code], fmt.Sprint("v", value))
			}
		}
	}
	return d
}

func (m *catalogueMaker) figures() search.Figures {
	return search.Figures{
		Rank:     int64(search.RankNeutral * math.Exp(m.random.NormFloat64()*0.4)),
		TopRated: m.random.IntN(20) == 0, Newcomer: m.random.IntN(10) == 0,
	}
}

func (m *catalogueMaker) sellerFigures() search.SellerFigures {
	return search.SellerFigures{
		Rating: int64(50 - min(int(m.random.ExpFloat64()*5), 40)), Feedback: int64(m.random.ExpFloat64() * 40),
		Level: levelsMade[m.random.IntN(len(levelsMade))],
	}
}

// write fills a database.
func (m *catalogueMaker) write(ctx context.Context, store *db.Store) error {
	m.start(2)
	var online []id.Member
	err := inPortions(ctx, store, m.sellers(), func(tx *db.Tx, n int) error {
		if m.random.IntN(30) == 0 {
			online = append(online, m.seller(n))
		}
		if err := search.SetSeller(tx, m.seller(n), m.sellerFigures()); err != nil {
			return err
		}
		return search.SetVerified(tx, m.seller(n), m.random.IntN(4) == 0)
	})
	if err != nil {
		return err
	}
	m.start(3)
	m.titles = nil
	err = inPortions(ctx, store, m.number, func(tx *db.Tx, n int) error {
		d := m.document(n)
		if n%max(m.number/1000, 1) == 0 {
			m.titles = append(m.titles, d.Title)
		}
		if err := search.Put(tx, d); err != nil {
			return err
		}
		return search.SetFigures(tx, d.Service, m.figures())
	})
	if err != nil {
		return err
	}
	err = store.Write(ctx, func(tx *db.Tx) error {
		// A snapshot is tied to the diary's last entry.
		if err := event.Note(tx, event.Entry{Subject: event.Of("service", m.service(0)), Kind: "live"}); err != nil {
			return err
		}
		return search.SetOnline(tx, online)
	})
	if err != nil {
		return err
	}
	return number(ctx, store)
}

// edit makes random edits: new texts, pauses, figures, sellers.
func (m *catalogueMaker) edit(ctx context.Context, store *db.Store, edits int) error {
	m.start(4)
	err := inPortions(ctx, store, edits, func(tx *db.Tx, _ int) error {
		service, seller := m.random.IntN(m.number), m.seller(m.random.IntN(m.sellers()))
		switch m.random.IntN(8) {
		case 0, 1:
			return search.Put(tx, m.document(service))
		case 2, 3:
			return search.Show(tx, m.service(service), m.random.IntN(2) == 0)
		case 4:
			return search.SetSeller(tx, seller, m.sellerFigures())
		case 5:
			return search.ShowSeller(tx, seller, m.random.IntN(3) > 0)
		}
		return search.SetFigures(tx, m.service(service), m.figures())
	})
	if err != nil {
		return err
	}
	return number(ctx, store)
}

// inPortions does something so many times, in large transactions. One that is
// run again by the database would go on with other chances: then the engines'
// answers differ, which is told.
func inPortions(ctx context.Context, store *db.Store, number int, each func(tx *db.Tx, n int) error) error {
	for from := 0; from < number; from += catalogueRows {
		err := store.Write(ctx, func(tx *db.Tx) error {
			for n := from; n < min(from+catalogueRows, number); n++ {
				if err := each(tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// number gives changes their stamps, as the sweeper does on PostgreSQL.
func number(ctx context.Context, store *db.Store) error {
	if store.Engine() == db.SQLite {
		return nil
	}
	for left := 1; left > 0; {
		err := store.Write(ctx, func(tx *db.Tx) (err error) {
			left, err = search.Number(tx, 10*catalogueRows)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
