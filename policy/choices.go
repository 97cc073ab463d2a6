package policy

// The typed words of values that are choices. Their texts are the values
// written in policy files.
type (
	// Custody tells who holds the money of an order.
	Custody string
	// PayOutside tells what paying outside the site is (TRU-6).
	PayOutside string
	// ContactsInOrder tells when contact details pass in an order (TLK-6).
	ContactsInOrder string
	// Places tells where work can be.
	Places string
	// Words is the set of words pages use for the two sides.
	Words string
	// Duties is a profile of legal duties (LAW-17).
	Duties string
	// Extension tells whether a later date can be agreed (ORD-13).
	Extension string
	// Stages tells which orders can be split into milestones (ORD-47).
	Stages string
	// RequestEnds tells what ends a request (REQ-2).
	RequestEnds string
	// Bids tells who sees the bids of a request (REQ-5).
	Bids string
	// BidNeed tells whose bids must be one of their services (REQ-4).
	BidNeed string
	// Level is a seller's level (REP-8).
	Level string
	// FeedbackSides tells who leaves feedback (REP-1).
	FeedbackSides string
	// RatingKind tells what a verdict is (REP-1).
	RatingKind string
	// Moderation tells whether content is checked before it is shown (TRU-1).
	Moderation string
	// TermsAcceptance tells how new terms are accepted (LAW-2).
	TermsAcceptance string
)

// The choices.
const (
	CustodyEscrow Custody = "escrow"
	CustodyNone   Custody = "none"

	PayOutsideForbidden PayOutside = "forbidden"
	PayOutsideExpected  PayOutside = "expected"

	ContactsWhereNeeded   ContactsInOrder = "where_needed"
	ContactsAfterOrdering ContactsInOrder = "after_ordering"

	PlacesRemote Places = "remote"
	PlacesEither Places = "remote_or_on_site"

	WordsBuyerSeller      Words = "buyer_and_seller"
	WordsEmployerProvider Words = "employer_and_provider"
	WordsPosterTasker     Words = "poster_and_tasker"

	DutiesNone    Duties = "none"
	DutiesEU      Duties = "eu"
	DutiesEUMicro Duties = "eu_micro"
	DutiesUK      Duties = "uk"
	DutiesUS      Duties = "us"

	ExtensionNone   Extension = "none"
	ExtensionAgreed Extension = "agreed"

	StagesOff         Stages = "off"
	StagesLargeOffers Stages = "large_offers"
	StagesOn          Stages = "on"

	RequestEndsByTime     RequestEnds = "by_time"
	RequestEndsWhenClosed RequestEnds = "when_closed"
	RequestEndsWhenFilled RequestEnds = "when_filled"

	BidsPrivate Bids = "private"
	BidsPublic  Bids = "public"

	BidNeedsServiceNo         BidNeed = "no"
	BidNeedsServiceForNewbies BidNeed = "for_newbies"
	BidNeedsServiceAlways     BidNeed = "always"

	LevelNewbie       Level = "newbie"
	LevelAdvanced     Level = "advanced"
	LevelProfessional Level = "professional"

	FeedbackByBuyer  FeedbackSides = "buyer"
	FeedbackByBoth   FeedbackSides = "both"
	RatingKindLike   RatingKind    = "like"
	RatingKindStars  RatingKind    = "stars"
	ModerationBefore Moderation    = "before"
	ModerationAfter  Moderation    = "after"

	TermsByUse      TermsAcceptance = "use"
	TermsExplicitly TermsAcceptance = "explicit"
)
