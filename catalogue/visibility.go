package catalogue

// Visibility says what a cause leaves of a live service. None leaves it in
// search, in lists or on its seller's profile; several together leave what each
// of them leaves. say has who lifts it, under "catalogue.lifts." + Cause.
type Visibility struct {
	Cause     Cause
	Rule      string // of the spec
	Reachable bool   // by a direct link
	Orderable bool   // from favourites, cart or a direct link (CAT-15)
}

// Visibilities is the complete table; the handbook prints it.
var Visibilities = []Visibility{
	{Cause: CauseWorkload, Rule: "CAT-13", Reachable: true, Orderable: true},
	{Cause: CausePortfolio, Rule: "CAT-14", Reachable: true, Orderable: true},
	{Cause: CauseIgnored, Rule: "CAT-16", Reachable: true},
	{Cause: CauseWeekend, Rule: "CAT-17", Reachable: true, Orderable: true},
	{Cause: CauseSanction, Rule: "TRU-13"},
	{Cause: CauseDecision, Rule: "TRU-7"},
	{Cause: CauseUnlisted, Rule: "CAT-10", Reachable: true, Orderable: true},
}

// Visibility is the cause's row; a cause that is not in the table leaves
// nothing.
func (c Cause) Visibility() Visibility {
	for _, v := range Visibilities {
		if v.Cause == c {
			return v
		}
	}
	return Visibility{Cause: c}
}
